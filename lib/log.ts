import pino, { type Logger } from 'pino';
import { env } from '#lib/env.ts';

let memo: Logger | undefined;

/**
 * The log of this process: JSON lines into `GATEHOUSE_LOG_FILE` (with the embedded database: `gatehouse.log` in the
 * data directory, so that a terminal stays readable; otherwise standard output). Never pass XML, codes, tokens or keys.
 */
export function log(): Logger {
  if (memo) return memo;
  const { level, file } = env().log;
  const base = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
  memo = file === null ? pino(base) : pino(base, pino.destination({ dest: file, mkdir: true, sync: false }));
  return memo;
}
