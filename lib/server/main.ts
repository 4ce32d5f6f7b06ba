import http, { type Server } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts';
import { MigrationRefusal, migrate, readMigrations } from '#lib/db/migrate.ts';
import { EnvProblem, env, processSettings, publishToProcess, type Settings } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import {
  dataFiles,
  keepSecretKey,
  makeDataDirectory,
  openDataDirectory,
} from '#lib/server/data-directory.ts';
import { derivedKey } from '#lib/server/derived-keys.ts';
import { gatehouseListener } from '#lib/server/http.ts';
import { listenOn, refuseTakenPort } from '#lib/server/listen.ts';
import { runStopTasks } from '#lib/server/on-stop.ts';
import { StartRefusal } from '#lib/server/refusal.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const DRAIN_LIMIT_MS = 10_000;
const PATIENCE_MS = 2500;

/** What has been started so far. */
const running = {
  first: http.createServer(),
  servers: [] as Server[],
  postgres: null as Promise<EmbeddedPostgres> | null,
  unlock: () => {},
};
let stopping: Promise<void> | null = null;

/** Tries again for a moment: a server whose launcher was just killed is about to let go of its port and its data. */
async function patiently<T>(attempt: () => T | Promise<T>): Promise<T> {
  const giveUp = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRefusal(error) || performance.now() > giveUp) throw error;
      await wait(100);
    }
  }
}

/** Finds the reasons not to start that take no time, so that nobody waits for a build to be told. */
async function checkSettings(): Promise<Settings> {
  const settings = processSettings();
  if (settings.database.url !== null && settings.secret.key === null) {
    throw new StartRefusal(
      'Set GATEHOUSE_SECRET_KEY when DATABASE_URL is set; make one with: openssl rand -base64 32',
    );
  }
  await patiently(() => refuseTakenPort(settings.http));
  return settings;
}

/** Starts everything and prints where to go. */
async function start(dev: boolean): Promise<void> {
  const settings = await checkSettings();
  makeDataDirectory(settings.data.directory);
  const databaseUrl = settings.database.url ?? (await startOwnDatabase(settings));
  await migrate(databaseUrl, await readMigrations());
  publish(settings, databaseUrl, dev);
  // In this order: Next starts the jobs, which need the data, and cannot be stopped halfway without complaints.
  const { firstAdminLink, stagingEnvFile } = await prepareData();
  const handle = await prepareNext(settings.http.port, dev);
  running.servers = await listenOn(
    running.first,
    gatehouseListener({
      handle,
      healthy: healthCheck(databaseUrl),
      stopping: () => stopping !== null,
      onError: (error, requestId) => log().error({ err: error, requestId }, 'request failed'),
      secure: settings.http.secure,
      trustedProxies: settings.http.trustedProxies,
      stripe: settings.billing.stripe !== null,
      dev,
    }),
    settings.http,
  );

  console.log(`Gatehouse is running at ${settings.http.url}`);
  if (firstAdminLink) console.log(`Create the first admin account: ${firstAdminLink}`);
  console.log(
    stagingEnvFile
      ? `Staging credentials: ${stagingEnvFile}`
      : 'Staging credentials: none, because no API key of Staging works. Create one in the dashboard and start again.',
  );
}

/** Loaded only now: these read the settings that `publish` has completed. */
async function prepareData() {
  const { bootstrap } = await import('#lib/server/bootstrap.ts');
  return bootstrap({ env: env() }).catch((error: unknown) => {
    // What the sealing cipher says when the key is another one (AES-GCM, in node:crypto's words).
    if (!/unable to authenticate data/.test(String(error))) throw error;
    throw new StartRefusal('GATEHOUSE_SECRET_KEY is not the key that sealed this database; set that one.');
  });
}

async function prepareNext(port: number, dev: boolean) {
  const { default: next } = await import('next');
  // Read once in silence: Next keeps the result, and would otherwise print how long reading it took.
  const { default: readConfig } = createRequire(import.meta.url)('next/dist/server/config');
  await readConfig(dev ? 'phase-development-server' : 'phase-production-server', PROJECT);
  const app = next({ dev, dir: PROJECT, hostname: 'localhost', port, httpServer: running.first });
  await app.prepare();
  return app.getRequestHandler();
}

/** Whether the database answers, over a connection of its own: a busy pool is not an outage. */
function healthCheck(databaseUrl: string): () => Promise<boolean> {
  const limits = { connectionTimeoutMillis: 2000, query_timeout: 2000 };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, ...limits });
  pool.on('error', () => {});
  return () =>
    pool.query('SELECT 1').then(
      () => true,
      () => false,
    );
}

async function startOwnDatabase(settings: Settings): Promise<string> {
  const { directory } = settings.data;
  running.unlock = await patiently(() => openDataDirectory(directory));
  running.postgres = startEmbeddedPostgres({ directory: dataFiles(directory).postgres });
  const postgres = await running.postgres.catch((error) => {
    throw new StartRefusal(error instanceof Error ? error.message : String(error));
  });
  postgres.exited.then(() => {
    if (stopping) return;
    console.error(`PostgreSQL ended unexpectedly; ${dataFiles(directory).postgres}.log says why.`);
    void stop(1);
  });
  return postgres.url;
}

/** Libraries read these from the process; they are derived so that there is one key to keep, equal on all instances. */
function publish(settings: Settings, databaseUrl: string, dev: boolean): void {
  const key = settings.secret.key ?? keepSecretKey(settings.data.directory);
  publishToProcess({
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(settings.http.port),
    GATEHOUSE_URL: settings.http.url,
    GATEHOUSE_DATA_DIR: settings.data.directory,
    GATEHOUSE_LOG_FILE: settings.log.file ?? '-',
    DATABASE_URL: databaseUrl,
    GATEHOUSE_SECRET_KEY: key.toString('base64'),
    NEXTAUTH_URL: settings.http.url,
    NEXTAUTH_SECRET: derivedKey(key, 'next-auth'),
    // Without it, each build makes its own and a form served by one instance is refused by the next.
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: derivedKey(key, 'server-actions'),
  });
}

/** Stops in order, once: no new connections, requests drained, tasks, PostgreSQL; then ends the process. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    const drained = Promise.all(running.servers.map((server) => new Promise((done) => server.close(done))));
    for (const server of running.servers) server.closeIdleConnections();
    const timer = setTimeout(() => {
      for (const server of running.servers) server.closeAllConnections();
    }, DRAIN_LIMIT_MS);
    await drained;
    clearTimeout(timer);
    await runStopTasks();
    // A start that is under way ends first, so that nothing is left running.
    const postgres = await running.postgres?.catch(() => null);
    await postgres?.stop();
    running.unlock();
    process.exit(code);
  })();
  return stopping;
}

function reportBug(error: unknown, what: string): void {
  console.error(error);
  // Before the database is known there is no log to write to.
  if (running.servers.length > 0) log().error({ err: error }, what);
}

function isRefusal(error: unknown): error is Error {
  return error instanceof StartRefusal || error instanceof EnvProblem || error instanceof MigrationRefusal;
}

// Whoever read our output may be gone; that is no reason to go down.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// The launcher is gone, killed perhaps: nobody is left who could stop us.
process.on('disconnect', () => void stop(0));

process.on('unhandledRejection', (error) => reportBug(error, 'unhandled rejection'));
process.on('uncaughtException', (error) => {
  reportBug(error, 'uncaught exception');
  void stop(1);
});

const asked = process.argv.slice(2);
const task = asked.includes('--check') ? checkSettings().then(() => stop(0)) : start(asked.includes('--dev'));
await task.catch(async (error) => {
  if (stopping) return stopping;
  console.error(isRefusal(error) ? error.message : error);
  await stop(1);
});
