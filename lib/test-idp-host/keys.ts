import type { EnvironmentContext } from '#lib/data/context.ts';
import { unseal } from '#lib/secrets.ts';
import type { SigningPair } from '#lib/test-idp/sign.ts';

/** A key pair of the environment's test identity provider: its own, or the one no connection trusts. */
export async function testIdpKey(
  ctx: EnvironmentContext,
  purpose: 'signing' | 'stranger',
): Promise<SigningPair> {
  const { environmentId } = ctx.scope;
  const row = await ctx.data.testIdpKeys.get(purpose);
  if (!row)
    throw new Error(`environment ${environmentId} has no ${purpose} key for its test identity provider`);
  const place = { environmentId, column: 'privateKeySealed', row: purpose };
  return {
    certificatePem: row.certificatePem,
    privateKeyPem: unseal(row.privateKeySealed, place).toString('utf8'),
  };
}
