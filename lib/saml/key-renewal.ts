/** A key pair of ours ends its certificate long after this; nobody should have to think of it before. */
export const RENEW_BEFORE_MS = 90 * 24 * 60 * 60 * 1000;

/** A new signing certificate is published for this long before requests are signed with it, and the old one as long after. */
export const OVERLAP_MS = 30 * 24 * 60 * 60 * 1000;

type Pair = { use: 'signing' | 'encryption'; createdAt: Date; notAfter: Date };

/**
 * The pair that signs requests at `now`: the one the identity provider knows, until the new one has been in our metadata
 * for OVERLAP_MS, or the old one has ended. Null when requests are not signed.
 */
export function signingPairAt<One extends Pair>(pairs: readonly One[], now: Date): One | null {
  const signing = pairs.filter(({ use }) => use === 'signing').sort(byAge);
  const [oldest] = signing;
  const newest = signing.at(-1);
  if (!oldest || !newest) return null;
  const settled = now.getTime() - newest.createdAt.getTime() >= OVERLAP_MS;
  return settled || oldest.notAfter <= now ? newest : oldest;
}

/**
 * What is to be done about the key pairs of a connection: for which uses a new one is made, beside those there are, and
 * which old ones go. A signing pair goes once its successor has signed for OVERLAP_MS; an encryption pair only when its
 * certificate ended RENEW_BEFORE_MS ago, because until then somebody may encrypt for it.
 */
export function keyPairPlan<One extends Pair>(
  pairs: readonly One[],
  now: Date,
): { renew: Pair['use'][]; retire: One[] } {
  const renew: Pair['use'][] = [];
  const retire: One[] = [];
  for (const use of ['signing', 'encryption'] as const) {
    const ours = pairs.filter((pair) => pair.use === use).sort(byAge);
    const newest = ours.at(-1);
    if (!newest) continue;
    if (newest.notAfter.getTime() - now.getTime() <= RENEW_BEFORE_MS) renew.push(use);
    if (now.getTime() - newest.createdAt.getTime() < 2 * OVERLAP_MS) continue;
    const over = ({ notAfter }: Pair) => now.getTime() - notAfter.getTime() >= RENEW_BEFORE_MS;
    retire.push(...ours.slice(0, -1).filter((pair) => use === 'signing' || over(pair)));
  }
  return { renew, retire };
}

function byAge(a: Pair, b: Pair): number {
  return a.createdAt.getTime() - b.createdAt.getTime();
}

/** A renewal under way: the new pair, the one it follows, and when the new one is used. */
export type Renewal<One extends Pair> = {
  fresh: One;
  old: One;
  /**
   * Signing: from then on requests are signed with the new pair, and an identity provider that does not know it refuses
   * them. Encryption: until then the identity provider should have begun to encrypt to the new one.
   */
  switchAt: Date;
  switched: boolean;
};

/**
 * The renewals of a connection that its identity provider has to be told about. A second pair that somebody made by hand,
 * long before the first one ends, is none.
 */
export function renewalsUnderWay<One extends Pair>(pairs: readonly One[], now: Date): Renewal<One>[] {
  return (['signing', 'encryption'] as const).flatMap((use) => {
    const [old, ...newer] = pairs.filter((pair) => pair.use === use).sort(byAge);
    const fresh = newer.at(-1);
    if (!old || !fresh || old.notAfter.getTime() - fresh.createdAt.getTime() > RENEW_BEFORE_MS) return [];
    const published = new Date(fresh.createdAt.getTime() + OVERLAP_MS);
    const switchAt = use === 'signing' && published < old.notAfter ? published : old.notAfter;
    return [{ fresh, old, switchAt, switched: switchAt <= now }];
  });
}
