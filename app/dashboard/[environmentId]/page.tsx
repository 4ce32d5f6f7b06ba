import path from 'node:path';
import { Badge, Code, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { ChartPatterns } from '#components/charts/chart-patterns.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { KINDS } from '#components/layout/sections.ts';
import { FailingConnections, Upkeep } from '#components/overview/attention.tsx';
import { CodeSample } from '#components/overview/code-sample.tsx';
import { ConnectionTrends } from '#components/overview/connection-trends.tsx';
import { ErrorBars } from '#components/overview/error-bars.tsx';
import { Figures } from '#components/overview/figures.tsx';
import { GoLive } from '#components/overview/go-live.tsx';
import { LatestFailures } from '#components/overview/latest-failures.tsx';
import { OutcomeChart } from '#components/overview/outcome-chart.tsx';
import { OverviewSkeleton } from '#components/overview/overview-skeleton.tsx';
import { RangePicker } from '#components/overview/range-picker.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { may, mayInWorkspace } from '#lib/auth/permissions.ts';
import { type AdminContext, adminPage } from '#lib/dashboard/admin-page.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { env } from '#lib/env.ts';
import { type GoLiveStep, goLiveChecklist } from '#lib/workspace/go-live.ts';
import { type AppSettings, appSettings, latestFailures, overview } from '#lib/workspace/overview.ts';
import { type OverviewRange, overviewRange } from '#lib/workspace/overview-range.ts';
import { sdkSample } from '#lib/workspace/sdk-sample.ts';
import { rememberChecklist } from '../workspace/checklist/actions.ts';

export const metadata: Metadata = { title: 'Overview' };

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The front page of an environment: how sign-ins go, what failed and why, and what is left to do. */
export default async function Overview({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'environment:read');
  const range = overviewRange((await searchParams)['range']);
  const base = `/dashboard/${environmentId}`;
  const kind = KINDS[admin.environment.kind];
  const settings = await appSettings(admin);
  return (
    <>
      <PageHeader
        title="Overview"
        docs=""
        badge={<Badge color={admin.environment.color}>{kind.label}</Badge>}
        description={
          admin.environment.kind === 'staging'
            ? 'Sign-ins of the staging environment. Nothing here touches your customers.'
            : 'Sign-ins of your customers.'
        }
        actions={<RangePicker path={base} current={range} />}
      />
      <div className="flex flex-col gap-5">
        <Checklist admin={admin} />
        {/* Until somebody has signed in, how to is worth more than empty charts. */}
        {!settings.successfulLogin && <ForYourApp admin={admin} settings={settings} open />}
        <Suspense key={range} fallback={<OverviewSkeleton />}>
          <Numbers admin={admin} range={range} anyLogin={settings.anyLogin} />
        </Suspense>
        {settings.successfulLogin && <ForYourApp admin={admin} settings={settings} />}
      </div>
    </>
  );
}

async function Numbers({
  admin,
  range,
  anyLogin,
}: {
  admin: AdminContext;
  range: OverviewRange;
  anyLogin: boolean;
}) {
  const base = `/dashboard/${admin.environment.id}`;
  const sessions = `${base}/sessions`;
  const [view, failures] = await Promise.all([overview(admin, range), latestFailures(admin)]);
  return (
    <>
      <ChartPatterns />
      <FailingConnections view={view} base={base} />
      <Figures view={view} sessions={sessions} />
      <OutcomeChart view={view} sessions={sessions} />
      <ConnectionTrends view={view} base={base} />
      <div className="grid gap-5 lg:grid-cols-2">
        <ErrorBars view={view} sessions={sessions} />
        <LatestFailures failures={failures} anyLogin={anyLogin} base={base} />
        <Upkeep view={view} base={base} />
      </div>
    </>
  );
}

/** Gone once everything is done. */
async function Checklist({ admin }: { admin: AdminContext }) {
  const workspace = await workspacePage('workspace:read');
  const { member } = admin;
  const view = await goLiveChecklist(workspace, {
    teamMemberId: member.id,
    exampleCallback: `${env().http.url}/example/callback`,
  });
  if (view.done === view.steps.length) return null;
  const environmentOf = (kind: 'staging' | 'production') =>
    member.environments.find((one) => one.kind === kind);
  const placeOf = ({ place }: GoLiveStep) => {
    if (place.in === 'workspace') {
      return mayInWorkspace(member.role, 'billing:read') ? { href: place.path, label: place.label } : null;
    }
    const environment = environmentOf(place.in);
    const needed = PLACES[place.path.split('?')[0] ?? ''];
    if (!environment || !needed || !may(member.role, needed, place.in)) return null;
    return { href: `/dashboard/${environment.id}${place.path}`, label: place.label };
  };
  return (
    <GoLive
      title="Go live"
      collapsed={view.collapsed}
      remember={rememberChecklist}
      steps={view.steps.map((step) => ({
        key: step.key,
        title: step.title,
        body: step.body,
        done: step.done,
        place: placeOf(step),
      }))}
    />
  );
}

/** What a role needs to open the places the checklist leads to. */
const PLACES: Readonly<Record<string, Parameters<typeof may>[1]>> = {
  '/test-sso': 'test_sso:use',
  '/sessions': 'sessions:read',
  '/configuration/redirects': 'redirect_uris:read',
  '/api-keys': 'api_keys:read',
  '/organizations': 'organizations:read',
  '/connections': 'connections:read',
};

function ForYourApp({
  admin,
  settings,
  open = false,
}: {
  admin: AdminContext;
  settings: AppSettings;
  open?: boolean;
}) {
  const base = `/dashboard/${admin.environment.id}`;
  const apiUrl = env().http.url;
  const staging = admin.environment.kind === 'staging';
  const code = sdkSample({
    clientId: settings.clientId,
    apiUrl,
    organizationId: settings.organizationId ?? 'org_...',
    redirectUri: staging
      ? 'http://localhost:4000/callback'
      : (settings.redirectUri ?? 'https://app.example.com/callback'),
  });
  return (
    <SectionCard
      title="For your app"
      description={
        staging && open ? (
          <>
            <Anchor href="/example">Open the example app</Anchor>, choose a person at the test identity
            provider, and you are signed in: the whole circle in under a minute. Then look at it under{' '}
            <Anchor href={`${base}/sessions`}>Sessions</Anchor>.
          </>
        ) : undefined
      }
    >
      <div className="grid gap-3 lg:grid-cols-2">
        <CopyField label="Client ID" value={settings.clientId} />
        <CopyField label="API base URL" value={apiUrl} />
      </div>
      <details open={open}>
        <summary className="w-fit cursor-pointer rounded text-sm text-(--accent-11)">
          Sign in from your own app
        </summary>
        <div className="mt-3 flex flex-col gap-3">
          <Text as="p" size="2" className="max-w-prose">
            Any WorkOS SDK works; set its API address to this server. The sample is complete:{' '}
            {staging ? (
              <>
                save it as <Code>app.mjs</Code>, run <Code>npm install @workos-inc/node</Code> and then{' '}
                <Code className="break-all">{`node --env-file=${stagingEnvFile()} app.mjs`}</Code>, and open
                http://localhost:4000. The file holds the staging key and was written when this server
                started.
              </>
            ) : (
              <>
                put a production{' '}
                {admin.may('api_keys:read') ? <Anchor href={`${base}/api-keys`}>API key</Anchor> : 'API key'}{' '}
                into <Code>WORKOS_API_KEY</Code> before you run it.
              </>
            )}
          </Text>
          <CodeSample label="Node.js sample" code={code} />
        </div>
      </details>
    </SectionCard>
  );
}

function Anchor({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className="text-(--accent-11) underline underline-offset-2">
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
