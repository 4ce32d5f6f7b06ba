import { emailDomain } from '#lib/attributes/email.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { type Database, database } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { unseal } from '#lib/secrets.ts';
import { withinLimit } from './rate-limit.ts';
import { WorkspaceScope } from './scope.ts';
import type { SignInOrigin } from './session-audit.ts';
import { openSession } from './sign-in.ts';
import { workspaceOfProvider } from './sso-callback.ts';

/** Where the sealed client secret of a workspace's dashboard SSO lives. */
export function ssoSecretPlace(workspaceId: string) {
  return { environmentId: workspaceId, column: 'DashboardSso.clientSecretSealed', row: workspaceId };
}

/** What next-auth needs to send somebody through a workspace's own SSO; null when it has none. */
export async function ssoClient(
  providerId: string,
  db: Database = database(),
): Promise<{ workspaceId: string; clientId: string; clientSecret: string; connectionId: string } | null> {
  const workspaceId = workspaceOfProvider(providerId);
  if (workspaceId === null) return null;
  const policy = forWorkspace(WorkspaceScope.mint(workspaceId), db).authenticationPolicy;
  const sso = await policy.sso();
  const environment = sso && (await policy.environment(sso.environmentId));
  if (!sso || !environment) return null;
  const clientSecret = unseal(sso.clientSecretSealed, ssoSecretPlace(workspaceId)).toString('utf8');
  return { workspaceId, clientId: environment.clientId, clientSecret, connectionId: sso.connectionId };
}

/**
 * How people of an address's domain sign in: decided by the domain alone, so that the answer says nothing about who
 * has an account. Null when no workspace has proven the domain and set up SSO.
 */
export async function ssoOfEmail(
  email: string,
  db: Database = database(),
): Promise<{ workspaceId: string; mode: 'optional' | 'required' } | null> {
  const domain = emailDomain(email.trim());
  if (domain === null) return null;
  const rows = await db.$queryRaw<{ workspaceId: string; mode: 'optional' | 'required' }[]>`
    SELECT d."workspaceId", s.mode::text AS mode
      FROM "TeamDomain" d JOIN "DashboardSso" s ON s."workspaceId" = d."workspaceId"
      JOIN "Workspace" w ON w.id = d."workspaceId" AND w."deletionRequestedAt" IS NULL
     WHERE d."verifiedDomain" = ${domain}`;
  return rows[0] ?? null;
}

/** Why somebody whom the identity provider knows does not get in. */
export type SsoRefusal = 'no_account' | 'rate_limited';

const PER_IP = { events: 100, windowSeconds: 15 * 60 };

/**
 * Signs in whom the workspace's identity provider vouches for: a member whose address lies in a verified domain of the
 * team, or, where the workspace wants that, anybody of such a domain, who then becomes a member. Everybody else gets
 * one and the same refusal. `profile` is the answer of /sso/profile.
 */
export async function signInThroughSso(
  input: {
    workspaceId: string;
    connectionId: string;
    profile: { email?: unknown; connection_id?: unknown; first_name?: unknown; last_name?: unknown };
    /** Whether the test identity provider counts, with which anybody is whoever they like: on this machine only. */
    testIdpCounts: boolean;
    now: Date;
  } & SignInOrigin,
  db: Database = database(),
): Promise<{ ok: true; dashboardSessionId: string } | { ok: false; reason: SsoRefusal }> {
  const { workspaceId, profile, now } = input;
  if (!(await withinLimit(`sign-in:sso:${input.ipAddress ?? 'unknown'}`, PER_IP, now, db))) {
    return { ok: false, reason: 'rate_limited' };
  }
  const refused = { ok: false, reason: 'no_account' } as const;
  const email = typeof profile.email === 'string' ? profile.email.trim().toLowerCase() : '';
  const data = forWorkspace(WorkspaceScope.mint(workspaceId), db);
  const [open, domains, sso] = await Promise.all([
    db.workspace.findFirst({ where: { id: workspaceId, deletionRequestedAt: null }, select: { id: true } }),
    data.teamDomains.all(),
    data.authenticationPolicy.sso(),
  ]);
  const domain = emailDomain(email);
  const ours = domains.some((one) => one.verifiedAt !== null && one.domain === domain);
  // The code could have come from another connection of the same environment, which vouches for other people.
  if (
    !open ||
    !ours ||
    !sso ||
    sso.connectionId !== input.connectionId ||
    profile.connection_id !== sso.connectionId
  ) {
    return refused;
  }
  const connection = await data.authenticationPolicy.ssoConnection(sso);
  if (!connection || (connection.trustsTestIdp && !input.testIdpCounts)) return refused;
  const known = await db.teamMember.findUnique({ where: { email } });
  if (known && known.workspaceId !== workspaceId) return refused;
  if (!known && sso.joinRole === null) return refused;
  try {
    const member = known ?? (await join());
    return { ok: true, dashboardSessionId: await openSession({ ...input, member, method: 'sso' }, db) };
  } catch (error) {
    // Two first sign-ins at once: the other one made the account.
    if (!violatedUnique(error)?.includes('email')) throw error;
    const member = await db.teamMember.findUnique({ where: { email } });
    if (member?.workspaceId !== workspaceId) return refused;
    return { ok: true, dashboardSessionId: await openSession({ ...input, member, method: 'sso' }, db) };
  }

  async function join() {
    const words = [profile.first_name, profile.last_name].filter((one) => typeof one === 'string');
    const name = words.join(' ').trim().slice(0, 100) || email.slice(0, email.lastIndexOf('@'));
    const id = newId('teamMember', now);
    const role = sso?.joinRole ?? 'support_viewer';
    return db.$transaction(async (tx) => {
      const member = await tx.teamMember.create({
        data: { id, workspaceId, email, name, role, passwordHash: null, createdAt: now, updatedAt: now },
      });
      const rows = forWorkspace(WorkspaceScope.mint(workspaceId), tx as unknown as Database);
      await rows.auditLog.record(
        {
          actor: { type: 'member', id, name, ...origin(input) },
          now,
        },
        {
          action: 'member.joined',
          target: { type: 'member', id, name: email },
          after: { role, through: 'SSO' },
        },
      );
      return member;
    });
  }
}

function origin({ ipAddress, userAgent, requestId }: SignInOrigin) {
  return {
    ipAddress,
    userAgent: userAgent?.slice(0, 512) ?? null,
    requestId: requestId?.slice(0, 128) ?? null,
  };
}
