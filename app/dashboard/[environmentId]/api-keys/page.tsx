import { Card, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { CreateKey } from '#components/api-keys/create-key.tsx';
import { KeyTable } from '#components/api-keys/key-table.tsx';
import { KeyRotation } from '#components/api-keys/rotate-key.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { listApiKeys } from '#lib/workspace/api-keys.ts';
import { create, expire, reveal, revoke, rotate } from './actions.ts';

export const metadata: Metadata = { title: 'API keys' };

const SOON_MS = 14 * 24 * 60 * 60 * 1000;

/** What an app needs to talk to this environment: its client ID and its keys. */
export default async function ApiKeys({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'api_keys:read');
  const { kind, clientId } = admin.environment;
  const keys = (await listApiKeys(admin)).map((key) => ({
    ...key,
    expiresSoon:
      key.state === 'active' &&
      key.expiresAt !== null &&
      Date.parse(key.expiresAt) - admin.now.getTime() < SOON_MS,
  }));
  const mayWrite = admin.may('api_keys:write');
  const createKey = mayWrite && !admin.locked && (
    <CreateKey environmentId={environmentId} kind={kind} create={create} />
  );
  return (
    <>
      <PageHeader
        title="API keys"
        docs="api-keys"
        description={
          kind === 'staging'
            ? 'Your servers use a key to exchange codes and to call the API. Staging keys can be shown again.'
            : 'Your servers use a key to exchange codes and to call the API. A production key is shown once, when it is created.'
        }
        // Always in this place: were it also in the empty list, the dialog with the first key would vanish with it.
        actions={createKey}
      />
      <div className="flex flex-col gap-5">
        <Card size="2" className="max-w-xl">
          <CopyField label="Client ID" value={clientId} />
          <Text as="p" size="1" color="gray" mt="2">
            Names this environment in sign-in links. It is not a secret.
          </Text>
        </Card>
        {keys.length === 0 ? (
          <EmptyState title="No API key yet" docs="api-keys">
            {admin.locked
              ? 'Production is locked. Keys can be created once billing information is added; staging keys work meanwhile.'
              : mayWrite
                ? 'Create one, above, for each server that signs people in or calls the API.'
                : 'Your role may look at keys here, not create them. Ask a Developer or an Admin of your workspace.'}
          </EmptyState>
        ) : (
          <KeyRotation environmentId={environmentId} kind={kind} rotate={rotate}>
            <KeyTable
              keys={keys}
              kind={kind}
              environmentId={environmentId}
              actions={mayWrite ? { reveal, expire, revoke } : null}
              mayRotate={!admin.locked}
            />
          </KeyRotation>
        )}
      </div>
    </>
  );
}
