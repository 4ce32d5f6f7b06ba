'use server';

import { refresh } from 'next/cache';
import { grantEnvironment } from '#lib/auth/dashboard-session.ts';
import { workspaceAction } from '#lib/dashboard/admin-action.ts';
import { resolveTxt } from '#lib/domains/resolve-txt.ts';
import { env, isLoopback } from '#lib/env.ts';
import { invalidField } from '#lib/errors.ts';
import { removeDashboardSso, saveDashboardSso, setSsoMode } from '#lib/security/dashboard-sso.ts';
import * as schema from '#lib/security/policy.schema.ts';
import { setRequireMfa } from '#lib/security/require-mfa.ts';
import { addTeamDomain, checkTeamDomain, removeTeamDomain } from '#lib/security/team-domains.ts';

const WRITE = 'authentication:write';

/** Demands a second factor of every member, or stops doing so. */
export const requireMfa = workspaceAction(
  { permission: WRITE, input: schema.requireMfaInput },
  async ({ input, ...ctx }) => {
    const required = input.required === 'yes';
    await setRequireMfa(ctx, required);
    refresh();
    return required ? 'A second factor is required from now on.' : 'A second factor is no longer required.';
  },
);

/** Adds an email domain of the team; its DNS record proves it. */
export const addDomain = workspaceAction(
  { permission: WRITE, input: schema.teamDomainInput },
  async ({ input, ...ctx }) => {
    const domain = await addTeamDomain(ctx, input);
    refresh();
    return `${domain} was added. Publish its DNS record, then check it.`;
  },
);

/** Looks for a domain's DNS record now. */
export const checkDomain = workspaceAction(
  { permission: WRITE, input: schema.teamDomainIdInput },
  async ({ input, ...ctx }) => {
    const domain = await checkTeamDomain(ctx, { ...input, resolveTxt });
    refresh();
    return `${domain} is verified.`;
  },
);

/** Takes a domain off the list. */
export const removeDomain = workspaceAction(
  { permission: WRITE, input: schema.removeTeamDomainInput },
  async ({ input, ...ctx }) => {
    const domain = await removeTeamDomain(ctx, input);
    refresh();
    return `${domain} was removed.`;
  },
);

/** Chooses the connection members sign in through. */
export const saveSso = workspaceAction(
  { permission: WRITE, input: schema.dashboardSsoInput },
  async ({ input, ...ctx }) => {
    const { connection, joinRole } = input;
    const granted = grantEnvironment(ctx.member, connection.environmentId, 'api_keys:write');
    if (!granted) throw invalidField('connection', 'Choose a connection of this workspace.');
    const { url } = env().http;
    const { created, name } = await saveDashboardSso(ctx, {
      scope: granted.scope,
      connectionId: connection.connectionId,
      joinRole: joinRole === 'none' ? null : joinRole,
      origin: url,
      testIdpCounts: isLoopback(new URL(url).hostname),
    });
    refresh();
    return created ? `Members can sign in through ${name} now.` : 'The SSO settings are saved.';
  },
);

/** Requires SSO, or makes it optional. */
export const setMode = workspaceAction(
  { permission: WRITE, input: schema.ssoModeInput },
  async ({ input, ...ctx }) => {
    await setSsoMode(ctx, input.mode);
    refresh();
    return input.mode === 'required'
      ? 'People of your verified domains sign in through SSO only from now on.'
      : 'SSO is optional now; passwords work again.';
  },
);

/** Switches SSO for the dashboard off. */
export const removeSso = workspaceAction(
  { permission: WRITE, input: schema.nothingInput },
  async ({ input: _, ...ctx }) => {
    await removeDashboardSso(ctx);
    refresh();
    return 'SSO for the dashboard is off.';
  },
);
