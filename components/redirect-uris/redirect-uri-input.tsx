import { TextInput } from '#components/ui/action-form.tsx';

/** The text field for a redirect URI, alike in the forms that add and change one. */
export function RedirectUriInput({
  use,
  kind,
  initial = '',
}: {
  use: 'sign-in' | 'logout';
  kind: 'staging' | 'production';
  initial?: string;
}) {
  return (
    <TextInput
      name="uri"
      label={use === 'sign-in' ? 'Redirect URI' : 'Logout redirect'}
      type="url"
      inputMode="url"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      required
      initial={initial}
      placeholder={`${kind === 'staging' ? 'http://localhost:3000' : 'https://app.example.com'}${use === 'sign-in' ? '/callback' : '/signed-out'}`}
    />
  );
}
