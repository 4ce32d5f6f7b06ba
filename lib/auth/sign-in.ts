import { database } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret } from '#lib/secrets.ts';
import { verifyPassword } from './password.ts';
import { withinLimit } from './rate-limit.ts';
import { recordSignIn } from './session-audit.ts';

const QUARTER_HOUR = 15 * 60;
const PER_ADDRESS = { events: 10, windowSeconds: QUARTER_HOUR };
const PER_IP = { events: 100, windowSeconds: QUARTER_HOUR };

/** A signed-in browser lasts this long at most, and this long without a visit. */
export const SESSION_MAX_AGE_SECONDS = 14 * 24 * 60 * 60;
export const SESSION_IDLE_MS = 3 * 24 * 60 * 60 * 1000;

export type SignInOutcome =
  | { ok: true; dashboardSessionId: string; name: string; email: string }
  | { ok: false; reason: 'wrong' | 'rate_limited' };

/**
 * Signs a team member in by email and password and writes their session row. One answer for an unknown
 * address and a wrong password; attempts are counted per address and per IP before anything is compared.
 */
export async function signInWithPassword(input: {
  email: string;
  password: string;
  ipAddress: string | null;
  userAgent: string | null;
  requestId?: string | null;
  now: Date;
}): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase();
  // Hashed: the table of counters is no place for addresses.
  const allowed = await Promise.all([
    withinLimit(`sign-in:email:${hashSecret(email)}`, PER_ADDRESS, input.now),
    withinLimit(`sign-in:ip:${input.ipAddress ?? 'unknown'}`, PER_IP, input.now),
  ]);
  if (allowed.includes(false)) return { ok: false, reason: 'rate_limited' };
  const db = database();
  const member = await db.teamMember.findFirst({
    where: { email, workspace: { deletionRequestedAt: null } },
  });
  const fits = await verifyPassword(member?.passwordHash ?? null, input.password);
  if (!member) return { ok: false, reason: 'wrong' };
  if (!fits) {
    await recordSignIn(db, {
      action: 'dashboard_session.refused',
      member,
      origin: input,
      detail: { reason: 'wrong password' },
      now: input.now,
    });
    return { ok: false, reason: 'wrong' };
  }
  const dashboardSessionId = newId('dashboardSession', input.now);
  await db.$transaction(async (tx) => {
    await tx.dashboardSession.create({
      data: {
        id: dashboardSessionId,
        workspaceId: member.workspaceId,
        teamMemberId: member.id,
        ipAddress: input.ipAddress,
        userAgent: input.userAgent?.slice(0, 512) ?? null,
        createdAt: input.now,
        lastSeenAt: input.now,
        expiresAt: new Date(input.now.getTime() + SESSION_MAX_AGE_SECONDS * 1000),
      },
    });
    await tx.teamMember.update({ where: { id: member.id }, data: { lastSignedInAt: input.now } });
    await recordSignIn(tx, {
      action: 'dashboard_session.created',
      member,
      origin: input,
      detail: { method: 'password' },
      now: input.now,
    });
  });
  return { ok: true, dashboardSessionId, name: member.name, email: member.email };
}

/** The member behind a session row that is neither revoked, expired nor idle; notes the visit once a minute. */
export async function memberOfSession(dashboardSessionId: string, now: Date) {
  const db = database();
  const row = await db.dashboardSession.findFirst({
    where: { id: dashboardSessionId, workspace: { deletionRequestedAt: null } },
    select: {
      revokedAt: true,
      expiresAt: true,
      lastSeenAt: true,
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
  return row.teamMember;
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
