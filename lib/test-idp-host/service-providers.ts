import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { acsUrl, spEntityId } from '#lib/sso/service-provider.ts';
import { testIdpEntityId } from '#lib/test-idp/address.ts';

/** A connection that trusts this test identity provider, as the provider sees it: an app to sign in to. */
export type KnownServiceProvider = {
  connectionId: string;
  name: string;
  connectionType: string;
  organizationId: string;
  organizationName: string;
  /** Only an active connection, or one that waits for its first sign-in, accepts a response. */
  accepts: boolean;
  idpInitiatedMode: IdpInitiatedMode;
  entityId: string;
  /** The one address responses are ever posted to. */
  acsUrl: string;
  /** PEM; null when the connection has no key to encrypt for. */
  encryptionCertificatePem: string | null;
};

/** Every connection of the environment whose identity provider entity ID is this provider's, oldest first. */
export async function knownServiceProviders(ctx: EnvironmentContext): Promise<KnownServiceProvider[]> {
  const rows = await ctx.data.connections.ofIdentityProvider(
    testIdpEntityId(env().http.url, ctx.scope.environmentId),
  );
  return rows.map((row) => ({
    connectionId: row.id,
    name: row.name,
    connectionType: row.connectionType,
    organizationId: row.organization.id,
    organizationName: row.organization.name,
    accepts: row.state === 'active' || row.state === 'validating',
    idpInitiatedMode: row.idpInitiatedMode,
    entityId: spEntityId(row),
    acsUrl: acsUrl(row),
    encryptionCertificatePem:
      row.keyPairs.findLast((pair) => pair.use === 'encryption')?.certificatePem ?? null,
  }));
}
