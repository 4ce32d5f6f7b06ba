import type { KeyPairRow } from '#lib/data/login-path.ts';
import { timeOfId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { signingPairAt } from '#lib/saml/key-renewal.ts';

/** The pair of a connection that signs what we send; null when it is not signed. Its age is in its id. */
export function signingPair(pairs: readonly KeyPairRow[], now: Date): KeyPairRow | null {
  const signing = pairs.filter(({ use }) => use === 'signing');
  const [only] = signing;
  // Nearly always: nothing has to be read then.
  if (signing.length < 2) return only ?? null;
  const dated = signing.map((pair) => ({
    pair,
    use: pair.use,
    createdAt: timeOfId(pair.id) ?? now,
    notAfter: parseCertificate(pair.certificatePem)?.notAfter ?? now,
  }));
  return signingPairAt(dated, now)?.pair ?? null;
}
