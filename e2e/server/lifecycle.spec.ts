import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { runningPostgresUrl } from '#lib/db/embedded-postgres.ts';
import { freePort } from '#lib/db/free-port.ts';
import { bareEnvironment } from '#lib/env.ts';
import { dataFiles } from '#lib/server/data-directory.ts';
import { spawnServer } from '#lib/server/spawn-server.ts';

const MAIN = path.resolve(import.meta.dirname, '../../lib/server/main.ts');
const KEY = randomBytes(32).toString('base64');

// Several starts each, and a start takes seconds when the machine is busy.
test.setTimeout(120_000);

let directory = '';
test.beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-lifecycle-'));
});
test.afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));

/** Starts a server that is expected to refuse; returns what it said and its exit code. */
async function refusal(settings: Record<string, string>): Promise<{ said: string; code: number | null }> {
  const env = {
    ...bareEnvironment(),
    PORT: String(await freePort()),
    GATEHOUSE_DATA_DIR: directory,
    ...settings,
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = await once(child, 'close');
  return { said: said.trim(), code };
}

async function postmaster(): Promise<number> {
  return Number(
    readFileSync(path.join(dataFiles(directory).postgres, 'postmaster.pid'), 'utf8').split('\n')[0],
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function query(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({
    connectionString: (await runningPostgresUrl(dataFiles(directory).postgres)) ?? '',
  });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test('a start prints address, first-admin link and credentials in this order, and keeps secrets to their owner', async () => {
  const server = await spawnServer({ dataDirectory: directory });
  expect(server.output().trim().split('\n')).toEqual([
    `Gatehouse is running at ${server.url}`,
    expect.stringMatching(new RegExp(`^Create the first admin account: ${server.url}/`)),
    `Staging credentials: ${path.join(directory, 'staging.env')}`,
  ]);
  for (const name of ['staging.env', 'secret.key', 'postgres.password']) {
    expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
  }
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

test('a stop ends PostgreSQL too and exits with 0, after the request under way has been answered', async () => {
  const server = await spawnServer({ dataDirectory: directory });
  const database = await postmaster();
  expect(isAlive(database)).toBe(true);
  const { port } = new URL(server.url);
  const request = http.request({
    port,
    method: 'POST',
    path: '/sso/token',
    headers: { 'content-length': 10 },
  });
  const answered = once(request, 'response');
  request.write('grant');
  await once(request, 'socket');
  await expect.poll(async () => (await fetch(`${server.url}/healthz`)).status).toBe(200);
  const stopped = server.stop();
  await expect
    .poll(() =>
      fetch(`${server.url}/healthz`).then(
        ({ status }) => status,
        () => 'refused',
      ),
    )
    .toBe('refused');
  request.end('_type');
  const [response] = await answered;
  expect(response.statusCode).toBe(400);
  response.resume();
  expect(await stopped).toBe(0);
  expect(isAlive(database)).toBe(false);
});

test('a server killed outright is followed by one that recovers, with what had been committed', async () => {
  const port = await freePort();
  const first = await spawnServer({ dataDirectory: directory, port });
  const orphan = await postmaster();
  const before = readFileSync(path.join(directory, 'staging.env'), 'utf8');
  await query('CREATE TABLE kept (id INT)');
  await query('INSERT INTO kept VALUES (42)');
  await first.kill();

  const second = await spawnServer({ dataDirectory: directory, port });
  expect(isAlive(orphan)).toBe(false);
  expect((await query('SELECT id FROM kept')).rows).toEqual([{ id: 42 }]);
  expect(readFileSync(path.join(directory, 'staging.env'), 'utf8')).toBe(before);

  process.kill(await postmaster(), 'SIGKILL');
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain('PostgreSQL ended unexpectedly');
  const third = await spawnServer({ dataDirectory: directory, port });
  expect((await query('SELECT id FROM kept')).rows).toEqual([{ id: 42 }]);
  expect(await third.stop()).toBe(0);
});

test('a server whose launcher is gone stops by itself', async () => {
  const server = await spawnServer({ dataDirectory: directory });
  const database = await postmaster();
  // `exit`, not `exited`: Node reports no `close` for a child whose channel was closed on this side.
  const ended = once(server.child, 'exit');
  server.child.disconnect();
  expect((await ended)[0]).toBe(0);
  expect(isAlive(database)).toBe(false);
});

test('a stale postmaster.pid with the number of another process does not keep it from starting', async () => {
  const first = await spawnServer({ dataDirectory: directory });
  await first.stop();
  const file = path.join(dataFiles(directory).postgres, 'postmaster.pid');
  writeFileSync(file, `${process.pid}\n${dataFiles(directory).postgres}\n1\n1\n`);
  const second = await spawnServer({ dataDirectory: directory });
  expect(await second.stop()).toBe(0);
});

test('a second server is refused on the same data and on the same port, and runs beside it otherwise', async () => {
  const first = await spawnServer({ dataDirectory: directory });
  expect(await refusal({})).toEqual({
    code: 1,
    said: expect.stringMatching(/^Gatehouse already runs on [^\n]+$/),
  });
  const elsewhere = path.join(directory, 'other');
  expect(await refusal({ GATEHOUSE_DATA_DIR: elsewhere, PORT: new URL(first.url).port })).toEqual({
    code: 1,
    said: expect.stringMatching(/^Port \d+ is in use; set PORT [^\n]+$/),
  });
  const beside = await spawnServer({ dataDirectory: elsewhere });
  expect((await fetch(`${beside.url}/healthz`)).status).toBe(200);
  expect(await beside.stop()).toBe(0);
  expect(await first.stop()).toBe(0);
});

const refused: [string, Record<string, string>, RegExp][] = [
  [
    'a database without a sealing key',
    { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' },
    /^Set GATEHOUSE_SECRET_KEY /,
  ],
  [
    'a database that cannot be reached',
    { DATABASE_URL: 'postgresql://x:hunter2@127.0.0.1:1/x', GATEHOUSE_SECRET_KEY: KEY },
    /^The database x at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
  ],
  ['a sealing key that is too short', { GATEHOUSE_SECRET_KEY: 'c2hvcnQ=' }, /^GATEHOUSE_SECRET_KEY must be /],
  [
    'plain http on a public address',
    { GATEHOUSE_URL: 'http://sso.example.com' },
    /^GATEHOUSE_URL must start with https/,
  ],
  ['a port that is no port', { PORT: 'http' }, /^PORT must be /],
];
for (const [name, settings, sentence] of refused) {
  test(`${name} is refused with one sentence and exit code 1`, async () => {
    const { said, code } = await refusal(settings);
    expect(said).toMatch(sentence);
    expect(said.split('\n')).toHaveLength(1);
    expect(said).not.toContain('hunter2');
    expect(code).toBe(1);
  });
}

test('data of a newer version is refused with one sentence and exit code 1', async () => {
  writeFileSync(dataFiles(directory).version, '{"layout":2}');
  const { said, code } = await refusal({});
  expect(said).toMatch(/^[^\n]* belongs to a newer version of Gatehouse; [^\n]+$/);
  expect(code).toBe(1);
});

test('a database of a newer version is refused with one sentence and exit code 1', async () => {
  const server = await spawnServer({ dataDirectory: directory });
  await query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '9999_later', now())",
  );
  await server.stop();
  const { said, code } = await refusal({});
  expect(said).toMatch(
    /^The database belongs to a newer version of Gatehouse \(it has 9999_later\); [^\n]+$/,
  );
  expect(code).toBe(1);
});

test('two servers share one database behind a load balancer', async () => {
  const owner = await spawnServer({ dataDirectory: directory });
  const settings = {
    DATABASE_URL: (await runningPostgresUrl(dataFiles(directory).postgres)) ?? '',
    GATEHOUSE_SECRET_KEY: readFileSync(dataFiles(directory).secretKey, 'utf8'),
  };
  const stranger = await refusal({ ...settings, GATEHOUSE_SECRET_KEY: KEY });
  expect(stranger).toEqual({
    code: 1,
    said: expect.stringMatching(/^GATEHOUSE_SECRET_KEY is not the key [^\n]+$/),
  });
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => spawnServer({ dataDirectory: path.join(directory, name), settings })),
  );
  for (const server of [one, two]) {
    expect((await fetch(`${server?.url}/healthz`)).status).toBe(200);
    expect(await server?.stop()).toBe(0);
  }
  expect(await owner.stop()).toBe(0);
});
