import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** A step of the schema: the folder name, its SQL, and the SHA-256 that `prisma migrate deploy` records. */
export type Migration = { name: string; sql: string; checksum: string };

/** Why a database cannot be brought to this version; `message` is one sentence with what to do. */
export class MigrationRefusal extends Error {}

/** Where the steps of this version lie. */
export const MIGRATIONS_DIRECTORY = path.resolve(import.meta.dirname, '../../prisma/migrations');

/** Prisma takes the same number, so that its `migrate deploy` and we exclude each other. */
const ADVISORY_LOCK = 72707369;

// The table as Prisma makes it.
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Reads the steps of this version, in the order in which they apply. */
export async function readMigrations(directory: string = MIGRATIONS_DIRECTORY): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing to the database at `url`, each step in its own transaction and once, also when several
 * servers start together. Returns the names applied. Throws `MigrationRefusal`; whatever was applied before stays.
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that goes away is reported by the query it interrupts; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new MigrationRefusal(
      `${unreachable(url, error)}; check DATABASE_URL and that PostgreSQL is running.`,
    );
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(TABLE);
    const applied = await readApplied(client);
    refuseForeign(applied, migrations);
    const missing = migrations.filter((migration) => !applied.has(migration.name));
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const unfinished = rows.find((row) => !row.finished);
  if (unfinished) {
    throw new MigrationRefusal(
      `Migration ${unfinished.migration_name} was begun by another tool and not finished; settle it with prisma migrate resolve.`,
    );
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function refuseForeign(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationRefusal(
        `The database belongs to a newer version of Gatehouse (it has ${name}); update Gatehouse or use another database.`,
      );
    }
    if (expected !== checksum) {
      throw new MigrationRefusal(
        `Migration ${name} was changed after it was applied to this database; restore the file, or use another database.`,
      );
    }
  }
}

/** Step and record are one transaction, so a kill at any moment leaves both or neither. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new MigrationRefusal(
      `Migration ${name} could not be applied: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** Says what was tried without its password. */
function unreachable(url: string, error: unknown): string {
  const { hostname, port, pathname } = new URL(url);
  const { code, message } = error as NodeJS.ErrnoException;
  // PostgreSQL Appendix A: 28P01 is invalid_password, 28000 a user or host that may not connect.
  if (code === '28P01' || code === '28000') {
    return `The database ${pathname.slice(1)} at ${hostname}:${port || 5432} refuses this user and password (${code})`;
  }
  return `The database ${pathname.slice(1)} at ${hostname}:${port || 5432} cannot be reached (${code ?? message})`;
}
