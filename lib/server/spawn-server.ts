import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runningPostgresUrl } from '#lib/db/embedded-postgres.ts';
import { freePort } from '#lib/db/free-port.ts';
import { bareEnvironment } from '#lib/env.ts';
import { dataFiles } from '#lib/server/data-directory.ts';

/** A server in a process of its own. `exited` settles with its exit code, null when a signal ended it. */
export type SpawnedServer = {
  url: string;
  child: ChildProcess;
  firstAdminLink: string | null;
  output: () => string;
  exited: Promise<number | null>;
  /** Asks it to stop and returns the exit code. */
  stop: () => Promise<number | null>;
  /** Ends it as a power cut would (kill -9). */
  kill: () => Promise<void>;
};

const MAIN = path.join(import.meta.dirname, 'main.ts');

/**
 * Starts the production server on `dataDirectory` and settles once it answers; rejects with its output if it ends
 * before. Only the settings given here apply, none of this process.
 */
export async function spawnServer(input: {
  dataDirectory: string;
  port?: number;
  settings?: Record<string, string>;
}): Promise<SpawnedServer> {
  const port = input.port ?? (await freePort());
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: {
      ...bareEnvironment(),
      PORT: String(port),
      GATEHOUSE_DATA_DIR: input.dataDirectory,
      ...input.settings,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (/^Staging credentials: /m.test(output)) resolve();
      });
    }
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  await Promise.race([ready, exited.then(() => Promise.reject(new Error(output.trim())))]);
  return {
    url: /running at (\S+)/.exec(output)?.[1] ?? '',
    child,
    firstAdminLink: /first admin account: (\S+)/.exec(output)?.[1] ?? null,
    output: () => output,
    exited,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The settings with which another process reaches the data of a server that runs on the embedded PostgreSQL. */
export async function sharedSettings(
  server: { url: string },
  dataDirectory: string,
): Promise<Record<string, string>> {
  const files = dataFiles(dataDirectory);
  return {
    PORT: new URL(server.url).port,
    GATEHOUSE_URL: server.url,
    GATEHOUSE_DATA_DIR: dataDirectory,
    DATABASE_URL: (await runningPostgresUrl(files.postgres)) ?? '',
    GATEHOUSE_SECRET_KEY: (await readFile(files.secretKey, 'utf8')).trim(),
  };
}
