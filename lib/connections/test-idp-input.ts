import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { testIdpEntityId, testIdpSloUrl, testIdpSsoUrl } from '#lib/test-idp/address.ts';
import type { IdentityProviderInput } from './identity-provider-input.ts';

/** What a connection to the environment's built-in test identity provider is configured with; null without one. */
export async function testIdpInput({
  data,
  scope,
}: Pick<EnvironmentContext, 'data' | 'scope'>): Promise<IdentityProviderInput | null> {
  const key = scope.kind === 'staging' ? await data.testIdpKeys.get('signing') : null;
  if (!key) return null;
  const origin = env().http.url;
  return {
    from: 'fields',
    entityId: testIdpEntityId(origin, scope.environmentId),
    ssoUrl: testIdpSsoUrl(origin, scope.environmentId),
    sloUrl: testIdpSloUrl(origin, scope.environmentId),
    certificates: [key.certificatePem],
  };
}
