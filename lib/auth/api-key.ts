import { now } from '#lib/clock.ts';
import { database } from '#lib/db/client.ts';
import { hashSecret } from '#lib/secrets.ts';
import { type Actor, requestOrigin } from './actor.ts';
import { EnvironmentScope } from './scope.ts';

/** What a working key proves: where its holder may act, and which key it is. */
export type KeyHolder = { scope: EnvironmentScope; key: { id: string; name: string } };

/** Every bearer value of a request; some SDKs send two Authorization headers, which arrive joined. */
export function bearerValues(request: Request): string[] {
  const header = request.headers.get('authorization') ?? '';
  return [...header.matchAll(/Bearer\s+([^\s,]+)/gi)].map((match) => match[1] ?? '').filter(Boolean);
}

/**
 * The environment an API key opens, or null for a key that is unknown, revoked or expired. Notes the use,
 * at most once a minute. One statement.
 */
export async function holderOfApiKey(secret: string): Promise<KeyHolder | null> {
  const at = now();
  const rows = await database().$prepared.rows<
    { id: string; name: string; environmentId: string; kind: 'staging' | 'production' }[]
  >`WITH k AS (
      SELECT a.id, a.name, a."environmentId", a."lastUsedAt", e.kind
        FROM "ApiKey" a JOIN "Environment" e ON e.id = a."environmentId"
       WHERE a."secretHash" = ${hashSecret(secret)}
         AND a."revokedAt" IS NULL AND (a."expiresAt" IS NULL OR a."expiresAt" > ${at})
    ), used AS (
      UPDATE "ApiKey" a SET "lastUsedAt" = ${at} FROM k
       WHERE a.id = k.id AND (k."lastUsedAt" IS NULL OR k."lastUsedAt" < ${new Date(at.getTime() - 60_000)})
    )
    SELECT id, name, "environmentId", kind::text AS kind FROM k`;
  const row = rows[0];
  if (!row) return null;
  return {
    scope: EnvironmentScope.mint(row.environmentId, row.kind),
    key: { id: row.id, name: row.name },
  };
}

/** The environment of the request's bearer key and who acts with it, or null. */
export async function apiKeyCaller(
  request: Request,
): Promise<{ scope: EnvironmentScope; actor: Actor } | null> {
  for (const secret of bearerValues(request)) {
    const holder = await holderOfApiKey(secret);
    if (!holder) continue;
    const { scope, key } = holder;
    return { scope, actor: { type: 'api_key', ...key, ...requestOrigin(request.headers) } };
  }
  return null;
}
