import { Badge, DataList, Flex, Text } from '@radix-ui/themes';
import { saveOidcAction, saveOidcSignInAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { SelectInput } from '#components/ui/select-input.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import type { ConnectionView, OidcView } from '#lib/connections/connection-view.ts';

type Props = { connection: ConnectionView; oidc: OidcView; environmentId: string; mayWrite: boolean };

/** What the customer gave back: which OpenID provider it is, and what we are to it. */
export function OidcForm({ connection, oidc, environmentId, mayWrite }: Props) {
  const { saved } = oidc;
  return (
    <SectionCard
      id="identity-provider"
      title="Identity Provider"
      description={
        saved
          ? 'Saving reads the discovery document anew.'
          : 'Enter what the customer’s IT admin sends back. The discovery document is read when you save.'
      }
      badge={saved ? <Badge color="green">Configured</Badge> : <Badge color="gray">Not configured</Badge>}
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="min-w-0">
          {mayWrite ? (
            <ActionForm action={saveOidcAction} environmentId={environmentId} keepValues>
              <input type="hidden" name="connectionId" value={connection.id} />
              <TextInput
                name="discovery_endpoint"
                label="Discovery endpoint"
                initial={saved?.discoveryEndpoint ?? oidc.usualDiscoveryEndpoint ?? ''}
                placeholder="https://idp.example.com/.well-known/openid-configuration"
                autoComplete="off"
                spellCheck={false}
              />
              <TextInput
                name="client_id"
                label="Client ID"
                initial={saved?.clientId ?? ''}
                autoComplete="off"
                spellCheck={false}
              />
              <TextInput
                // A saved secret must not stay in the page.
                key={connection.updatedAt}
                name="client_secret"
                label="Client secret"
                type="password"
                autoComplete="off"
                placeholder={saved ? 'Stored' : undefined}
                help={
                  saved
                    ? 'Nobody can see it again. Leave this empty to keep it; another discovery endpoint needs it once more.'
                    : 'Kept encrypted, and never shown again.'
                }
              />
              <SelectInput
                name="token_authentication_method"
                label="Client authentication"
                initial={saved?.tokenAuth ?? 'any'}
                choices={[
                  { value: 'any', label: 'As the identity provider prefers' },
                  { value: 'client_secret_basic', label: 'In the header (client_secret_basic)' },
                  { value: 'client_secret_post', label: 'In the form (client_secret_post)' },
                ]}
                help="How we prove who we are when we trade a code. Change it only if the identity provider asks for one."
              />
              <Flex>
                <SubmitButton>Save identity provider</SubmitButton>
              </Flex>
            </ActionForm>
          ) : (
            <Facts
              lines={[
                ['Discovery endpoint', saved?.discoveryEndpoint ?? ''],
                ['Client ID', saved?.clientId ?? ''],
                ['Client secret', saved ? 'Stored' : ''],
              ]}
            />
          )}
        </div>
        {saved && (
          <div className="min-w-0">
            <Text as="p" size="2" weight="medium" mb="2">
              What its discovery document says
            </Text>
            <Facts
              lines={[
                ['Issuer', saved.issuer],
                [
                  'Single logout',
                  saved.hasLogout
                    ? 'Possible'
                    : 'Not possible: it names no revocation_endpoint or no end_session_endpoint.',
                ],
              ]}
            />
          </div>
        )}
      </div>
    </SectionCard>
  );
}

/** How a sign-in at an OpenID provider is asked for, and what is done with who comes back. */
export function OidcSignIn({ connection, environmentId, mayWrite }: Omit<Props, 'oidc'>) {
  const { settings } = connection;
  const onOff = (on: boolean) => (on ? 'On' : 'Off');
  return (
    <SectionCard title="Sign-in" description="How people are sent to the identity provider.">
      {mayWrite ? (
        <ActionForm action={saveOidcSignInAction} environmentId={environmentId} keepValues>
          <input type="hidden" name="connectionId" value={connection.id} />
          <Flex direction="column" gap="5">
            <SwitchInput
              name="force_authn"
              label="Ask for credentials every time"
              initial={settings.forceAuthn}
              help="Sends prompt, so that the identity provider asks again even if the person is signed in there. Apps can ask for it per sign-in with prompt=login."
            />
            <SwitchInput
              name="hold_new_ids"
              label="Hold sign-ins with a new ID for a known email address"
              initial={settings.holdNewIds}
              help="Off, such a person comes in with a new profile, and the Attributes tab lists them to be linked. On, they are refused until you have linked them or said that they are somebody else."
            />
            <Flex>
              <SubmitButton>Save settings</SubmitButton>
            </Flex>
          </Flex>
        </ActionForm>
      ) : (
        <Facts
          lines={[
            ['Ask for credentials every time', onOff(settings.forceAuthn)],
            ['Hold sign-ins with a new ID', onOff(settings.holdNewIds)],
          ]}
        />
      )}
    </SectionCard>
  );
}

function Facts({ lines }: { lines: readonly (readonly [label: string, value: string])[] }) {
  return (
    <DataList.Root size="2" orientation={{ initial: 'vertical', sm: 'horizontal' }}>
      {lines.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.Label minWidth="130px">{label}</DataList.Label>
          <DataList.Value>
            <span className="[overflow-wrap:anywhere]">{value || <Text color="gray">None</Text>}</span>
          </DataList.Value>
        </DataList.Item>
      ))}
    </DataList.Root>
  );
}
