import { Button, Flex, Link, Table, Text } from '@radix-ui/themes';
import { Play } from 'lucide-react';
import type { Metadata } from 'next';
import NextLink from 'next/link';
import { notFound } from 'next/navigation';
import { ConnectionStateBadge } from '#components/connections/connection-state-badge.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ErrorTests } from '#components/test-sso/error-tests.tsx';
import { RecentTests } from '#components/test-sso/recent-tests.tsx';
import { ScenarioCard } from '#components/test-sso/scenario-card.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { env } from '#lib/env.ts';
import { recentTestOutcomes } from '#lib/sso/test-outcome.ts';
import { testIdpEntityId } from '#lib/test-idp/address.ts';
import { FAULTS } from '#lib/test-idp/faults.ts';
import { SCENARIOS, scenarioQuery } from '#lib/test-idp-host/scenarios.ts';
import { testSsoView } from '#lib/test-idp-host/test-sso-view.ts';

export const metadata: Metadata = { title: 'Test SSO' };

/** Ready scenarios against the test identity provider, each of the five errors, and a test for any connection. */
export default async function TestSso({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'test_sso:use');
  if (admin.environment.kind !== 'staging') notFound();
  const view = await testSsoView(admin);
  const recent = await recentTestOutcomes(admin, 5);
  const base = `/dashboard/${environmentId}`;
  const testIdp = `/test-idp/${environmentId}`;
  const start = (connectionId: string) => `${base}/test-sso/start?connection=${connectionId}`;
  return (
    <>
      <PageHeader
        title="Test SSO"
        docs="launch-checklist"
        description="Try sign-ins before your customers do. The test identity provider is a complete one with people of its own, and it can make every mistake a real one makes."
        actions={
          <Button asChild variant="soft">
            <a href={testIdp} target="_blank" rel="noreferrer">
              Open the test identity provider
            </a>
          </Button>
        }
      />
      <Flex direction="column" gap="5">
        {view.testConnection === null ? (
          <EmptyState
            title="No connection uses the test identity provider"
            action={
              <Button asChild>
                <NextLink href={`${base}/organizations`}>Choose an organization</NextLink>
              </Button>
            }
          >
            The scenarios need one. Create a SAML connection under an organization from this metadata URL:{' '}
            {testIdpEntityId(env().http.url, environmentId)}/metadata
          </EmptyState>
        ) : (
          <>
            <SectionCard
              title="Scenarios"
              description={`What every app should have been through before it goes live. They run against ${view.testConnection.organizationName} and leave sessions you can look into.`}
            >
              <div className="grid gap-3 md:grid-cols-2">
                {SCENARIOS.map((scenario, index) => {
                  const atIdp = scenario.begins === 'identity_provider';
                  const { connectionId } = view.testConnection ?? { connectionId: '' };
                  return (
                    <ScenarioCard
                      key={scenario.id}
                      scenario={scenario}
                      number={index + 1}
                      href={
                        atIdp
                          ? `${testIdp}/sign-in?app=${connectionId}`
                          : `${start(connectionId)}&${scenarioQuery(scenario.id)}`
                      }
                      parameters={
                        atIdp
                          ? {
                              RelayState: 'empty',
                              'Default redirect URI': view.defaultRedirectUri ?? 'none is set',
                            }
                          : {
                              Connection: connectionId,
                              'Response of the identity provider':
                                scenario.fault === null ? 'good' : FAULTS[scenario.fault].title.toLowerCase(),
                            }
                      }
                    />
                  );
                })}
              </div>
            </SectionCard>
            <SectionCard
              title="The five errors"
              description="Each button signs in with one mistake and shows how the session explains it."
            >
              <ErrorTests start={start(view.testConnection.connectionId)} />
              <Text as="p" size="2" color="gray">
                {Object.keys(FAULTS).length} mistakes in all are on the{' '}
                <Link
                  href={`${start(view.testConnection.connectionId)}&${scenarioQuery('sp_initiated')}`}
                  underline="always"
                >
                  sign-in page of the test identity provider
                </Link>
                .
              </Text>
            </SectionCard>
          </>
        )}
        <SectionCard title="Latest tests" description="Also under Sessions, with the origin Test.">
          {recent.length === 0 ? (
            <Text as="p" size="2" color="gray">
              Nothing has been tried yet. Run a scenario above.
            </Text>
          ) : (
            <RecentTests outcomes={recent} base={base} />
          )}
        </SectionCard>
        <SectionCard
          title="Test another identity provider"
          description="Signs you in through a connection as one of its users would, and ends on this dashboard instead of your app. The connection must be active or waiting for its first sign-in."
        >
          {view.others.length === 0 ? (
            <Text as="p" size="2" color="gray">
              There is no other connection yet. Create one under{' '}
              <Link asChild underline="always">
                <NextLink href={`${base}/organizations`}>Organizations</NextLink>
              </Link>
              , set up its identity provider, then come back and test it here.
            </Text>
          ) : (
            <Table.Root variant="surface">
              <Table.Header>
                <Table.Row>
                  <Table.ColumnHeaderCell>Connection</Table.ColumnHeaderCell>
                  <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
                  <Table.ColumnHeaderCell>
                    <span className="sr-only">Action</span>
                  </Table.ColumnHeaderCell>
                </Table.Row>
              </Table.Header>
              <Table.Body>
                {view.others.map((one) => (
                  <Table.Row key={one.id} align="center">
                    <Table.RowHeaderCell>
                      <Link asChild size="2" weight="medium">
                        <NextLink href={`${base}/connections/${one.id}`}>{one.name}</NextLink>
                      </Link>
                      <Text as="p" size="1" color="gray">
                        {one.organizationName}
                      </Text>
                    </Table.RowHeaderCell>
                    <Table.Cell>
                      <ConnectionStateBadge state={one.state} />
                    </Table.Cell>
                    <Table.Cell justify="end">
                      {one.accepts ? (
                        <Button asChild variant="soft" color="gray">
                          <a href={start(one.id)} aria-label={`Test ${one.name}`}>
                            <Play size={14} aria-hidden />
                            Test
                          </a>
                        </Button>
                      ) : (
                        <Text size="2" color="gray">
                          Not active
                        </Text>
                      )}
                    </Table.Cell>
                  </Table.Row>
                ))}
              </Table.Body>
            </Table.Root>
          )}
        </SectionCard>
        {view.testConnection && (
          <SectionCard
            title="From your own app"
            description="Send a browser to this address, from code or by hand. The answer arrives at the redirect URI, which must be registered under Redirects."
          >
            <CopyField label="Authorization URL" value={view.authorizationUrl} />
            <Text as="p" size="2" color="gray">
              The{' '}
              <Link href="/example" underline="always">
                example app
              </Link>{' '}
              does exactly that with the official SDK and shows its code.
            </Text>
          </SectionCard>
        )}
      </Flex>
    </>
  );
}
