import { Badge, Card, Code, DataList, Flex, Heading, Link, Text } from '@radix-ui/themes';
import { ArrowRight, KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { now } from '#lib/clock.ts';
import { env } from '#lib/env.ts';
import { testIdpEntityId, testIdpSsoUrl } from '#lib/test-idp/address.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { knownServiceProviders } from '#lib/test-idp-host/service-providers.ts';

export const metadata: Metadata = { title: 'Test identity provider' };

/** The app list, as an employee sees it at an identity provider: a tile begins an IdP-initiated sign-in. */
export default async function TestIdpHome({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  const idp = await openTestIdp(environmentId, now());
  if (!idp) notFound();
  const apps = await knownServiceProviders(idp);
  const origin = env().http.url;
  const settings = {
    'Metadata URL': `${testIdpEntityId(origin, environmentId)}/metadata`,
    'Entity ID': testIdpEntityId(origin, environmentId),
    'SSO URL': testIdpSsoUrl(origin, environmentId),
  };
  return (
    <Flex direction="column" gap="6">
      <div>
        <Heading as="h1" size="6">
          Your apps
        </Heading>
        <Text as="p" color="gray" mt="1">
          Open an app to sign in to it from here. This is IdP-initiated sign-in: the app did not ask for it.
        </Text>
      </div>
      {apps.length === 0 ? (
        <EmptyState title="No app uses this identity provider">
          Make a connection in the dashboard from the metadata URL below, then come back.
        </EmptyState>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2">
          {apps.map((app) => (
            <li key={app.connectionId}>
              <Card asChild size="2">
                <a href={`/test-idp/${environmentId}/sign-in?app=${app.connectionId}`}>
                  <Flex align="center" gap="3">
                    <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-[var(--accent-3)] text-[var(--accent-11)]">
                      <KeyRound size={20} aria-hidden />
                    </span>
                    <div className="min-w-0 grow">
                      <Text as="div" weight="medium" className="break-words">
                        {app.organizationName}
                      </Text>
                      <Text as="div" size="2" color="gray" className="break-words">
                        {app.name}
                      </Text>
                    </div>
                    <ArrowRight size={18} aria-hidden />
                  </Flex>
                  {(!app.accepts || app.idpInitiatedMode === 'off') && (
                    <Badge color="gray" mt="3">
                      {app.accepts ? 'IdP-initiated sign-in is off' : 'Connection is not active'}
                    </Badge>
                  )}
                </a>
              </Card>
              <Text as="p" size="2" mt="1">
                <Link href={`/test-idp/${environmentId}/sign-out?app=${app.connectionId}`} underline="always">
                  Sign somebody out of {app.organizationName}
                </Link>
              </Text>
            </li>
          ))}
        </ul>
      )}
      <section aria-labelledby="connect">
        <Heading as="h2" size="4" id="connect" mb="1">
          Connect something to it
        </Heading>
        <Text as="p" size="2" color="gray" mb="3">
          It is a complete SAML 2.0 identity provider with keys of its own. Any connection of this environment
          that has its entity ID appears above.
        </Text>
        <Card size="2">
          <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
            {Object.entries(settings).map(([label, value]) => (
              <DataList.Item key={label} align="center">
                <DataList.Label>{label}</DataList.Label>
                <DataList.Value className="min-w-0">
                  <Flex align="center" gap="2" minWidth="0">
                    <Code variant="ghost" className="min-w-0 break-all">
                      {value}
                    </Code>
                    <CopyButton value={value} label={`Copy ${label}`} />
                  </Flex>
                </DataList.Value>
              </DataList.Item>
            ))}
          </DataList.Root>
        </Card>
        <Text as="p" size="2" mt="3">
          <Link href={settings['Metadata URL']} underline="always">
            Show the metadata
          </Link>
        </Text>
      </section>
    </Flex>
  );
}
