import { setTimeout as wait } from 'node:timers/promises';
import { newExternalKey } from '#lib/ids.ts';
import { newToken } from '#lib/secrets.ts';

/** The TXT records of a name, each in one piece; empty when there are none. May throw and may hang. */
export type ResolveTxt = (name: string) => Promise<readonly string[]>;

/** What a domain is proven with: a TXT record `<verificationPrefix>.<domain>` that holds the token. */
export type DomainChallenge = { verificationToken: string; verificationPrefix: string };

/** What identifies the product in the name of the TXT record, so that its owner knows whom to ask. */
const PREFIX = 'gatehouse-domain-verification';

/** A fresh TXT record for a domain. */
export function newChallenge(): DomainChallenge {
  return {
    verificationToken: newToken(),
    verificationPrefix: `${PREFIX}-${newExternalKey().slice(0, 6).toLowerCase()}`,
  };
}

/**
 * Whether the domain's TXT record is there; false also when no name server answers within `lookUpMs` (ms). Both forms
 * count: the token under a name of its own, and the older `verification_token=` at the domain itself.
 */
export async function isPublished(
  row: DomainChallenge & { domain: string },
  resolveTxt: ResolveTxt,
  lookUpMs: number,
): Promise<boolean> {
  const has = async (name: string, value: string) => {
    const records = await withinTime(() => resolveTxt(name), lookUpMs);
    return records.some((record) => record.trim() === value);
  };
  const found = await Promise.all([
    has(`${row.verificationPrefix}.${row.domain}`, row.verificationToken),
    has(row.domain, `verification_token=${row.verificationToken}`),
  ]);
  return found.includes(true);
}

async function withinTime(lookUp: () => Promise<readonly string[]>, ms: number): Promise<readonly string[]> {
  const timer = new AbortController();
  const late = wait(ms, [], { signal: timer.signal }).catch(() => []);
  try {
    return await Promise.race([lookUp(), late]);
  } catch {
    return [];
  } finally {
    timer.abort();
  }
}
