import type { Visitor } from '#lib/auth/callers.ts';
import type { EnvironmentData } from '#lib/data/for-environment.ts';

const LOOK_BACK_MS = 15 * 60 * 1000;

/**
 * The session behind a failed callback, to link to. An app elsewhere looks under Sessions; this one lives beside the
 * database. By the state it sent; without one, the newest unsolicited failure of the same browser.
 */
export function findSession(
  data: EnvironmentData,
  asked: { state: string | null; visitor: Visitor; now: Date },
): Promise<string | null> {
  const since = new Date(asked.now.getTime() - LOOK_BACK_MS);
  return asked.state === null
    ? data.testLogins.idOfUnsolicited(asked.visitor, since)
    : data.testLogins.idByState(asked.state, since);
}
