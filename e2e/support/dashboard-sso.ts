import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { saveDashboardSso } from '#lib/security/dashboard-sso.ts';
import { contextOf, type SeededDashboard } from './dashboard.ts';

/** A domain of the team, proven unless said otherwise; its name is not used twice. */
export async function seedTeamDomain(
  workspaceId: string,
  { verified = true } = {},
): Promise<{ id: string; domain: string }> {
  const now = new Date();
  const { teamDomains } = forWorkspace(systemWorkspaceScope(workspaceId));
  const id = newId('teamDomain', now);
  const domain = `team-${newExternalKey().toLowerCase()}.example.com`;
  await teamDomains.add({ id, domain, verificationToken: id, verificationPrefix: 'spec', now });
  if (verified) await teamDomains.verify({ id, domain }, now);
  return { id, domain };
}

/** Lets people of the domain in through the workspace's connection to its test identity provider. */
export async function trustDomain(
  { workspaceId, staging, connection: { organizationId } }: SeededDashboard,
  domain: string,
): Promise<void> {
  const { now, actor } = contextOf(workspaceId);
  const scope = systemScope({ id: staging.environmentId, kind: 'staging' });
  await addDomain(
    { scope, data: staging.data, now, actor },
    { organizationId, domain, verification: 'manual' },
  );
}

/** SSO for the dashboard through the workspace's connection to its test identity provider, for one proven domain. */
export async function seedDashboardSso(
  world: SeededDashboard,
  mode: 'optional' | 'required' = 'optional',
): Promise<{ domain: string }> {
  const { workspaceId, staging, connection } = world;
  const { domain } = await seedTeamDomain(workspaceId);
  await trustDomain(world, domain);
  const ctx = contextOf(workspaceId);
  const scope = systemScope({ id: staging.environmentId, kind: 'staging' });
  await saveDashboardSso(ctx, {
    scope,
    connectionId: connection.id,
    joinRole: null,
    origin: env().http.url,
    testIdpCounts: true,
  });
  if (mode === 'required') await ctx.data.authenticationPolicy.setSsoMode('required', ctx.now);
  return { domain };
}
