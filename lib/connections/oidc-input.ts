import type { ConnectionRow, ConnectionValues } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, type ErrorCode, type FieldError } from '#lib/errors.ts';
import { fetchOutside, outsidePolicy } from '#lib/http/outside.ts';
import { isOidcConnectionType, OIDC_TYPE_FACTS } from '#lib/oidc/connections.ts';
import { type DiscoveredProvider, discoveryAddress, readDiscovery } from '#lib/oidc/discovery.ts';
import { seal } from '#lib/secrets.ts';

/** Who the OpenID provider is, and what we are to it; absent or null stays as it is. */
export type OidcInput = {
  discoveryEndpoint?: string | null | undefined;
  clientId?: string | null | undefined;
  clientSecret?: string | null | undefined;
  /** `client_secret_basic` or `client_secret_post`; where nobody says, as the provider prefers. */
  tokenAuth?: string | null | undefined;
};

export type OidcColumns = Partial<Pick<ConnectionValues, Extract<keyof ConnectionValues, `oidc${string}`>>>;

const MAX_DISCOVERY_BYTES = 256 * 1024;

/**
 * Checks what was entered of an OpenID provider, reads its discovery document, and turns both into columns. Another
 * discovery endpoint needs the client secret once more: a secret is sent to nobody it was not entered for. Throws
 * AppErrors that carry the field: client_secret_required, discovery_endpoint_must_use_https,
 * connection_could_not_be_verified, token_authentication_method_not_supported or invalid_request_parameters.
 */
export async function oidcColumns(
  { scope }: Pick<EnvironmentContext, 'scope'>,
  connection: { id: string; connectionType: string } & Partial<ConnectionRow>,
  input: OidcInput,
): Promise<OidcColumns> {
  const { connectionType: type } = connection;
  if (!isOidcConnectionType(type)) {
    throw new AppError('connection_type_conflicts_with_options');
  }
  const clientId = input.clientId?.trim() || (connection.oidcClientId ?? '');
  const clientSecret = input.clientSecret?.trim() ?? '';
  const typed =
    input.discoveryEndpoint?.trim() ||
    (connection.oidcDiscoveryEndpoint ?? OIDC_TYPE_FACTS[type].discoveryEndpoint ?? '');
  if (!/^[\x20-\x7e]{1,255}$/.test(clientId)) {
    const message = 'Enter the client ID that the identity provider shows for our app.';
    throw wrong('client_id', 'invalid_request_parameters', message);
  }
  const address = discoveryAddress(typed);
  if (address === null) {
    const message =
      'Enter the discovery endpoint, a web address that ends in /.well-known/openid-configuration.';
    throw wrong('discovery_endpoint', 'invalid_request_parameters', message);
  }
  const policy = outsidePolicy(scope.kind);
  if (address.url.startsWith('http:') && !policy.loopback) {
    throw wrong(
      'discovery_endpoint',
      'discovery_endpoint_must_use_https',
      'The discovery endpoint must start with https://.',
    );
  }
  const stays =
    (connection.oidcClientId ?? null) !== null && connection.oidcDiscoveryEndpoint === address.url;
  if (clientSecret === '' && !stays) {
    const message =
      (connection.oidcClientId ?? null) === null
        ? 'Enter the client secret.'
        : 'Enter the client secret again: what was entered for one discovery endpoint is not sent to another.';
    throw wrong('client_secret', 'client_secret_required', message);
  }
  if (clientSecret !== '' && !/^[\x20-\x7e]{1,2048}$/.test(clientSecret)) {
    throw wrong(
      'client_secret',
      'invalid_request_parameters',
      'The client secret has characters that none has.',
    );
  }
  const provider = await discovered(address, policy);
  const asked = input.tokenAuth ?? (stays ? connection.oidcTokenAuth : null) ?? provider.tokenAuths[0];
  const tokenAuth = provider.tokenAuths.find((one) => one === asked);
  if (!tokenAuth) {
    throw wrong(
      'token_authentication_method',
      'token_authentication_method_not_supported',
      `The identity provider takes ${provider.tokenAuths.join(' and ')} only.`,
    );
  }
  return {
    oidcClientId: clientId,
    ...(clientSecret === ''
      ? {}
      : {
          oidcClientSecretSealed: seal(clientSecret, {
            environmentId: scope.environmentId,
            column: 'oidcClientSecretSealed',
            row: connection.id,
          }),
        }),
    oidcDiscoveryEndpoint: address.url,
    oidcIssuer: provider.issuer,
    oidcAuthorizationEndpoint: provider.authorizationEndpoint,
    oidcTokenEndpoint: provider.tokenEndpoint,
    oidcJwksUri: provider.jwksUri,
    oidcUserinfoEndpoint: provider.userinfoEndpoint,
    oidcRevocationEndpoint: provider.revocationEndpoint,
    oidcEndSessionEndpoint: provider.endSessionEndpoint,
    oidcTokenAuth: tokenAuth,
  };
}

async function discovered(
  address: { url: string; issuer: string },
  policy: ReturnType<typeof outsidePolicy>,
): Promise<DiscoveredProvider> {
  const reply = await fetchOutside(address.url, {
    policy,
    maxBytes: MAX_DISCOVERY_BYTES,
    accept: 'application/json',
  });
  if (!reply.ok)
    throw wrong('discovery_endpoint', 'connection_could_not_be_verified', reply.message, reply.code);
  const { loopback } = policy;
  const read = readDiscovery(reply.body.toString('utf8'), { issuer: address.issuer, loopback });
  if (read.ok) return read.provider;
  const code =
    read.code === 'token_authentication_method_not_supported'
      ? read.code
      : 'connection_could_not_be_verified';
  throw wrong('discovery_endpoint', code, read.message, read.code);
}

function wrong(field: string, refusal: ErrorCode, message: string, code: string = refusal): AppError {
  const fields: FieldError[] = [{ field, code, message }];
  return new AppError(refusal, refusal === 'invalid_request_parameters' ? undefined : message, { fields });
}
