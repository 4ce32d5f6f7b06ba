import { Button, Callout, Code, DataList, Flex, Text } from '@radix-ui/themes';
import { CircleCheck, CircleX, Info } from 'lucide-react';
import type { Metadata } from 'next';
import NextLink from 'next/link';
import { notFound } from 'next/navigation';
import { PageHeader } from '#components/layout/page-header.tsx';
import { CodeSample } from '#components/overview/code-sample.tsx';
import { OutcomeBadge } from '#components/test-sso/outcome-badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { AUTHORIZE_ERRORS, type AuthorizeErrorCode } from '#lib/oauth/errors.ts';
import { isOver, type TestOutcome, testOutcome } from '#lib/sso/test-outcome.ts';
import { scenarioQuery, triedScenario } from '#lib/test-idp-host/scenarios.ts';

export const metadata: Metadata = { title: 'Test result' };

type Props = {
  params: Promise<{ environmentId: string; sessionId: string }>;
  searchParams: Promise<{ error?: string | string[] }>;
};

/** How a test login ended: what was expected, what happened, what an app would have been told. */
export default async function TestResult({ params, searchParams }: Props) {
  const { environmentId, sessionId } = await params;
  const admin = await adminPage(environmentId, 'test_sso:use');
  const outcome = await testOutcome(admin, sessionId);
  if (!outcome) notFound();
  const { error } = await searchParams;
  const told = typeof error === 'string' && Object.hasOwn(AUTHORIZE_ERRORS, error) ? error : null;
  const tried = triedScenario(outcome.scenario, outcome.guestsAllowed);
  const base = `/dashboard/${environmentId}`;
  return (
    <>
      <PageHeader
        title={tried ? `Test result: ${tried.title}` : 'Test result'}
        badge={<OutcomeBadge state={outcome.state} size="2" />}
        description={
          outcome.connection &&
          `Through ${outcome.connection.name} of ${outcome.connection.organizationName}.`
        }
        actions={
          <>
            {admin.environment.kind === 'staging' && (
              <Button asChild variant="soft" color="gray">
                <NextLink href={`${base}/test-sso`}>All tests</NextLink>
              </Button>
            )}
            {outcome.connection && (
              <Button asChild variant="soft">
                <a
                  href={`${base}/test-sso/start?connection=${outcome.connection.id}&${scenarioQuery(outcome.scenario)}`}
                >
                  Run it again
                </a>
              </Button>
            )}
            {admin.may('sessions:read') && (
              <Button asChild>
                <NextLink href={`${base}/sessions/${outcome.sessionId}`}>Open the session</NextLink>
              </Button>
            )}
          </>
        }
      />
      <Flex direction="column" gap="5">
        <Verdict outcome={outcome} />
        {outcome.failure && (
          <SectionCard title="What happened">
            <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
              {outcome.error && (
                <DataList.Item>
                  <DataList.Label>Error</DataList.Label>
                  <DataList.Value>
                    <Text weight="medium">{outcome.error}</Text>
                  </DataList.Value>
                </DataList.Item>
              )}
              <DataList.Item>
                <DataList.Label>Reason</DataList.Label>
                <DataList.Value>
                  <div>
                    <Text as="p" weight="medium">
                      {outcome.failure.title}
                    </Text>
                    <Text as="p" mt="1">
                      {outcome.failure.happened}
                    </Text>
                  </div>
                </DataList.Value>
              </DataList.Item>
              {outcome.failure.evidence.map(({ label, value }) => (
                <DataList.Item key={label}>
                  <DataList.Label>{label}</DataList.Label>
                  <DataList.Value className="min-w-0">
                    <Code variant="ghost" className="min-w-0 break-all">
                      {value}
                    </Code>
                  </DataList.Value>
                </DataList.Item>
              ))}
            </DataList.Root>
          </SectionCard>
        )}
        {told && (
          <SectionCard
            title="What an app receives"
            description="The parameters of the redirect URI. They say little on purpose: the reason is for you, in the session."
          >
            <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
              <DataList.Item>
                <DataList.Label>error</DataList.Label>
                <DataList.Value>
                  <Code>{told}</Code>
                </DataList.Value>
              </DataList.Item>
              <DataList.Item>
                <DataList.Label>error_description</DataList.Label>
                <DataList.Value>{AUTHORIZE_ERRORS[told as AuthorizeErrorCode]}</DataList.Value>
              </DataList.Item>
            </DataList.Root>
          </SectionCard>
        )}
        {outcome.profile && (
          <SectionCard
            title="What an app receives"
            description="The profile, as the official SDKs hand it to an app in exchange for the code."
          >
            <CodeSample label="profile" code={JSON.stringify(outcome.profile, null, 2)} />
          </SectionCard>
        )}
        <SectionCard title="Session">
          <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
            <DataList.Item align="center">
              <DataList.Label>Session ID</DataList.Label>
              <DataList.Value className="min-w-0">
                <Flex align="center" gap="2" minWidth="0">
                  <Code variant="ghost" className="min-w-0 break-all">
                    {outcome.sessionId}
                  </Code>
                  <CopyButton value={outcome.sessionId} label="Copy session ID" />
                </Flex>
              </DataList.Value>
            </DataList.Item>
            <DataList.Item>
              <DataList.Label>User</DataList.Label>
              <DataList.Value>{outcome.userEmail ?? 'not known'}</DataList.Value>
            </DataList.Item>
            <DataList.Item>
              <DataList.Label>Began</DataList.Label>
              <DataList.Value>
                <Time value={outcome.createdAt} />
              </DataList.Value>
            </DataList.Item>
            {outcome.durationMs !== null && (
              <DataList.Item>
                <DataList.Label>Took</DataList.Label>
                <DataList.Value>{(outcome.durationMs / 1000).toFixed(1)} seconds</DataList.Value>
              </DataList.Item>
            )}
          </DataList.Root>
        </SectionCard>
      </Flex>
    </>
  );
}

/** Whether the test showed what it should, in one sentence. */
function Verdict({ outcome }: { outcome: TestOutcome }) {
  const tried = triedScenario(outcome.scenario, outcome.guestsAllowed);
  const expected = tried?.expectedError ?? null;
  if (!isOver(outcome.state)) {
    return (
      <Note color="blue" icon={<Info size={18} aria-hidden />}>
        This sign-in is not over: the identity provider has not answered. Finish it, or run it again.
      </Note>
    );
  }
  const succeeded = outcome.state === 'test_successful' || outcome.state === 'successful';
  if (succeeded && expected === null) {
    return (
      <Note color="green" icon={<CircleCheck size={18} aria-hidden />}>
        It works: the response was accepted and exchanged for a profile.
      </Note>
    );
  }
  if (expected !== null && outcome.error === expected) {
    return (
      <Note color="green" icon={<CircleCheck size={18} aria-hidden />}>
        As expected: the response was refused with {expected}.
      </Note>
    );
  }
  if (expected !== null) {
    return (
      <Note color="red" icon={<CircleX size={18} aria-hidden />}>
        Not as expected: this test should end with {expected}.
      </Note>
    );
  }
  return (
    <Note color="red" icon={<CircleX size={18} aria-hidden />}>
      The sign-in failed{outcome.error ? `: ${outcome.error}` : ''}. Open the session to see why and what to
      change.
    </Note>
  );
}

function Note(props: { color: 'blue' | 'green' | 'red'; icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <Callout.Root color={props.color}>
      <Callout.Icon>{props.icon}</Callout.Icon>
      <Callout.Text>{props.children}</Callout.Text>
    </Callout.Root>
  );
}
