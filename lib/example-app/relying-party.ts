import { WorkOS } from '@workos-inc/node';
import { scopeOfStagingEnvironment } from '#lib/auth/public-scope.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';
import { env } from '#lib/env.ts';
import {
  isOAuthConnectionType,
  OAUTH_PROVIDER_FACTS,
  type OAuthConnectionType,
} from '#lib/oidc/providers.ts';
import { testIdpEntityId } from '#lib/test-idp/address.ts';
import { stagingCredentials } from '#lib/workspace/staging-credentials.ts';

/** What the example app is set up with; an app of yours has the same from its environment variables. */
export type RelyingParty = {
  /** Builds the address a browser is sent to, so it names our public origin. */
  workos: WorkOS;
  /** Talks to the API: straight to this server's own listener, whatever stands in front of it. */
  api: WorkOS;
  clientId: string;
  connectionId: string;
  organizationId: string;
  redirectUri: string;
  environmentId: string;
  /** OAuth providers that are switched on in its environment. */
  providers: readonly { provider: OAuthConnectionType; label: string }[];
  data: EnvironmentData;
};

export type NoRelyingParty = { missing: 'environment' | 'connection' };

/**
 * The example app's settings in the first staging environment: its own client, key and Test Organization connection.
 * An app elsewhere needs one SDK instance; here there are two, because the public origin may only be reachable from
 * outside (TLS and a proxy in front), while the token request never has to leave the machine.
 */
export async function relyingParty(now: Date): Promise<RelyingParty | NoRelyingParty> {
  const credentials = await stagingCredentials(now);
  const scope = credentials && (await scopeOfStagingEnvironment(credentials.environmentId));
  if (!credentials || !scope) return { missing: 'environment' };
  const { apiKey, clientId, environmentId } = credentials;
  const { http } = env();
  const data = forEnvironment(scope);
  const known = await data.connections.ofIdentityProvider(testIdpEntityId(http.url, environmentId));
  const connection = known.find((one) => one.state === 'active' || one.state === 'validating');
  if (!connection) return { missing: 'connection' };
  const rows = await data.oauthProviders.all();
  return {
    workos: new WorkOS(apiKey, publicAddress(http.url)),
    api: new WorkOS(apiKey, { apiHostname: listener(http.listen), port: http.port, https: false }),
    clientId,
    connectionId: connection.id,
    organizationId: connection.organizationId,
    redirectUri: `${http.url}/example/callback`,
    environmentId,
    providers: rows.flatMap(({ connectionType, state }) =>
      state === 'active' && isOAuthConnectionType(connectionType)
        ? [{ provider: connectionType, label: OAUTH_PROVIDER_FACTS[connectionType].label }]
        : [],
    ),
    data,
  };
}

/** SDK options that name an origin. */
export function publicAddress(origin: string): { apiHostname: string; port?: number; https: boolean } {
  const url = new URL(origin);
  return {
    apiHostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    https: url.protocol === 'https:',
  };
}

/** An address this process listens on, in the form a URL needs. */
function listener(addresses: readonly string[]): string {
  const address = addresses[0] ?? '*';
  if (address === '*') return '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}
