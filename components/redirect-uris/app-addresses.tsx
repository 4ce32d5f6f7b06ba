import { DataList, Flex, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { AppAddresses as Values } from '#lib/workspace/app-addresses.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

const FIELDS = [
  {
    name: 'appHomepageUrl',
    label: 'App homepage URL',
    help: 'The link “Back to the app” on our page for somebody whose sign-in could not end in your app.',
    path: '',
  },
  {
    name: 'signInEndpoint',
    label: 'Sign-in endpoint',
    help: 'Begins a sign-in in your app. People go there who began at their identity provider where the connection does not take that, with connection_id and organization_id, so that your app can begin again.',
    path: '/login',
  },
  {
    name: 'portalReturnUrl',
    label: 'Admin Portal redirect link',
    help: 'Where your customer’s IT admin goes at the end of the Admin Portal. This version has no Admin Portal yet: the address is kept for it and does nothing until then. https, save on localhost in staging.',
    path: '/settings',
  },
] as const satisfies readonly { name: keyof Values; label: string; help: string; path: string }[];

/** Pages of the app itself. `save` is null for readers who may not change them. */
export function AppAddresses({
  values,
  kind,
  environmentId,
  save,
}: {
  values: Values;
  kind: 'staging' | 'production';
  environmentId: string;
  save: Action | null;
}) {
  const origin = kind === 'staging' ? 'http://localhost:3000' : 'https://app.example.com';
  return (
    <SectionCard title="Pages of your app" description="Where people find your app again. Each may be empty.">
      {save ? (
        <ActionForm action={save} environmentId={environmentId} loaded={values} keepValues>
          {FIELDS.map(({ name, label, help, path }) => (
            <TextInput
              key={name}
              name={name}
              label={label}
              help={help}
              initial={values[name] ?? ''}
              type="url"
              inputMode="url"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder={`${origin}${path}`}
            />
          ))}
          <Flex>
            <SubmitButton>Save addresses</SubmitButton>
          </Flex>
        </ActionForm>
      ) : (
        <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }} size="2">
          {FIELDS.map(({ name, label }) => (
            <DataList.Item key={name}>
              <DataList.Label>{label}</DataList.Label>
              <DataList.Value>
                <Text className="[overflow-wrap:anywhere]">{values[name] ?? 'None'}</Text>
              </DataList.Value>
            </DataList.Item>
          ))}
        </DataList.Root>
      )}
    </SectionCard>
  );
}
