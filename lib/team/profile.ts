import type { z } from 'zod';
import { mayInWorkspace, type RoleName } from '#lib/auth/permissions.ts';
import { SESSION_IDLE_MS } from '#lib/auth/sign-in.ts';
import type { MemberContext } from '#lib/data/context.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { browserName } from './browser-name.ts';
import {
  NOTIFICATION_KINDS,
  NOTIFICATIONS,
  type NotificationKind,
  wantsNotification,
} from './notifications.ts';
import type { notificationsInput } from './profile.schema.ts';

/** A browser somebody is signed in with. Times are ISO 8601. */
export type SessionView = {
  id: string;
  browser: string;
  ipAddress: string | null;
  signedInAt: string;
  lastSeenAt: string;
  isThis: boolean;
};

/** What the page of one's own settings shows. */
export type ProfileView = {
  name: string;
  email: string;
  role: RoleName;
  joinedAt: string;
  /** The mails this role can get. */
  notifications: { kind: NotificationKind; label: string; help: string; on: boolean }[];
  sessions: SessionView[];
};

/** The signed-in member's own settings; this browser's session comes first. */
export async function profile(ctx: MemberContext): Promise<ProfileView> {
  const { member, data, now } = ctx;
  const seenAfter = new Date(now.getTime() - SESSION_IDLE_MS);
  const [row, sessions] = await Promise.all([
    data.members.get(member.id),
    data.dashboardSessions.working(member.id, seenAfter, now),
  ]);
  if (!row) throw entityNotFound('Member', member.id);
  const views = sessions.map((session) => ({
    id: session.id,
    browser: browserName(session.userAgent),
    ipAddress: session.ipAddress,
    signedInAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    isThis: session.id === member.dashboardSessionId,
  }));
  return {
    name: row.name,
    email: row.email,
    role: row.role,
    joinedAt: row.createdAt.toISOString(),
    notifications: kindsFor(row.role).map((kind) => ({
      kind,
      label: NOTIFICATIONS[kind].label,
      help: NOTIFICATIONS[kind].help,
      on: wantsNotification(row, kind),
    })),
    sessions: [...views.filter(({ isThis }) => isThis), ...views.filter(({ isThis }) => !isThis)],
  };
}

/** Says which mails one wants. Switches of mails that the role cannot get stay as they were. */
export function saveNotifications(
  ctx: MemberContext,
  input: z.output<typeof notificationsInput>,
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    const row = await data.members.get(ctx.member.id);
    if (!row) throw entityNotFound('Member', ctx.member.id);
    const shown = kindsFor(row.role);
    const muted = NOTIFICATION_KINDS.filter((kind) =>
      shown.includes(kind) ? !input[kind] : row.mutedNotifications.includes(kind),
    );
    await data.members.setMutedNotifications(row.id, muted, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'member.notifications_changed',
      target: { type: 'member', id: row.id, name: `${row.name} (${row.email})` },
      before: { switchedOff: row.mutedNotifications },
      after: { switchedOff: muted },
    });
  });
}

/** Signs one of one's own browsers out. This very one is refused: its way out is the menu. */
export async function endSession(ctx: MemberContext, input: { id: string }): Promise<void> {
  if (input.id === ctx.member.dashboardSessionId) {
    throw new AppError(
      'conflict',
      'This is the browser you are using. Sign out with the menu under your name.',
    );
  }
  return ctx.data.transaction(async (data) => {
    if (!(await data.dashboardSessions.end(ctx.member.id, input.id, ctx.now))) {
      throw new AppError('entity_not_found', 'This browser is signed out already.');
    }
    await data.auditLog.record(ctx, {
      action: 'dashboard_session.revoked',
      target: { type: 'dashboard_session', id: input.id, name: ctx.actor.name },
    });
  });
}

/** Signs out every browser except this one; returns how many. */
export function endOtherSessions(ctx: MemberContext): Promise<number> {
  return ctx.data.transaction(async (data) => {
    const { id, dashboardSessionId } = ctx.member;
    const ended = await data.signInSessions.endOthers(id, dashboardSessionId, ctx.now);
    if (ended > 0) {
      await data.auditLog.record(ctx, {
        action: 'dashboard_session.revoked',
        target: { type: 'dashboard_session', id: dashboardSessionId, name: ctx.actor.name },
        before: null,
        after: { ended },
      });
    }
    return ended;
  });
}

function kindsFor(role: RoleName): NotificationKind[] {
  return NOTIFICATION_KINDS.filter((kind) => mayInWorkspace(role, NOTIFICATIONS[kind].permission));
}
