'use client';

import { Flex } from '@radix-ui/themes';
import { saveServiceProviderAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';

/** Values of a former service provider that the identity provider goes on using. */
export function ServiceProviderOverrides({
  connection,
  environmentId,
}: {
  connection: ConnectionView;
  environmentId: string;
}) {
  const { serviceProvider } = connection;
  return (
    <ActionForm action={saveServiceProviderAction} environmentId={environmentId} keepValues>
      <input type="hidden" name="connectionId" value={connection.id} />
      <TextInput
        name="sp_entity_id"
        label="SP entity ID"
        initial={serviceProvider.entityIdOverride ?? ''}
        placeholder={serviceProvider.ownEntityId}
        autoComplete="off"
        spellCheck={false}
        help="Empty for ours. Responses must name exactly this value as their audience."
      />
      <TextInput
        name="acs_url"
        label="ACS URL"
        type="url"
        initial={serviceProvider.acsUrlOverride ?? ''}
        placeholder={serviceProvider.ownAcsUrl}
        autoComplete="off"
        spellCheck={false}
        help={`Empty for ours. Whatever answers at another address has to pass the form on, unchanged, to ${serviceProvider.ownAcsUrl}`}
      />
      <Flex>
        <SubmitButton>Save service provider</SubmitButton>
      </Flex>
    </ActionForm>
  );
}
