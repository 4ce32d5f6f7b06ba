import { Badge, Card, Flex, Heading, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { restoreVersionAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Time } from '#components/ui/time.tsx';
import type { VersionView } from '#lib/connections/connection-history.ts';
import type { SettingChange } from '#lib/connections/version-difference.ts';

/** Versions of a connection's settings, newest first, each with what it changed and the way back to it. */
export function VersionList({
  history,
  connectionId,
  environmentId,
  mayRestore,
  path,
  paged,
}: {
  history: { versions: readonly VersionView[]; older: number | null };
  connectionId: string;
  environmentId: string;
  mayRestore: boolean;
  path: string;
  /** Whether the list begins below the newest version. */
  paged: boolean;
}) {
  const { versions, older } = history;
  if (versions.length === 0) {
    return (
      <EmptyState title="No versions here">
        Every change of this connection, its organization’s domains and its attribute mapping is kept as a
        version, from the first one on.
      </EmptyState>
    );
  }
  return (
    <>
      <Text as="p" size="2" color="gray" mb="3" className="max-w-prose">
        Everything that decides over a sign-in, version by version: the settings of this connection, its
        certificates and keys, the domains of its organization, and the custom attributes of the environment.
      </Text>
      <ol aria-label="Versions" className="m-0 flex list-none flex-col gap-3 p-0">
        {versions.map((version, index) => (
          <li key={version.number} id={`v${version.number}`} className="scroll-mt-4">
            <Card size="2" className="target:outline-2">
              <Flex justify="between" align="start" gap="3" wrap="wrap">
                <div className="min-w-0 flex-1 basis-64">
                  <Flex align="center" gap="2" wrap="wrap">
                    <Heading as="h2" size="3">
                      Version {version.number}
                    </Heading>
                    {index === 0 && !paged && <Badge color="green">In use</Badge>}
                    {version.restoredFrom !== null && (
                      <Badge color="gray">Restored version {version.restoredFrom}</Badge>
                    )}
                  </Flex>
                  <Text as="p" size="1" color="gray" mt="1" className="[overflow-wrap:anywhere]">
                    {version.author.name}
                    {version.author.type === 'api_key' && ' (API key)'}
                    {version.author.type === 'system' && ' (Gatehouse)'}, <Time value={version.at} seconds />
                  </Text>
                  {version.reason && (
                    <Text as="p" size="2" mt="1" className="max-w-prose [overflow-wrap:anywhere]">
                      “{version.reason}”
                    </Text>
                  )}
                  {version.effect && (
                    <Text
                      as="p"
                      size="1"
                      color="gray"
                      mt="1"
                      className="max-w-prose [overflow-wrap:anywhere]"
                    >
                      Checked when it was saved: {version.effect.sentence}
                      {version.effect.confirmed !== null &&
                        ` Saved all the same, by typing “${version.effect.confirmed}”.`}
                    </Text>
                  )}
                </div>
                {mayRestore && version.restoring && (
                  <Restore version={version} connectionId={connectionId} environmentId={environmentId} />
                )}
              </Flex>
              {version.changes && version.changes.length > 0 && (
                <div className="mt-3">
                  <Changes changes={version.changes} />
                </div>
              )}
              {version.changes === null && (
                <Text as="p" size="2" color="gray" mt="2">
                  The first version that was kept.
                </Text>
              )}
            </Card>
          </li>
        ))}
      </ol>
      <Pager
        newerHref={paged ? path : null}
        olderHref={older === null ? null : `${path}?${new URLSearchParams({ below: `${older}` })}`}
      />
    </>
  );
}

function Restore({
  version,
  connectionId,
  environmentId,
}: {
  version: VersionView;
  connectionId: string;
  environmentId: string;
}) {
  const shared = version.restoring?.some(({ label }) => /organization/.test(label)) ?? false;
  const environment = version.restoring?.filter(({ label }) => /environment/.test(label)) ?? [];
  const changes = version.restoring?.filter((change) => !environment.includes(change)) ?? [];
  if (changes.length === 0) {
    return (
      <Text as="p" size="1" color="gray" className="max-w-48">
        Differs only in the custom attributes of the environment: change them under{' '}
        <Link
          href={`/dashboard/${environmentId}/configuration/attributes`}
          className="text-(--accent-11) underline"
        >
          Configuration
        </Link>
        .
      </Text>
    );
  }
  return (
    <FormDialog
      trigger={{
        label: 'Restore',
        name: `version ${version.number}`,
        variant: 'soft',
        color: 'gray',
        size: '1',
      }}
      title={`Restore version ${version.number}?`}
      description={`The settings become what they were then, as a new version, from the next sign-in on.${
        shared ? ' The domains belong to the organization, so its other connections change with them.' : ''
      }${environment.length > 0 ? ' Custom attributes belong to the environment and stay as they are now.' : ''}`}
      action={restoreVersionAction}
      environmentId={environmentId}
      submitLabel="Restore"
    >
      <input type="hidden" name="connectionId" value={connectionId} />
      <input type="hidden" name="number" value={version.number} />
      <Changes changes={changes} />
      <TextInput name="change_reason" label="Reason (optional)" autoComplete="off" maxLength={500} />
    </FormDialog>
  );
}

/** What was and what is, one setting a line. */
export function Changes({ changes }: { changes: readonly SettingChange[] }) {
  return (
    <dl className="m-0 flex flex-col gap-2">
      {changes.map(({ label, before, after }) => (
        <div key={label} className="min-w-0">
          <dt className="text-(length:--font-size-1) text-(--gray-11)">{label}</dt>
          <dd className="m-0 mt-0.5 flex flex-col gap-0.5 text-(length:--font-size-2)">
            {before.length + after.length === 0 && <Text color="gray">In another order</Text>}
            {before.map((value) => (
              <Side key={value} sign="−" word="Removed" value={value} tone="red" />
            ))}
            {after.map((value) => (
              <Side key={value} sign="+" word="Added" value={value} tone="green" />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Side({
  sign,
  word,
  value,
  tone,
}: {
  sign: string;
  word: string;
  value: string;
  tone: 'red' | 'green';
}) {
  return (
    <div className="flex gap-2">
      <Text color={tone} className="w-3 shrink-0 text-center font-medium">
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{word}:</span>
      </Text>
      <span className="min-w-0 [overflow-wrap:anywhere]">{value}</span>
    </div>
  );
}
