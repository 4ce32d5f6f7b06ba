import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { emailDomainAllowed } from '#lib/attributes/email.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { type Database, database } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret } from '#lib/secrets.ts';
import { passkeyAnswerFits } from '#lib/security/passkeys.ts';
import { ssoOfEmail } from './dashboard-sso.ts';
import { verifyPassword } from './password.ts';
import { withinLimit } from './rate-limit.ts';
import { WorkspaceScope } from './scope.ts';
import { recordSignIn, type SignInOrigin } from './session-audit.ts';
import { type SignInMethod, standingOf } from './standing.ts';

const QUARTER_HOUR = 15 * 60;
const PER_ADDRESS = { events: 10, windowSeconds: QUARTER_HOUR };
const BREAK_GLASS_PER_IP = { events: 10, windowSeconds: QUARTER_HOUR };
const PER_IP = { events: 100, windowSeconds: QUARTER_HOUR };

/** A signed-in browser lasts this long at most, and this long without a visit. */
export const SESSION_MAX_AGE_SECONDS = 14 * 24 * 60 * 60;
export const SESSION_IDLE_MS = 3 * 24 * 60 * 60 * 1000;

/** A session that still waits for its second step ends after this long. */
const SECOND_STEP_SECONDS = 10 * 60;

export type SignInOutcome =
  | { ok: true; dashboardSessionId: string; name: string; email: string }
  | { ok: false; reason: 'wrong' | 'rate_limited' | 'sso_required' };

type Attempt = SignInOrigin & { now: Date };

/**
 * Signs a team member in by email and password and writes their session row, which opens nothing yet when they have a
 * second factor. One answer for an unknown address and a wrong password; attempts are counted per address and per IP
 * before anything is compared. Where the address's domain has to use SSO, no password counts, except an Admin's with
 * `breakGlass`: that use is recorded and all Admins are told.
 */
export async function signInWithPassword(
  input: Attempt & { email: string; password: string; breakGlass?: boolean },
  db: Database = database(),
): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase();
  const { now } = input;
  // Hashed: the table of counters is no place for addresses.
  const allowed = await Promise.all([
    withinLimit(`sign-in:email:${hashSecret(email)}`, PER_ADDRESS, now, db),
    withinLimit(`sign-in:ip:${input.ipAddress ?? 'unknown'}`, PER_IP, now, db),
    ...(input.breakGlass
      ? [withinLimit(`break-glass:ip:${input.ipAddress ?? 'unknown'}`, BREAK_GLASS_PER_IP, now, db)]
      : []),
  ]);
  if (allowed.includes(false)) return { ok: false, reason: 'rate_limited' };
  const ssoRequired = (await ssoOfEmail(email, db))?.mode === 'required';
  // Said of the whole domain, before anything is known of the person.
  if (ssoRequired && !input.breakGlass) return { ok: false, reason: 'sso_required' };
  const member = await db.teamMember.findFirst({
    where: { email, workspace: { deletionRequestedAt: null } },
  });
  const fits = await verifyPassword(member?.passwordHash ?? null, input.password);
  const mayBreakGlass = !ssoRequired || member?.role === 'admin';
  if (!member || !fits || !mayBreakGlass) {
    await recordRefusal(db, member, fits ? 'not an Admin' : 'wrong password', input);
    return { ok: false, reason: 'wrong' };
  }
  const method = ssoRequired ? 'break_glass' : 'password';
  const dashboardSessionId = await openSession({ ...input, member, method }, db);
  return { ok: true, dashboardSessionId, name: member.name, email: member.email };
}

/**
 * Signs in whoever holds one of our passkeys: it stands for password and second factor. One answer for everything that
 * is wrong with it. `origin` is our public origin, which the browser signed.
 */
export async function signInWithPasskey(
  input: Attempt & { response: AuthenticationResponseJSON; origin: string },
  db: Database = database(),
): Promise<SignInOutcome> {
  const { response, origin, now } = input;
  if (!(await withinLimit(`sign-in:ip:${input.ipAddress ?? 'unknown'}`, PER_IP, now, db))) {
    return { ok: false, reason: 'rate_limited' };
  }
  const member = await memberOfPasskey(response.id, db);
  if (!member) return { ok: false, reason: 'wrong' };
  if ((await ssoOfEmail(member.email, db))?.mode === 'required') return { ok: false, reason: 'sso_required' };
  const data = forWorkspace(WorkspaceScope.mint(member.workspaceId), db);
  const fits = await passkeyAnswerFits({ data, member, now }, { response, origin, purpose: 'sign_in' });
  if (!fits) {
    await recordRefusal(db, member, 'passkey not accepted', input);
    return { ok: false, reason: 'wrong' };
  }
  const dashboardSessionId = await openSession({ ...input, member, method: 'passkey' }, db);
  return { ok: true, dashboardSessionId, name: member.name, email: member.email };
}

/** Writes the session row of a browser whose person has just proven who they are, and says so in the audit log. */
export async function openSession(
  input: Attempt & {
    member: { id: string; workspaceId: string; name: string; email: string };
    method: SignInMethod;
  },
  db: Database = database(),
): Promise<string> {
  const { member, method, now } = input;
  const id = newId('dashboardSession', now);
  await db.$transaction(async (tx) => {
    const facts = await factsOfMember(member.id, tx);
    const secondFactorDue = facts.hasFactor && (method === 'password' || method === 'break_glass');
    const lifetime = secondFactorDue ? SECOND_STEP_SECONDS : SESSION_MAX_AGE_SECONDS;
    await tx.dashboardSession.create({
      data: {
        id,
        workspaceId: member.workspaceId,
        teamMemberId: member.id,
        ipAddress: input.ipAddress,
        userAgent: input.userAgent?.slice(0, 512) ?? null,
        method,
        secondFactorDue,
        secondFactorAt: method === 'passkey' ? now : null,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + lifetime * 1000),
      },
    });
    await tx.teamMember.update({ where: { id: member.id }, data: { lastSignedInAt: now } });
    const action = method === 'break_glass' ? 'dashboard_session.break_glass' : 'dashboard_session.created';
    const detail = { method: method.replace('_', '-'), ...(secondFactorDue ? { secondFactor: 'due' } : {}) };
    await recordSignIn(tx, { action, member, origin: input, detail, now });
    if (method === 'break_glass') {
      const rows = forWorkspace(WorkspaceScope.mint(member.workspaceId), tx as unknown as Database);
      const { name, email } = member;
      for (const to of await rows.authenticationPolicy.adminEmails()) {
        const data = { name, email, ipAddress: input.ipAddress, at: now };
        await rows.mail.queue({ now }, { to, template: 'break_glass_sign_in', data });
      }
    }
  });
  return id;
}

/** An unknown address has nothing to record, and does the same kind of work: the time of the answer does not tell. */
async function recordRefusal(
  db: Database,
  member: { id: string; workspaceId: string; name: string; email: string } | null,
  reason: string,
  origin: Attempt,
): Promise<void> {
  if (!member) await withinLimit('sign-in:unknown', PER_ADDRESS, origin.now, db);
  else {
    const action = 'dashboard_session.refused';
    await recordSignIn(db, { action, member, origin, detail: { reason }, now: origin.now });
  }
}

async function memberOfPasskey(credentialId: string, db: Database) {
  const rows = await db.$queryRaw<{ id: string; workspaceId: string; name: string; email: string }[]>`
    SELECT m.id, m."workspaceId", m.name, m.email
      FROM "MemberPasskey" p JOIN "TeamMember" m ON m.id = p."teamMemberId" AND m."workspaceId" = p."workspaceId"
      JOIN "Workspace" w ON w.id = m."workspaceId" AND w."deletionRequestedAt" IS NULL
     WHERE p."credentialId" = ${credentialId}`;
  return rows[0] ?? null;
}

/** What the workspace demands of a member, and whether they have a second factor. One statement. */
async function factsOfMember(teamMemberId: string, db: Pick<Database, '$queryRaw'>) {
  const rows = await db.$queryRaw<{ hasFactor: boolean; requireMfa: boolean; ssoDomains: string[] }[]>`
    SELECT (EXISTS (SELECT 1 FROM "MemberTotp" t WHERE t."workspaceId" = m."workspaceId"
                       AND t."teamMemberId" = m.id AND t."confirmedAt" IS NOT NULL)
            OR EXISTS (SELECT 1 FROM "MemberPasskey" p WHERE p."workspaceId" = m."workspaceId"
                       AND p."teamMemberId" = m.id)) AS "hasFactor",
           COALESCE((SELECT a."requireMfa" FROM "AuthenticationPolicy" a
                      WHERE a."workspaceId" = m."workspaceId"), false) AS "requireMfa",
           ARRAY(SELECT d."verifiedDomain" FROM "TeamDomain" d
                   JOIN "DashboardSso" s ON s."workspaceId" = d."workspaceId" AND s.mode = 'required'
                  WHERE d."workspaceId" = m."workspaceId" AND d."verifiedDomain" IS NOT NULL) AS "ssoDomains"
      FROM "TeamMember" m WHERE m.id = ${teamMemberId}`;
  return rows[0] ?? { hasFactor: false, requireMfa: true, ssoDomains: [] };
}

/**
 * The member behind a session row that is neither revoked, expired nor idle, and what the session is worth; notes the
 * visit once a minute. Only `usable` opens anything.
 */
export async function memberOfSession(dashboardSessionId: string, now: Date, db: Database = database()) {
  const row = await db.dashboardSession.findFirst({
    where: { id: dashboardSessionId, workspace: { deletionRequestedAt: null } },
    select: {
      revokedAt: true,
      expiresAt: true,
      lastSeenAt: true,
      method: true,
      secondFactorDue: true,
      secondFactorAt: true,
      teamMember: {
        select: {
          id: true,
          name: true,
          email: true,
          role: true,
          workspace: {
            select: {
              id: true,
              name: true,
              productionEnabledAt: true,
              environments: {
                select: { id: true, name: true, kind: true, color: true, clientId: true },
                orderBy: { id: 'asc' },
              },
            },
          },
        },
      },
    },
  });
  if (!row || row.revokedAt || row.expiresAt <= now) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > SESSION_IDLE_MS) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > 60_000) {
    await db.dashboardSession.update({ where: { id: dashboardSessionId }, data: { lastSeenAt: now } });
  }
  const { hasFactor, requireMfa, ssoDomains } = await factsOfMember(row.teamMember.id, db);
  const standing = standingOf({
    method: row.method,
    secondFactorDue: row.secondFactorDue,
    secondFactorGiven: row.secondFactorAt !== null,
    hasFactor,
    requireMfa,
    mustUseSso: emailDomainAllowed(row.teamMember.email, ssoDomains),
  });
  return { standing, member: row.teamMember };
}

/** Ends a session; the browser that holds it is signed out at its next request. */
export async function revokeSession(dashboardSessionId: string, now: Date): Promise<void> {
  await database().$transaction(async (tx) => {
    const [ended] = await tx.dashboardSession.updateManyAndReturn({
      where: { id: dashboardSessionId, revokedAt: null },
      data: { revokedAt: now },
      select: {
        ipAddress: true,
        userAgent: true,
        teamMember: { select: { id: true, workspaceId: true, name: true, email: true } },
      },
    });
    if (!ended) return;
    const { teamMember: member, ...origin } = ended;
    await recordSignIn(tx, { action: 'dashboard_session.ended', member, origin, now });
  });
}
