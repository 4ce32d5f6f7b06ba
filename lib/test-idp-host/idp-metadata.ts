import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { testIdpEntityId, testIdpSloUrl, testIdpSsoUrl } from '#lib/test-idp/address.ts';
import { buildIdpMetadata } from '#lib/test-idp/metadata.ts';
import { testIdpKey } from './keys.ts';

/** The SAML metadata of the environment's test identity provider, to make a connection from. */
export async function idpMetadata(ctx: EnvironmentContext): Promise<string> {
  const origin = env().http.url;
  const { environmentId } = ctx.scope;
  const { certificatePem } = await testIdpKey(ctx, 'signing');
  return buildIdpMetadata({
    entityId: testIdpEntityId(origin, environmentId),
    ssoUrl: testIdpSsoUrl(origin, environmentId),
    sloUrl: testIdpSloUrl(origin, environmentId),
    certificatePem,
  });
}
