'use client';

import { Flex } from '@radix-ui/themes';
import { saveSignInSettingsAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { SelectInput } from '#components/ui/select-input.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import type { IdpInitiatedUse } from '#lib/connections/idp-initiated-use.ts';
import { NAME_ID_FORMATS } from '#lib/saml/name-id.ts';
import { BINDINGS } from './bindings.ts';
import { IdpInitiatedInput } from './idp-initiated-input.tsx';

/** How a sign-in is asked for and what is tolerated in its answer. */
export function SignInSettings({
  connection,
  environmentId,
  used,
}: {
  connection: ConnectionView;
  environmentId: string;
  used: IdpInitiatedUse;
}) {
  const { settings, identityProvider } = connection;
  return (
    <ActionForm action={saveSignInSettingsAction} environmentId={environmentId} keepValues>
      <input type="hidden" name="connectionId" value={connection.id} />
      <Flex direction="column" gap="5">
        <IdpInitiatedInput initial={settings.idpInitiatedMode} used={used} />
        <SwitchInput
          name="force_authn"
          label="Ask for credentials every time"
          initial={settings.forceAuthn}
          help="Sends ForceAuthn, so that the identity provider asks again even if the person is signed in there. Apps can ask for it per sign-in with prompt=login."
        />
        <SwitchInput
          name="login_hint_in_subject"
          label="Send the login hint as Subject"
          initial={settings.loginHintInSubject}
          help="Puts the login_hint of your app into the request, so that the person need not type the address again. Some identity providers, Microsoft Entra ID among them, refuse requests with a Subject."
        />
        <SwitchInput
          name="hold_new_ids"
          label="Hold sign-ins with a new ID for a known email address"
          initial={settings.holdNewIds}
          help="Off, such a person comes in with a new profile, and the Attributes tab lists them to be linked. On, they are refused until you have linked them or said that they are somebody else. Turn it on before the customer moves to another identity provider, so that nobody starts with an empty account."
        />
        <SelectInput
          name="name_id_format"
          label="NameID format"
          initial={settings.nameIdFormat ?? 'none'}
          choices={[
            { value: 'none', label: 'Do not ask for one' },
            ...Object.entries(NAME_ID_FORMATS).map(([value, label]) => ({ value, label })),
          ]}
          help="Persistent is best where the NameID identifies people: it stays when an email address changes. Some identity providers refuse a format they do not issue."
        />
        {identityProvider && (
          <SelectInput
            name="idp_sso_binding"
            label="Request binding"
            initial={identityProvider.ssoBinding}
            choices={BINDINGS}
            help={
              identityProvider.metadataUrl === null
                ? 'How the request travels to the SSO URL. Change it only if the identity provider asks for HTTP-POST.'
                : 'How the request travels to the SSO URL. Changing it keeps the current values and stops following the metadata URL.'
            }
          />
        )}
        <div className="max-w-md">
          <TextInput
            name="clock_tolerance_seconds"
            label="Clock tolerance in seconds"
            initial={String(settings.clockToleranceSeconds)}
            inputMode="numeric"
            autoComplete="off"
            help="How far the identity provider’s clock may differ from ours, 0 to 300. 60 does for servers that set their clocks by the network; more means that an intercepted response stays usable for longer."
          />
        </div>
        <Flex>
          <SubmitButton>Save settings</SubmitButton>
        </Flex>
      </Flex>
    </ActionForm>
  );
}
