import { holderOfApiKey } from '#lib/auth/api-key.ts';
import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { RedeemedSession } from '#lib/data/login-path.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { TOKEN_ERRORS, type TokenErrorCode } from '#lib/oauth/errors.ts';
import { codeChallengeOf, isCodeVerifier } from '#lib/oauth/pkce.ts';
import type { TokenRequest } from '#lib/oauth/token-request.ts';
import { hashSecret } from '#lib/secrets.ts';
import { openOAuthSecrets } from './oauth-secrets.ts';
import { type ProfileView, profileView } from './profile-view.ts';
import { ACCESS_TOKEN_SECONDS } from './session-states.ts';
import { accessToken, idToken } from './tokens.ts';

export type TokenResponse = {
  token_type: 'Bearer';
  access_token: string;
  expires_in: number;
  id_token?: string;
  profile: ProfileView;
  /** Of a provider whose tokens the environment hands on. */
  oauth_tokens?: {
    provider: string;
    access_token: string;
    refresh_token: string;
    expires_at: number;
    scopes: readonly string[];
  };
};

/**
 * Exchanges a code for profile and token: `POST /sso/token`. The code redeems once, whatever races; one
 * wording for a code that is absent, foreign, expired, used, or comes with a wrong verifier (RFC 6749 §5.2).
 */
export async function redeemCode(
  request: TokenRequest,
  context: {
    visitor: Visitor;
    now: Date;
    /** The client whose own token endpoint was asked, as OpenID Connect discovery names it. */
    openIdClient?: string | null;
  },
): Promise<TokenResponse> {
  const client = await identifyClient(request);
  const { scope, clientId, publicClient } = client;
  const { openIdClient = null } = context;
  if (openIdClient !== null && openIdClient !== clientId) throw refusal('invalid_client');
  const verifier = request.codeVerifier;
  if (verifier !== null && !isCodeVerifier(verifier)) throw refusal('invalid_grant');
  const data = forEnvironment(scope);
  const codeHash = hashSecret(request.code);
  const redeemed = await data.login.redeemCode({
    at: context.now,
    codeHash,
    challenge: verifier === null ? null : codeChallengeOf(verifier),
    publicClient,
    redirectUri: request.redirectUri,
  });
  if (!redeemed) {
    // Only a client that proved itself may void what the first exchange gave (RFC 6749 §4.1.2).
    if (!publicClient) await data.login.noteCodeReuse(codeHash);
    throw refusal('invalid_grant');
  }
  const profile = profileView(redeemed);
  const subject = {
    clientId,
    sessionId: redeemed.sessionId,
    profile,
    nonce: redeemed.nonce,
    now: context.now,
  };
  // OAuth 2.0 clients of /sso/token, next-auth among them, send scope openid by habit and refuse the ID token that
  // OpenID Connect answers it with; those that want one send a nonce, or have found their endpoint by discovery.
  const wantsIdToken =
    redeemed.nonce !== null || (openIdClient !== null && redeemed.scope?.split(' ').includes('openid'));
  return {
    token_type: 'Bearer',
    access_token: await accessToken(scope, subject),
    expires_in: ACCESS_TOKEN_SECONDS,
    ...(wantsIdToken ? { id_token: await idToken(scope, subject) } : {}),
    profile,
    ...oauthTokens(scope, redeemed),
  };
}

/** A provider that gives no refresh token, or does not say when its token ends, leaves an empty text and 0. */
function oauthTokens(
  { environmentId }: EnvironmentScope,
  { secretsSealed, sessionId }: RedeemedSession,
): Pick<TokenResponse, 'oauth_tokens'> {
  const secrets = secretsSealed && openOAuthSecrets(environmentId, sessionId, secretsSealed);
  if (secrets?.waitsFor !== 'exchange') return {};
  const { provider, tokens } = secrets;
  return {
    oauth_tokens: {
      provider,
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken ?? '',
      expires_at: tokens.expiresAt ?? 0,
      scopes: tokens.scopes,
    },
  };
}

/** Who asks: client ID with its API key as secret (or bearer), or a public client that proves itself by PKCE. */
async function identifyClient(
  request: TokenRequest,
): Promise<{ scope: EnvironmentScope; clientId: string; publicClient: boolean }> {
  const secrets = request.clientSecret === null ? request.bearerValues : [request.clientSecret];
  const named = request.clientId === null ? null : await scopeOfClientId(request.clientId);
  if (request.clientId !== null && !named) throw refusal('invalid_client');
  if (secrets.length === 0) {
    if (!named || request.clientId === null || request.codeVerifier === null) throw refusal('invalid_client');
    return { scope: named, clientId: request.clientId, publicClient: true };
  }
  for (const secret of secrets) {
    const scope = (await holderOfApiKey(secret))?.scope;
    if (!scope) continue;
    // A key of one environment never works for another one.
    if (named && named.environmentId !== scope.environmentId) continue;
    const clientId = request.clientId ?? (await forEnvironment(scope).environment.clientId());
    return { scope, clientId, publicClient: false };
  }
  throw refusal('invalid_client');
}

function refusal(code: TokenErrorCode): OAuthError {
  return new OAuthError(code, TOKEN_ERRORS[code].description, { status: TOKEN_ERRORS[code].status });
}
