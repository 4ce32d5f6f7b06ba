import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { type KnownServiceProvider, knownServiceProviders } from './service-providers.ts';

/** What the Test SSO page draws besides its scenarios. */
export type TestSsoView = {
  /** The connection the scenarios run through: the oldest usable one to the test identity provider. */
  testConnection: Pick<KnownServiceProvider, 'connectionId' | 'organizationName'> | null;
  defaultRedirectUri: string | null;
  /** Where an app would send a browser for that connection. */
  authorizationUrl: string;
  /** The other connections, newest first, at most 50. */
  others: readonly {
    id: string;
    name: string;
    organizationName: string;
    state: ConnectionRow['state'];
    accepts: boolean;
  }[];
};

/** Reads what the Test SSO page of an environment shows. */
export async function testSsoView(ctx: EnvironmentContext): Promise<TestSsoView> {
  const known = await knownServiceProviders(ctx);
  const test = known.find((one) => one.accepts) ?? null;
  const uris = await ctx.data.redirectUris.all();
  const defaultRedirectUri = uris.find((one) => one.isDefault)?.uri ?? null;
  const query = new URLSearchParams({
    client_id: await ctx.data.environment.clientId(),
    connection: test?.connectionId ?? '',
    redirect_uri: defaultRedirectUri ?? '',
    response_type: 'code',
  });
  const newest = await ctx.data.connections.page({}, { limit: 51, order: 'desc' });
  return {
    testConnection: test && { connectionId: test.connectionId, organizationName: test.organizationName },
    defaultRedirectUri,
    authorizationUrl: `${env().http.url}/sso/authorize?${query}`,
    others: newest.data
      .filter((row) => row.id !== test?.connectionId)
      .slice(0, 50)
      .map((row) => ({
        id: row.id,
        name: row.name,
        organizationName: row.organization.name,
        state: row.state,
        accepts: row.state === 'active' || row.state === 'validating',
      })),
  };
}
