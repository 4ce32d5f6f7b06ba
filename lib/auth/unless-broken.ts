import { log } from '#lib/log.ts';

/** What is said when a sign-in breaks on our side. next-auth puts the words of any other error into an address. */
export const UNAVAILABLE = 'unavailable';

/** What the attempt came to; null when it threw, which goes to the log and nowhere else. */
export async function unlessBroken<Result>(attempt: () => Promise<Result>): Promise<Result | null> {
  try {
    return await attempt();
  } catch (error) {
    log().error({ err: error }, 'a sign-in to the dashboard broke');
    return null;
  }
}
