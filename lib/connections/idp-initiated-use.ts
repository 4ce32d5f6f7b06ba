import type { EnvironmentContext } from '#lib/data/context.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Whom another IdP-initiated mode would have affected: who began at the identity provider in the last 7 days.
 * `strangers` are sign-ins that were not let in and name nobody who ever signed in through the connection.
 */
export type IdpInitiatedUse = { people: number; signIns: number; strangers: number };

/** Reads it from the recorded sessions of one connection. */
export function idpInitiatedUse(
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  connectionId: string,
): Promise<IdpInitiatedUse> {
  return data.ssoSessions.begunAtIdentityProvider(connectionId, new Date(now.getTime() - WEEK_MS));
}
