import { mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger } from 'pino';
import { env } from '#lib/env.ts';

const LIMIT = 10 * 1024 * 1024;

let memo: Logger | undefined;

/**
 * The log of this process: JSON lines into `GATEHOUSE_LOG_FILE` (with the embedded database: `gatehouse.log` in the
 * data directory, so that a terminal stays readable; otherwise standard output). Never pass XML, codes, tokens or keys.
 */
export function log(): Logger {
  if (memo) return memo;
  const { level, file } = env().log;
  const base = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorFields },
  };
  if (file === null) memo = pino(base);
  else {
    setAside(file);
    mkdirSync(path.dirname(file), { recursive: true });
    // Opened at once: a process that ends in the meantime could not write what it holds, and would hang on that.
    memo = pino(base, pino.destination({ fd: openSync(file, 'a', 0o600), sync: false }));
  }
  return memo;
}

/** A log that has grown large is kept once as `….1` when the server starts. */
function setAside(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LIMIT) renameSync(file, `${file}.1`);
}

/**
 * What is kept of an error and of what caused it. Nothing else of it: PostgreSQL and Prisma add the values they failed
 * at, which come from a message somebody posted.
 */
export function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  const { name, message, stack, cause } = error;
  const { code, digest } = error as { code?: unknown; digest?: unknown };
  return {
    type: name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof digest === 'string' ? { digest } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: errorFields(cause) }),
  };
}
