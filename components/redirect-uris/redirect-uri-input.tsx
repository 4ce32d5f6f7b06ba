import { TextInput } from '#components/ui/action-form.tsx';

/** The text field for a redirect URI, alike in the forms that add and change one. */
export function RedirectUriInput({
  kind,
  initial = '',
}: {
  kind: 'staging' | 'production';
  initial?: string;
}) {
  return (
    <TextInput
      name="uri"
      label="Redirect URI"
      type="url"
      inputMode="url"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      required
      initial={initial}
      placeholder={kind === 'staging' ? 'http://localhost:3000/callback' : 'https://app.example.com/callback'}
    />
  );
}
