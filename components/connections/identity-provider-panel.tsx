'use client';

import { Badge, Button, Flex, Text } from '@radix-ui/themes';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { refreshMetadataAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';

// Once a connection is configured, the form is for those who change it: fetched then.
const IdentityProviderForm = dynamic(() =>
  import('./identity-provider-form.tsx').then((module) => module.IdentityProviderForm),
);

/** The identity provider as it is configured, or the form that configures it. */
export function IdentityProviderPanel({
  connection,
  progress,
  environmentId,
  mayWrite,
  locked,
}: {
  connection: ConnectionView;
  /** What came of following the metadata URL. */
  progress?: ReactNode;
  environmentId: string;
  mayWrite: boolean;
  /** Production is locked: what would make the connection usable cannot be entered yet. */
  locked: boolean;
}) {
  const [editing, setEditing] = useState(false);
  const { identityProvider, isConfigured } = connection;
  const waiting = locked && !isConfigured;
  const form = mayWrite && !waiting && (editing || !isConfigured);
  const builtIn = connection.type === 'TestIdp';
  return (
    <SectionCard
      id="identity-provider"
      title="Identity Provider"
      badge={isConfigured ? null : <Badge color="gray">Not configured</Badge>}
      description={
        isConfigured
          ? 'Where people are sent to sign in, and whose responses are believed.'
          : 'What the customer’s IT admin sends back. Whatever you enter is shown to you before it is saved.'
      }
      actions={
        mayWrite &&
        isConfigured &&
        !editing && (
          <Button variant="soft" onClick={() => setEditing(true)}>
            Change
          </Button>
        )
      }
    >
      {form ? (
        <IdentityProviderForm
          connection={connection}
          environmentId={environmentId}
          {...(isConfigured ? { onDone: () => setEditing(false) } : {})}
        />
      ) : identityProvider ? (
        <Flex direction="column" gap="4">
          {identityProvider.entityId !== null && (
            <CopyField label="Identity provider entity ID" value={identityProvider.entityId} />
          )}
          {identityProvider.ssoUrl !== null && (
            <CopyField
              label={`SSO URL, by ${identityProvider.ssoBinding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect'}`}
              value={identityProvider.ssoUrl}
            />
          )}
          {identityProvider.sloUrl !== null && (
            <CopyField
              label={`Logout URL, by ${identityProvider.sloBinding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect'}`}
              value={identityProvider.sloUrl}
            />
          )}
          {identityProvider.metadataUrl !== null ? (
            <>
              <CopyField label="Metadata URL" value={identityProvider.metadataUrl} />
              {progress}
              {mayWrite && (
                <ActionForm action={refreshMetadataAction} environmentId={environmentId}>
                  <input type="hidden" name="connectionId" value={connection.id} />
                  <Flex>
                    <SubmitButton variant="soft">Fetch metadata again</SubmitButton>
                  </Flex>
                </ActionForm>
              )}
            </>
          ) : (
            !builtIn && (
              <Text as="p" size="2" color="gray">
                Entered by hand or from a file: a new certificate has to be added here before the identity
                provider starts to sign with it.
              </Text>
            )
          )}
        </Flex>
      ) : (
        <Text as="p" size="2" color="gray">
          {waiting
            ? 'Production is locked. The identity provider can be entered here once billing information is added; try it in a staging environment meanwhile.'
            : 'Nothing has been entered yet.'}
        </Text>
      )}
    </SectionCard>
  );
}
