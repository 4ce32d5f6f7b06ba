import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { BreakGlass, DashboardSso } from '#components/security/dashboard-sso.tsx';
import { RequireMfa } from '#components/security/require-mfa.tsx';
import { TeamDomains } from '#components/security/team-domains.tsx';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { env, isLoopback } from '#lib/env.ts';
import { policyView } from '#lib/security/policy-view.ts';
import * as actions from './actions.ts';

export const metadata: Metadata = { title: 'Authentication' };

/** How members of the workspace have to sign in. */
export default async function Authentication() {
  const ctx = await workspacePage('authentication:read');
  const { url } = env().http;
  const policy = await policyView(ctx, { testIdpCounts: isLoopback(new URL(url).hostname) });
  return (
    <>
      <PageHeader
        title="Authentication"
        docs="dashboard-sso"
        description="How the members of this workspace sign in to the dashboard. Your customers are not affected."
      />
      <div className="flex flex-col gap-5">
        <RequireMfa policy={policy} action={actions.requireMfa} />
        <TeamDomains
          policy={policy}
          actions={{ add: actions.addDomain, check: actions.checkDomain, remove: actions.removeDomain }}
        />
        <DashboardSso
          policy={policy}
          actions={{ save: actions.saveSso, setMode: actions.setMode, remove: actions.removeSso }}
        />
        <BreakGlass policy={policy} address={`${url}/sign-in/break-glass`} />
      </div>
    </>
  );
}
