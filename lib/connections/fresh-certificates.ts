import { setTimeout as wait } from 'node:timers/promises';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import * as clock from '#lib/clock.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { LEASE_MS } from './follow-due-metadata.ts';
import { followMetadata } from './follow-metadata.ts';

type Bounds = {
  /** Least time between two questions to one metadata URL for the sake of sign-ins, however many come. */
  apartMs: number;
  /** How many sign-ins of one connection, and of all together, wait in this process; the next one does not. */
  waiting: number;
  waitingInAll: number;
};

/** How long one sign-in waits at most: the time between two questions, and a fetch before and after it. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 100;
const MISSES = 3;
/** A genuine response is far smaller; a larger one is not kept waiting, so that nobody fills the memory with them. */
const HELD_CHARACTERS = 128 * 1024;

type Asked = { began: number };

/**
 * Makes the look for a certificate that is not among `known`, for a response signed with an unknown one: the metadata
 * URL of the connection is asked, once for all sign-ins that came before, and never more often than `apartMs` says.
 * Whoever comes in between waits for the next time, because somebody else's garbage may have used up the last one just
 * before the identity provider changed its key. Says whether there is such a certificate now.
 */
export function certificateFinder({ apartMs, waiting, waitingInAll }: Bounds) {
  const asking = new Map<string, Promise<Asked | null>>();
  const held = new Map<string, number>();
  let heldInAll = 0;

  return async (
    scope: EnvironmentScope,
    connectionId: string,
    known: readonly string[],
    characters = 0,
  ): Promise<boolean> => {
    const { connections } = forEnvironment(scope);
    const isThere = async () => {
      const row = await connections.get(connectionId);
      return row?.certificates.some((one) => !known.includes(one.fingerprintSha256)) ?? false;
    };
    if (await isThere()) return true;
    const here = held.get(connectionId) ?? 0;
    if (here >= waiting || heldInAll >= waitingInAll || characters > HELD_CHARACTERS) return false;
    held.set(connectionId, here + 1);
    heldInAll += 1;
    try {
      const came = clock.now().getTime();
      for (;;) {
        let under = asking.get(connectionId);
        if (!under) {
          under = askInTime(scope, connectionId, apartMs).finally(() => asking.delete(connectionId));
          asking.set(connectionId, under);
        }
        const asked = await under;
        if (await isThere()) return true;
        // What was asked before this response came may have been answered before the key was changed.
        if (asked === null || asked.began >= came) return false;
        if (clock.now().getTime() - came > apartMs + PATIENCE_MS) return false;
      }
    } finally {
      const left = (held.get(connectionId) ?? 1) - 1;
      if (left > 0) held.set(connectionId, left);
      else held.delete(connectionId);
      heldInAll -= 1;
    }
  };
}

/** A metadata URL is asked at most four times a minute for sign-ins. */
export const freshCertificates = certificateFinder({ apartMs: 15_000, waiting: 250, waitingInAll: 1000 });

/** Asks as soon as it may, or waits for another process that is asking; null where there is nothing to ask. */
async function askInTime(
  scope: EnvironmentScope,
  connectionId: string,
  apartMs: number,
): Promise<Asked | null> {
  const { followedMetadata } = forEnvironment(scope);
  const until = clock.now().getTime() + apartMs + PATIENCE_MS;
  for (let missed = 0; missed < MISSES; ) {
    const now = clock.now();
    const leased = await followedMetadata.lease(connectionId, {
      now,
      notSince: new Date(now.getTime() - apartMs),
      leasedUntil: new Date(now.getTime() + LEASE_MS),
    });
    if (leased) {
      await followMetadata(leased, { now: clock.now });
      return { began: now.getTime() };
    }
    const row = await followedMetadata.get(connectionId);
    const others = row?.leasedUntil && row.leasedUntil > now ? row.leasedUntil : null;
    if (others) {
      if (!(await isDone(scope, connectionId, until))) return null;
      return { began: others.getTime() - LEASE_MS };
    }
    const next = row?.checkedAt ? row.checkedAt.getTime() + apartMs : 0;
    // Somebody else has just taken it, or it is not followed any more.
    if (next <= now.getTime()) missed += 1;
    await wait(next <= now.getTime() ? LOOK_MS : Math.min(next, until) - now.getTime());
  }
  return null;
}

async function isDone(scope: EnvironmentScope, connectionId: string, until: number): Promise<boolean> {
  const { followedMetadata } = forEnvironment(scope);
  while (clock.now().getTime() < until) {
    const row = await followedMetadata.get(connectionId);
    if (!row?.leasedUntil || row.leasedUntil <= clock.now()) return true;
    await wait(LOOK_MS);
  }
  return false;
}
