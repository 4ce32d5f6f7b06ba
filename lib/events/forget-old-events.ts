import { forgetEvents } from '#lib/data/events.ts';
import { EVENT_DAYS } from './event-names.ts';

/** Forgets events that are too old to be asked for. */
export async function forgetOldEvents(
  now: Date,
  db?: Parameters<typeof forgetEvents>[1],
): Promise<{ forgottenEvents: number }> {
  const before = new Date(now.getTime() - EVENT_DAYS * 24 * 60 * 60 * 1000);
  return { forgottenEvents: await forgetEvents(before, db) };
}
