'use server';

import { refresh } from 'next/cache';
import { memberAction } from '#lib/dashboard/admin-action.ts';
import * as schema from '#lib/team/profile.schema.ts';
import * as profile from '#lib/team/profile.ts';

/** Says which mails one wants. */
export const saveNotifications = memberAction(
  { input: schema.notificationsInput },
  async ({ input, ...ctx }) => {
    await profile.saveNotifications(ctx, input);
    refresh();
    return 'Your notification settings are saved.';
  },
);

/** Signs out another browser of one's own. */
export const endSession = memberAction({ input: schema.sessionIdInput }, async ({ input, ...ctx }) => {
  await profile.endSession(ctx, input);
  refresh();
  return 'That browser is signed out.';
});

/** Signs out every other browser of one's own. */
export const endOtherSessions = memberAction({ input: schema.endOtherSessionsInput }, async (ctx) => {
  const ended = await profile.endOtherSessions(ctx);
  refresh();
  return ended === 1 ? 'One other browser is signed out.' : `${ended} other browsers are signed out.`;
});
