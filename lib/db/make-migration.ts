import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { now } from '#lib/clock.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts';
import { MIGRATIONS_DIRECTORY, migrate, readMigrations } from '#lib/db/migrate.ts';
import { schemaDifference } from '#lib/db/schema-difference.ts';

/** Writes the step from prisma/migrations to prisma/schema as a new migration; returns its file, or null if none is needed. */
async function makeMigration(name: string): Promise<string | null> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'gatehouse-migration-'));
  const postgres = await startEmbeddedPostgres({ directory: path.join(scratch, 'postgres'), durable: false });
  try {
    await migrate(postgres.url, await readMigrations());
    const sql = await schemaDifference(postgres.url);
    if (sql === '') return null;
    const stamp = now().toISOString().replace(/\D/g, '').slice(0, 14);
    const file = path.join(MIGRATIONS_DIRECTORY, `${stamp}_${name}`, 'migration.sql');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${sql}\n`);
    return file;
  } finally {
    await postgres.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

const name = process.argv[2] ?? '';
if (!/^[a-z0-9_]+$/.test(name)) {
  console.error('Name the step in lower case with underscores: npm run db:migration -- add_connections');
  process.exitCode = 1;
} else {
  const file = await makeMigration(name);
  console.log(file ?? 'Migrations and schema agree; there is nothing to write.');
}
