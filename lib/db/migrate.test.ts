import { expect, test } from '@playwright/test';
import pg from 'pg';
import { MigrationRefusal, migrate, readMigrations } from '#lib/db/migrate.ts';
import { schemaDifference } from '#lib/db/schema-difference.ts';
import { emptyTestDatabase, testDatabase } from '#lib/db/test-database.ts';

const step = (name: string, sql: string) => ({ name, sql, checksum: name.padEnd(64, '0') });

const first = step('1_first', 'CREATE TABLE "First" (id INT); INSERT INTO "First" VALUES (1);');
const second = step('2_second', 'CREATE TABLE "Second" (id INT);');

async function withEmpty(run: (url: string, client: pg.Client) => Promise<void>): Promise<void> {
  const database = await emptyTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await run(database.url, client);
  } finally {
    await client.end();
    await database.drop();
  }
}

async function tables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  return rows.map((row) => row.name);
}

test('migrations bring an empty database to exactly the schema', async () => {
  const database = await testDatabase();
  expect(await schemaDifference(database.url)).toBe('');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('ALTER TABLE "Workspace" ADD COLUMN surplus TEXT');
  await client.end();
  expect(await schemaDifference(database.url)).toContain('DROP COLUMN "surplus"');
  await database.drop();
});

test('every migration of this version can be read, in order', async () => {
  const migrations = await readMigrations();
  expect(migrations.length).toBeGreaterThan(0);
  expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).sort());
  for (const { checksum } of migrations) expect(checksum).toMatch(/^[0-9a-f]{64}$/);
});

test('a step is applied once, and later steps follow', async () => {
  await withEmpty(async (url, client) => {
    expect(await migrate(url, [first])).toEqual(['1_first']);
    expect(await migrate(url, [first])).toEqual([]);
    expect(await migrate(url, [first, second])).toEqual(['2_second']);
    expect((await client.query('SELECT id FROM "First"')).rowCount).toBe(1);
    expect(await tables(client)).toEqual(['First', 'Second', '_prisma_migrations']);
  });
});

test('the record is what prisma migrate deploy would have left', async () => {
  await withEmpty(async (url, client) => {
    await migrate(url, [first]);
    const { rows } = await client.query('SELECT * FROM _prisma_migrations');
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: first.checksum,
        finished_at: expect.any(Date),
        migration_name: '1_first',
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date),
        applied_steps_count: 1,
      },
    ]);
  });
});

test('servers that start together apply a step once', async () => {
  await withEmpty(async (url, client) => {
    const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(url, [first, second])));
    expect(applied.flat().sort()).toEqual(['1_first', '2_second']);
    expect((await client.query('SELECT id FROM "First"')).rowCount).toBe(1);
  });
});

test('a step that fails leaves nothing behind and what came before stays', async () => {
  await withEmpty(async (url, client) => {
    const broken = step('2_broken', 'CREATE TABLE "Half" (id INT); SELECT * FROM nowhere;');
    await expect(migrate(url, [first, broken])).rejects.toThrow(/^Migration 2_broken could not be applied/);
    expect(await tables(client)).toEqual(['First', '_prisma_migrations']);
    expect(await migrate(url, [first, second])).toEqual(['2_second']);
  });
});

test('a database of a newer version is refused', async () => {
  await withEmpty(async (url) => {
    await migrate(url, [first, second]);
    const refused = migrate(url, [first]);
    await expect(refused).rejects.toThrow(MigrationRefusal);
    await expect(refused).rejects.toThrow(/newer version of Gatehouse \(it has 2_second\)/);
  });
});

test('a step that was changed after it was applied is refused', async () => {
  await withEmpty(async (url) => {
    await migrate(url, [first]);
    await expect(migrate(url, [{ ...first, checksum: 'other' }])).rejects.toThrow(/was changed after/);
  });
});

test('a step that another tool left unfinished is refused', async () => {
  await withEmpty(async (url, client) => {
    await migrate(url, [first]);
    await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(migrate(url, [first])).rejects.toThrow(/not finished/);
  });
});

test('a database that cannot be reached is refused without showing its password', async () => {
  const refused = migrate('postgresql://someone:hunter2@127.0.0.1:1/gone', [first]);
  await expect(refused).rejects.toThrow(/gone at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/);
  await expect(refused).rejects.not.toThrow(/hunter2/);
});
