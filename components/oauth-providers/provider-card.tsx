import { Badge, DataList, Flex, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { OAuthProviderView } from '#lib/workspace/oauth-providers.ts';

/** One provider: how to register with it, and what it gave. `save` is null for readers. */
export function ProviderCard({
  provider,
  environmentId,
  save,
}: {
  provider: OAuthProviderView;
  environmentId: string;
  save: ((previous: FormState<never>, form: FormData) => Promise<FormState<never>>) | null;
}) {
  const { enabled, label } = provider;
  return (
    <SectionCard
      title={label}
      description={SUMMARIES[provider.provider]}
      badge={<Badge color={enabled ? 'green' : 'gray'}>{enabled ? 'On' : 'Off'}</Badge>}
      actions={
        provider.hasSecret && (
          <Text size="2">
            <Link
              href={`/dashboard/${environmentId}/sessions?connection=${provider.connectionId}`}
              className="text-(--accent-11) underline underline-offset-2"
            >
              {`Sessions with ${label}`}
            </Link>
          </Text>
        )
      }
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          {provider.redirectUri !== null && (
            <CopyField
              label="Redirect URI"
              value={provider.redirectUri}
              help={`${label} sends people back to this address, and to no other.`}
            />
          )}
          <div>
            <Text as="p" size="2" weight="medium" mb="1">
              At {label}
            </Text>
            <ol className="m-0 flex list-decimal flex-col gap-1 pl-5 text-sm leading-relaxed text-(--gray-11)">
              {STEPS[provider.provider].map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
        </div>
        <div className="min-w-0">
          {save ? (
            <ActionForm action={save} environmentId={environmentId} keepValues>
              <input type="hidden" name="provider" value={provider.provider} />
              <TextInput
                name="clientId"
                label="Client ID"
                initial={provider.clientId}
                autoComplete="off"
                spellCheck={false}
              />
              <TextInput
                // A saved secret must not stay in the page.
                key={provider.updatedAt}
                name="clientSecret"
                label="Client secret"
                type="password"
                autoComplete="off"
                placeholder={provider.hasSecret ? 'Stored' : undefined}
                help={
                  provider.hasSecret
                    ? 'Nobody can see it again. Leave this empty to keep it.'
                    : 'Kept encrypted, and never shown again.'
                }
              />
              <TextInput
                name="scopes"
                label="More scopes"
                initial={provider.scopes.join(' ')}
                autoComplete="off"
                spellCheck={false}
                help={`Optional, separated by spaces. Every sign-in asks for ${provider.baseScopes.join(', ')}.`}
              />
              <SwitchInput
                name="enabled"
                label={`Sign in with ${label}`}
                help={`Counts from the next sign-in on. Off, your app gets connection_strategy_invalid.`}
                initial={enabled}
              />
              <SwitchInput
                name="returnTokens"
                label={`Return ${label} tokens`}
                help={`Your app gets the access token of ${label} as oauth_tokens, once, with the profile.`}
                risk="Whoever gets hold of such a token can act at the provider in the person’s name. Leave it off unless your app calls the provider’s API."
                initial={provider.returnTokens}
              />
              <Flex>
                <SubmitButton>{`Save ${label}`}</SubmitButton>
              </Flex>
            </ActionForm>
          ) : (
            <DataList.Root size="2" orientation={{ initial: 'vertical', sm: 'horizontal' }}>
              <Fact label="Client ID" value={provider.clientId} />
              <Fact label="Client secret" value={provider.hasSecret ? 'Stored' : ''} />
              <Fact label="More scopes" value={provider.scopes.join(' ')} />
              <Fact label="Return tokens" value={provider.returnTokens ? 'On' : 'Off'} />
            </DataList.Root>
          )}
        </div>
      </div>
    </SectionCard>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <DataList.Item>
      <DataList.Label minWidth="110px">{label}</DataList.Label>
      <DataList.Value>
        <span className="[overflow-wrap:anywhere]">{value || <Text color="gray">None</Text>}</span>
      </DataList.Value>
    </DataList.Item>
  );
}

const SUMMARIES: Readonly<Record<OAuthProviderView['provider'], string>> = {
  GoogleOAuth:
    'Every Google account, private or of a company. Only addresses that Google has verified are let in.',
  MicrosoftOAuth:
    'Personal Microsoft accounts. Companies sign in through a connection of their organization: at Microsoft a company can give its accounts any email address.',
  GitHubOAuth: 'Every GitHub account, by its primary email address, once that is verified.',
};

const STEPS: Readonly<Record<OAuthProviderView['provider'], readonly string[]>> = {
  GoogleOAuth: [
    'In the Google Cloud console choose a project, then open Google Auth Platform, Clients, and create a client of the type Web application.',
    'Add the redirect URI under Authorized redirect URIs.',
    'Copy client ID and client secret here. Google shows the secret only once.',
    'Under Audience choose External and publish the app. Until then only its test users get in, and everybody else is told that access is blocked.',
  ],
  MicrosoftOAuth: [
    'In the Microsoft Entra admin center open App registrations and make a new one, for personal Microsoft accounts only.',
    'Add the redirect URI under Authentication, for the platform Web.',
    'Copy the application ID here: it is the client ID. Make a client secret under Certificates & secrets, and copy its value, not its ID.',
    'Add the optional claims email, family_name and given_name to the ID token, under Token configuration.',
    'Note when the secret ends, after 24 months at the latest: sign-ins stop on that day unless a new one is saved here.',
  ],
  GitHubOAuth: [
    'In the developer settings of your GitHub organization make a new OAuth app.',
    'Enter the redirect URI as its authorization callback URL.',
    'Copy the client ID here, generate a client secret, and copy that as well.',
  ],
};
