import { setTimeout as wait } from 'node:timers/promises';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import * as clock from '#lib/clock.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { LEASE_MS } from './follow-due-metadata.ts';
import { followMetadata } from './follow-metadata.ts';

/** A metadata URL is asked at most this often for sign-ins, however many fail. */
const APART_MS = 15_000;

/** How long a sign-in waits for another process that is asking. */
const PATIENCE_MS = 7_000;
const LOOK_MS = 100;

const asking = new Map<string, Promise<void>>();

/**
 * Whether a connection has a certificate that is not among `known`, once its metadata URL was asked for the sake of a
 * response signed with an unknown one. All sign-ins that come meanwhile wait for the same answer.
 */
export async function freshCertificates(
  scope: EnvironmentScope,
  connectionId: string,
  known: readonly string[],
): Promise<boolean> {
  const data = forEnvironment(scope);
  const isThere = async () => {
    const row = await data.connections.get(connectionId);
    return row?.certificates.some((one) => !known.includes(one.fingerprintSha256)) ?? false;
  };
  if (await isThere()) return true;
  let under = asking.get(connectionId);
  if (!under) {
    under = ask(scope, connectionId).finally(() => asking.delete(connectionId));
    asking.set(connectionId, under);
  }
  await under;
  return isThere();
}

async function ask(scope: EnvironmentScope, connectionId: string): Promise<void> {
  const { followedMetadata } = forEnvironment(scope);
  const now = clock.now();
  const leased = await followedMetadata.lease(connectionId, {
    now,
    notSince: new Date(now.getTime() - APART_MS),
    leasedUntil: new Date(now.getTime() + LEASE_MS),
  });
  if (leased) {
    await followMetadata(leased, { now: clock.now });
    return;
  }
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const row = await followedMetadata.get(connectionId);
    if (!row?.leasedUntil || row.leasedUntil <= clock.now()) return;
    await wait(LOOK_MS);
  }
}
