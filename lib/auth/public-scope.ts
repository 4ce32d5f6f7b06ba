import { database } from '#lib/db/client.ts';
import { hashSecret } from '#lib/secrets.ts';
import { EnvironmentScope } from './scope.ts';

/**
 * Look-ups without a scope: the public doors. What they map never changes for as long as it exists
 * (client ID → environment, external key → connection), so the answers are kept in memory; a deleted
 * environment or connection is noticed by the scoped query that follows.
 */
const LIMIT = 10_000;
const byClientId = new Map<string, EnvironmentScope>();
const byExternalKey = new Map<string, { scope: EnvironmentScope; connectionId: string }>();

function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  if (map.size >= LIMIT) map.clear();
  map.set(key, value);
  return value;
}

/** The environment whose OAuth client_id this is, or null. */
export async function scopeOfClientId(clientId: string): Promise<EnvironmentScope | null> {
  const known = byClientId.get(clientId);
  if (known) return known;
  if (clientId.includes('\0')) return null;
  const row = await database().environment.findUnique({
    where: { clientId },
    select: { id: true, kind: true },
  });
  return row ? remember(byClientId, clientId, EnvironmentScope.mint(row.id, row.kind)) : null;
}

/** The connection whose ACS or metadata URL carries this key, or null. */
export async function scopeOfExternalKey(
  externalKey: string,
): Promise<{ scope: EnvironmentScope; connectionId: string } | null> {
  const known = byExternalKey.get(externalKey);
  if (known) return known;
  if (externalKey.includes('\0')) return null;
  const rows = await database().$queryRaw<
    { id: string; environmentId: string; kind: 'staging' | 'production' }[]
  >`
    SELECT c.id, c."environmentId", e.kind::text AS kind
      FROM "Connection" c JOIN "Environment" e ON e.id = c."environmentId"
     WHERE c."externalKey" = ${externalKey}`;
  const row = rows[0];
  if (!row) return null;
  return remember(byExternalKey, externalKey, {
    scope: EnvironmentScope.mint(row.environmentId, row.kind),
    connectionId: row.id,
  });
}

/** The environment a logo belongs to, or null. */
export async function scopeOfLogo(logoId: string): Promise<EnvironmentScope | null> {
  const rows = await database().$queryRaw<{ id: string; kind: 'staging' | 'production' }[]>`
    SELECT e.id, e.kind::text AS kind FROM "BrandingLogo" l JOIN "Environment" e ON e.id = l."environmentId"
     WHERE l.id = ${logoId}`;
  const row = rows[0];
  return row ? EnvironmentScope.mint(row.id, row.kind) : null;
}

/** The staging environment that owns a test identity provider or example page, or null. */
export async function scopeOfStagingEnvironment(environmentId: string): Promise<EnvironmentScope | null> {
  const row = await database().environment.findUnique({
    where: { id: environmentId },
    select: { id: true, kind: true },
  });
  return row?.kind === 'staging' ? EnvironmentScope.mint(row.id, row.kind) : null;
}

/** The link to a session's evidence that carries this token, whether it still works or not, or null. */
export async function scopeOfEvidenceToken(
  token: string,
): Promise<{ scope: EnvironmentScope; linkId: string } | null> {
  // What newToken mints; anything else need not be looked for.
  if (!/^[\w-]{43}$/.test(token)) return null;
  const rows = await database().$queryRaw<
    { id: string; environmentId: string; kind: 'staging' | 'production' }[]
  >`
    SELECT l.id, l."environmentId", e.kind::text AS kind
      FROM "EvidenceLink" l JOIN "Environment" e ON e.id = l."environmentId"
      JOIN "Workspace" w ON w.id = e."workspaceId"
     WHERE l."tokenHash" = ${hashSecret(token)} AND w."deletionRequestedAt" IS NULL`;
  const row = rows[0];
  return row ? { scope: EnvironmentScope.mint(row.environmentId, row.kind), linkId: row.id } : null;
}

/** Whether any environment lists this origin for its browser apps; which one, the caller does not learn. */
export async function isOriginOfSomeEnvironment(origin: string): Promise<boolean> {
  if (origin.length > 512 || origin.includes('\0')) return false;
  const rows = await database().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "CorsOrigin" WHERE origin = ${origin}) AS known`;
  return rows[0]?.known ?? false;
}
