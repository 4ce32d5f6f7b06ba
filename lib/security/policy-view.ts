import type { RoleName } from '#lib/auth/permissions.ts';
import { ssoProviderId } from '#lib/auth/sso-callback.ts';
import type { SsoConnectionRow } from '#lib/data/authentication-policy.ts';
import type { MemberContext } from '#lib/data/context.ts';
import { provenLately } from './dashboard-sso.ts';
import { type TeamDomainView, teamDomainView } from './team-domains.ts';

/** A connection members could sign in through; `value` is what the form posts. */
export type SsoChoice = { value: string; label: string };

/** How members sign in, as the policy page shows it. Times are ISO 8601. */
export type PolicyView = {
  requireMfa: boolean;
  members: number;
  /** Of those, how many have a second factor. */
  withFactor: number;
  domains: TeamDomainView[];
  /** Connections to choose from, the chosen one included. */
  choices: SsoChoice[];
  sso: {
    value: string;
    provider: string;
    mode: 'optional' | 'required';
    joinRole: RoleName | null;
    connection: {
      name: string;
      href: string;
      organizationName: string;
      environmentName: string;
      isActive: boolean;
      idpEntityId: string | null;
      certificates: number;
      updatedAt: string;
      /** It trusts the test identity provider, which counts here only on a machine of one’s own. */
      isTest: boolean;
    };
    /** This browser came in through it just now, so that it may be required. */
    proven: boolean;
  } | null;
  /** Admins who could sign in past SSO. */
  breakGlass: { name: string; email: string }[];
};

/** Everything the policy page shows. `testIdpCounts` offers connections to the test identity provider. */
export async function policyView(
  ctx: MemberContext,
  { testIdpCounts }: { testIdpCounts: boolean },
): Promise<PolicyView> {
  const { data, scope } = ctx;
  const policy = data.authenticationPolicy;
  const [requireMfa, counts, domains, connections, row, breakGlass] = await Promise.all([
    policy.requireMfa(),
    policy.factorCounts(),
    data.teamDomains.all(),
    policy.ssoConnections(),
    policy.sso(),
    policy.adminsWithPassword(),
  ]);
  const chosen = row && (await policy.ssoConnection(row));
  const offered = connections.filter((one) => one.id !== chosen?.id && (testIdpCounts || !one.trustsTestIdp));
  return {
    requireMfa,
    ...counts,
    domains: domains.map(teamDomainView),
    choices: [...(chosen ? [chosen] : []), ...offered].map((one) => ({
      value: choiceOf(one),
      label: labelOf(one),
    })),
    sso:
      row && chosen
        ? {
            value: choiceOf(chosen),
            provider: ssoProviderId(scope.workspaceId),
            mode: row.mode,
            joinRole: row.joinRole,
            connection: {
              name: chosen.name,
              href: `/dashboard/${chosen.environmentId}/connections/${chosen.id}`,
              organizationName: chosen.organizationName,
              environmentName: chosen.environmentName,
              isActive: chosen.state === 'active',
              idpEntityId: chosen.idpEntityId,
              certificates: chosen.certificates,
              updatedAt: chosen.updatedAt.toISOString(),
              isTest: chosen.trustsTestIdp,
            },
            proven: await provenLately(ctx, data, row),
          }
        : null,
    breakGlass,
  };
}

const choiceOf = (one: SsoConnectionRow) => `${one.environmentId} ${one.id}`;
const labelOf = (one: SsoConnectionRow) => `${one.environmentName} · ${one.organizationName} · ${one.name}`;
