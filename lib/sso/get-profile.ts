import { decodeJwt } from 'jose';
import { bearerValues } from '#lib/auth/api-key.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { type ProfileView, profileView } from './profile-view.ts';
import { readAccessToken } from './tokens.ts';

/** The profile behind an access token: `GET /sso/profile`. Null when no bearer value is a valid token. */
export async function getProfile(request: Request, now: Date): Promise<ProfileView | null> {
  // Some SDKs send their API key beside the token or twice: look through all of them.
  for (const token of bearerValues(request)) {
    const clientId = unverifiedAudience(token);
    const scope = clientId === null ? null : await scopeOfClientId(clientId);
    if (!scope || clientId === null) continue;
    const known = await readAccessToken(scope, clientId, token, now);
    if (!known) continue;
    const row = await forEnvironment(scope).login.profileOfToken(known.sessionId, known.profileId);
    if (row) return profileView(row);
  }
  return null;
}

/**
 * The environment whose token a script has sent, for saying whether it may read the answer; a refusal is for its app as
 * well. Null when there is none, and when an API key came along: those have no business in a browser.
 */
export async function unverifiedScope(request: Request): Promise<EnvironmentScope | null> {
  const [token = '', ...others] = bearerValues(request);
  const clientId = others.length > 0 ? null : unverifiedAudience(token);
  return clientId === null ? null : scopeOfClientId(clientId);
}

/** Which environment's keys to verify with; the signature decides whether it was true. */
function unverifiedAudience(token: string): string | null {
  try {
    const { aud } = decodeJwt(token);
    return typeof aud === 'string' ? aud : null;
  } catch {
    return null;
  }
}
