import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts';
import { type Migration, migrate, readMigrations } from '#lib/db/migrate.ts';
import { testDatabaseServer } from '#lib/env.ts';
import { lockHolder, takeLock } from '#lib/launcher/lock.js';

const PREFIX = 'gatehouse-tests-';
const YOUNG_MS = 60_000;
// The same number in every worker, so that one of them makes the template while the others wait.
const ADVISORY_LOCK = 726_001;

let ownServer: Promise<string> | undefined;

/**
 * A database of its own for a test, migrated and empty. On the PostgreSQL of the test run, or on one that this process
 * starts and takes down again when Playwright was called directly.
 */
export async function testDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  return copyOf('template', await readMigrations());
}

/** The same without any migration applied. */
export async function emptyTestDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  return copyOf('empty', []);
}

async function copyOf(kind: string, migrations: readonly Migration[]) {
  ownServer ??= testDatabaseServer() === null ? startOwnServer() : undefined;
  const server = testDatabaseServer() ?? (await ownServer) ?? '';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withAdmin(server, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    const template = await ensureTemplate(admin, server, kind, migrations);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const drop = () =>
    withAdmin(server, async (admin) => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    });
  return { url: databaseUrl(server, name), drop };
}

/** Made under another name first: a template exists only once every migration has been applied to it. */
async function ensureTemplate(
  admin: pg.Client,
  server: string,
  kind: string,
  migrations: readonly Migration[],
): Promise<string> {
  const state = createHash('sha256').update(JSON.stringify(migrations.map(({ checksum }) => checksum)));
  const template = `${kind}_${state.digest('hex').slice(0, 16)}`;
  const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (found.rowCount === 1) return template;
  await admin.query(`DROP DATABASE IF EXISTS ${template}_new`);
  await admin.query(`CREATE DATABASE ${template}_new`);
  if (migrations.length > 0) await migrate(databaseUrl(server, `${template}_new`), migrations);
  await admin.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
  return template;
}

async function withAdmin(server: string, run: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await run(admin);
  } finally {
    await admin.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Playwright tells a worker only through `exit` that it ends, so taking down has to be synchronous. */
async function startOwnServer(): Promise<string> {
  removeLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  takeLock(path.join(folder, 'owner.lock'));
  const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres'), durable: false });
  process.once('exit', () => {
    postgres.kill();
    // Its processes take a moment to go, and until then write into the folder.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  return postgres.url;
}

/** Folders of workers that were killed. Their PostgreSQL ends by itself once its files are gone. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    // A worker that has just begun has its folder a moment before its lock.
    const { birthtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { birthtimeMs: Date.now() };
    if (Date.now() - birthtimeMs < YOUNG_MS) continue;
    if (lockHolder(path.join(folder, 'owner.lock')) === null)
      rmSync(folder, { recursive: true, force: true });
  }
}
