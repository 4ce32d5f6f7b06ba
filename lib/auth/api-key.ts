import { now } from '#lib/clock.ts';
import { database } from '#lib/db/client.ts';
import { hashSecret } from '#lib/secrets.ts';
import { EnvironmentScope } from './scope.ts';

/** Every bearer value of a request; some SDKs send two Authorization headers, which arrive joined. */
export function bearerValues(request: Request): string[] {
  const header = request.headers.get('authorization') ?? '';
  return [...header.matchAll(/Bearer\s+([^\s,]+)/gi)].map((match) => match[1] ?? '').filter(Boolean);
}

/**
 * The environment an API key opens, or null for a key that is unknown, revoked or expired. Notes the use,
 * at most once a minute. One statement.
 */
export async function scopeOfApiKey(secret: string): Promise<EnvironmentScope | null> {
  const at = now();
  const rows = await database().$queryRaw<
    { environmentId: string; kind: 'staging' | 'production' }[]
  >`WITH k AS (
      SELECT a.id, a."environmentId", a."lastUsedAt", e.kind
        FROM "ApiKey" a JOIN "Environment" e ON e.id = a."environmentId"
       WHERE a."secretHash" = ${hashSecret(secret)}
         AND a."revokedAt" IS NULL AND (a."expiresAt" IS NULL OR a."expiresAt" > ${at})
    ), used AS (
      UPDATE "ApiKey" a SET "lastUsedAt" = ${at} FROM k
       WHERE a.id = k.id AND (k."lastUsedAt" IS NULL OR k."lastUsedAt" < ${new Date(at.getTime() - 60_000)})
    )
    SELECT "environmentId", kind::text AS kind FROM k`;
  const row = rows[0];
  return row ? EnvironmentScope.mint(row.environmentId, row.kind) : null;
}

/** The environment of the request's bearer key, or null. */
export async function apiKeyScope(request: Request): Promise<EnvironmentScope | null> {
  for (const secret of bearerValues(request)) {
    const scope = await scopeOfApiKey(secret);
    if (scope) return scope;
  }
  return null;
}
