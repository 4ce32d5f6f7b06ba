import { Button, Code, Flex, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import {
  Advice,
  AttributeMapping,
  AttributeNames,
  CustomAttributeMapping,
  CustomAttributeNames,
} from '#components/connections/attribute-mapping.tsx';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { NewIdentities } from '#components/connections/new-identities.tsx';
import { Reconciliation } from '#components/connections/reconciliation.tsx';
import { SeenAttributes } from '#components/connections/seen-attributes.tsx';
import { LoadedFrom } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { connectionPage } from '#lib/connections/connection-page.ts';
import { customAttributeMapping } from '#lib/connections/custom-attribute-mapping.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { queryText } from '#lib/dashboard/list-query.ts';
import { newIdentities } from '#lib/sso/new-identities.ts';
import { reconciliationView } from '#lib/sso/reconcile-profiles.ts';
import { mappingEvidence } from '#lib/sso/recorded-responses.ts';

export const metadata: Metadata = { title: 'Attributes' };

type Props = {
  params: Promise<{ environmentId: string; connectionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** From what the identity provider sends to what the app gets. */
export default async function ConnectionAttributesPage({ params, searchParams }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const found = await connectionPage(admin, connectionId);
  if (!found) notFound();
  const { connection, profiles } = found;
  const custom = await customAttributeMapping(admin, connectionId);
  if (!custom) notFound();
  const query = await searchParams;
  const reveal = queryText(query, 'values') === 'shown';
  const numberOf = (name: string) => Number(queryText(query, name)) || 1;
  const [evidence, reconciliation, identities] = await Promise.all([
    mappingEvidence(admin, { connectionId, reveal }),
    reconciliationView(admin, { connectionId, reveal, page: numberOf('profiles') }),
    newIdentities(admin, { connectionId, reveal, page: numberOf('people') }),
  ]);
  if (!evidence || !reconciliation || !identities) notFound();
  const older = await admin.data.connectionList.recentAttributeNames(connectionId);
  const seen = [...new Set([...evidence.seen.map(({ name }) => name), ...older])];
  const { recommendations, responses } = evidence;
  const base = `/dashboard/${environmentId}`;
  const preview = { responses, reveal, sessionsPath: `${base}/sessions` };
  const mayWrite = admin.may('connections:write') && !found.held;
  const path = `${base}/connections/${connectionId}/attributes`;
  const pageHref = (name: string) => (page: number) =>
    `${path}?${new URLSearchParams({ ...(reveal ? { values: 'shown' } : {}), [name]: String(page) })}`;
  return (
    <LoadedFrom version={connection.version}>
      <ConnectionHeader
        connection={connection}
        environmentId={environmentId}
        current="attributes"
        mayWrite={mayWrite}
        locked={admin.locked}
        mayTest={admin.may('test_sso:use')}
        profiles={profiles}
        history={historyHref(admin, connection.id)}
        signsTeamIn={found.signsTeamIn}
      />
      <Flex direction="column" gap="5">
        <NewIdentities
          view={identities}
          connectionId={connectionId}
          environmentId={environmentId}
          pageHref={pageHref('people')}
          mayWrite={mayWrite}
        />
        <SectionCard
          title="Profile attributes"
          description={`Each field of a profile is read from the first attribute below that ${connection.typeLabel} sends. Map a field only if it arrives under another name: then that attribute alone is read, and a sign-in without it fails.`}
        >
          {mayWrite ? (
            <AttributeMapping
              attributes={connection.attributes}
              seen={seen}
              recommendations={recommendations}
              preview={preview}
              connectionId={connection.id}
              environmentId={environmentId}
            />
          ) : (
            <ul className="divide-y divide-(--gray-a4)">
              {connection.attributes.map((attribute) => (
                <li key={attribute.field} className="grid gap-2 py-3 md:grid-cols-2">
                  <Text size="2" weight="medium">
                    {attribute.label}
                    {attribute.mappedTo !== null && ` is read only from ${attribute.mappedTo}`}
                  </Text>
                  <AttributeNames attribute={attribute} />
                  <Advice recommendations={recommendations} field={attribute.field} />
                </li>
              ))}
            </ul>
          )}
        </SectionCard>
        <SectionCard
          title="Custom attributes"
          description="What profiles carry in custom_attributes: the predefined attributes that are switched on, and your own. Map one only if it arrives under another name."
          actions={
            admin.may('attributes:read') && (
              <Button asChild variant="soft" color="gray">
                <Link href={`/dashboard/${environmentId}/configuration/attributes`}>
                  Define attributes<span className="sr-only"> for this environment</span>
                </Link>
              </Button>
            )
          }
        >
          {custom.defined.length === 0 ? (
            <Text as="p" size="2" color="gray">
              This environment defines none yet.
            </Text>
          ) : mayWrite ? (
            <CustomAttributeMapping
              attributes={custom.defined}
              seen={seen}
              recommendations={recommendations}
              preview={preview}
              connectionId={connection.id}
              environmentId={environmentId}
            />
          ) : (
            <ul className="divide-y divide-(--gray-a4)">
              {custom.defined.map((attribute) => (
                <li key={attribute.name} className="grid gap-2 py-3 md:grid-cols-2">
                  <Text size="2" weight="medium" className="[overflow-wrap:anywhere]">
                    {attribute.name}
                    {attribute.mappedTo !== null && ` is read only from ${attribute.mappedTo}`}
                  </Text>
                  <CustomAttributeNames attribute={attribute} />
                  <Advice recommendations={recommendations} field={attribute.name} />
                </li>
              ))}
            </ul>
          )}
          {custom.passedOn.length > 0 && (
            <div>
              <Text as="p" size="2" mb="2">
                Mapped through the API without being defined. They are passed on as received:
              </Text>
              <ul className="list-disc pl-5 text-sm">
                {custom.passedOn.map(({ name, source }) => (
                  <li key={name} className="[overflow-wrap:anywhere]">
                    <Code>{name}</Code> from <Code>{source}</Code>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </SectionCard>
        <Reconciliation
          view={reconciliation}
          pageHref={pageHref('profiles')}
          connectionId={connectionId}
          environmentId={environmentId}
          mayWrite={mayWrite}
        />
        <SeenAttributes
          evidence={evidence}
          reveal={reveal}
          path={path}
          namesOnly={responses === 0 ? older : []}
        />
      </Flex>
    </LoadedFrom>
  );
}
