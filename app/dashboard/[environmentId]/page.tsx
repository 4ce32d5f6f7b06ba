import path from 'node:path';
import { Badge, Card, Code, Heading, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '#components/layout/page-header.tsx';
import { KINDS } from '#components/layout/sections.ts';
import { CodeSample } from '#components/overview/code-sample.tsx';
import { FirstSteps, type Step } from '#components/overview/first-steps.tsx';
import { LatestFailures } from '#components/overview/latest-failures.tsx';
import { OutcomeCards } from '#components/overview/outcome-cards.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { env } from '#lib/env.ts';
import { overview } from '#lib/workspace/overview.ts';
import { sdkSample } from '#lib/workspace/sdk-sample.ts';

export const metadata: Metadata = { title: 'Overview' };

/** The front page of an environment: how sign-ins go, what failed, and what to do first. */
export default async function Overview({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'environment:read');
  const view = await overview(admin);
  const base = `/dashboard/${environmentId}`;
  const apiUrl = env().http.url;
  const staging = admin.environment.kind === 'staging';
  const code = sdkSample({
    clientId: view.clientId,
    apiUrl,
    organizationId: view.sample.organizationId ?? 'org_...',
    redirectUri: staging
      ? 'http://localhost:4000/callback'
      : (view.sample.redirectUri ?? 'https://app.example.com/callback'),
  });
  const sample: Step = {
    title: 'Sign in from your own app',
    done: false,
    body: (
      <div className="flex flex-col gap-3">
        <p>
          Any WorkOS SDK works; set its API address to this server. The sample is complete:{' '}
          {staging ? (
            <>
              save it as <Code>app.mjs</Code>, run <Code>npm install @workos-inc/node</Code> and then{' '}
              <Code className="break-all">{`node --env-file=${stagingEnvFile()} app.mjs`}</Code>, and open
              http://localhost:4000. The file holds the staging key and was written when this server started.
            </>
          ) : (
            <>
              put a production API key into <Code>WORKOS_API_KEY</Code> before you run it.
            </>
          )}
        </p>
        <CodeSample label="Node.js sample" code={code} />
      </div>
    ),
  };
  const steps: Step[] = staging
    ? [
        {
          title: 'Sign in through the example app',
          done: view.done.successfulLogin,
          body: (
            <>
              <Anchor href="/example">Open the example app</Anchor>, choose a person at the test identity
              provider, and you are signed in: the whole circle in under a minute.
            </>
          ),
        },
        {
          title: 'Look at what happened',
          done: view.done.successfulLogin,
          body: (
            <>
              Every attempt is kept under <Anchor href={`${base}/sessions`}>Sessions</Anchor>, with the
              request, the response, and the reason when it failed.
            </>
          ),
        },
        ...(admin.may('test_sso:use')
          ? [
              {
                title: 'Break it on purpose',
                done: view.failures.length > 0,
                body: (
                  <>
                    <Anchor href={`${base}/test-sso`}>Test SSO</Anchor> has a button for each way a sign-in
                    can fail, so that you know the errors before your customers do.
                  </>
                ),
              },
            ]
          : []),
        sample,
      ]
    : [
        {
          title: 'Register a redirect URI',
          done: view.done.redirectUri,
          body: (
            <>
              People are sent back to your app at one of the{' '}
              {admin.may('redirect_uris:read') ? (
                <Anchor href={`${base}/configuration/redirects`}>redirect URIs</Anchor>
              ) : (
                'redirect URIs'
              )}
              , and nowhere else.
            </>
          ),
        },
        {
          title: 'Create an API key',
          done: view.done.apiKey,
          body: (
            <>
              Your server proves itself with an{' '}
              {admin.may('api_keys:read') ? <Anchor href={`${base}/api-keys`}>API key</Anchor> : 'API key'}.
              It is shown once.
            </>
          ),
        },
        {
          title: 'Add your first customer',
          done: view.done.connection,
          body: (
            <>
              Create an <Anchor href={`${base}/organizations`}>organization</Anchor> and give it a connection
              to its identity provider.
            </>
          ),
        },
        sample,
      ];
  // While nobody has signed in, the steps come first; later the numbers do.
  const fresh = !view.done.successfulLogin;
  const stepsCard = (
    <FirstSteps
      title={fresh ? (staging ? 'First sign-in in a minute' : 'Go live') : 'Connect your app'}
      steps={fresh ? steps : steps.filter((step) => !step.done)}
    />
  );
  const outcomes = (
    <section aria-label="Sign-ins by outcome">
      <OutcomeCards outcomes={view.outcomes} sessions={`${base}/sessions`} />
    </section>
  );
  const failures = <LatestFailures failures={view.failures} anyLogin={view.done.anyLogin} base={base} />;
  return (
    <>
      <PageHeader
        title="Overview"
        badge={
          <Badge color={KINDS[admin.environment.kind].color}>{KINDS[admin.environment.kind].label}</Badge>
        }
        description={
          staging
            ? 'Sign-ins of the staging environment. Nothing here touches your customers.'
            : 'Sign-ins of your customers.'
        }
      />
      <div className="flex flex-col gap-5">
        {!fresh && outcomes}
        <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_23rem]">
          {fresh ? stepsCard : failures}
          <Card size="2" className="self-start">
            <Heading as="h2" size="3" mb="3">
              For your app
            </Heading>
            <div className="flex flex-col gap-3">
              <CopyField label="Client ID" value={view.clientId} />
              <CopyField label="API base URL" value={apiUrl} />
              {admin.may('api_keys:read') && (
                <Text size="2">
                  <Anchor href={`${base}/api-keys`}>API keys</Anchor>
                </Text>
              )}
            </div>
          </Card>
        </div>
        {fresh && outcomes}
        {fresh ? failures : stepsCard}
      </div>
    </>
  );
}

function Anchor({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="text-(--accent-11) underline underline-offset-2">
      {children}
    </Link>
  );
}

/** Where the credentials lie, as one would type it in the folder the server was started from. */
function stagingEnvFile(): string {
  const file = path.join(env().data.directory, 'staging.env');
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
