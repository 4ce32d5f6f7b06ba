import { z } from 'zod';
import { NOTIFICATION_KINDS, type NotificationKind } from './notifications.ts';

const checked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

/** One switch for each kind of mail; a switch that is absent is off. */
export const notificationsInput = z.object(
  Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, checked])) as Record<
    NotificationKind,
    typeof checked
  >,
);
export const sessionIdInput = z.object({ id: z.string().min(1).max(64) });
export const endOtherSessionsInput = z.object({});
