import { forgetNotices } from '#lib/data/notices.ts';

/** Longer than anything could be told twice: a certificate that has ended is told for 30 days. */
const KEPT_DAYS = 60;

/** Forgets what members were told long ago. */
export async function forgetOldNotices(
  now: Date,
  db?: Parameters<typeof forgetNotices>[1],
): Promise<{ forgottenNotices: number }> {
  const before = new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000);
  return { forgottenNotices: await forgetNotices(before, db) };
}
