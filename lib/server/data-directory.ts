import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { POSTGRES_MAJOR } from '#lib/db/embedded-postgres.ts';
import { takeLock } from '#lib/launcher/lock.js';
import { StartRefusal } from '#lib/server/refusal.ts';

/** Raised whenever an older Gatehouse could no longer use the directory. */
const LAYOUT = 1;

/** The files of a data directory. */
export function dataFiles(directory: string) {
  return {
    lock: path.join(directory, 'server.lock'),
    version: path.join(directory, 'version'),
    secretKey: path.join(directory, 'secret.key'),
    postgres: path.join(directory, 'postgres'),
  };
}

/** Makes the data directory if needed; throws `StartRefusal` when it cannot be. */
export function makeDataDirectory(directory: string): void {
  try {
    // Others may pass through but not list: PostgreSQL runs as another account when we are root.
    mkdirSync(directory, { recursive: true, mode: 0o711 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new StartRefusal(
      `${directory} cannot be made (${code}); set GATEHOUSE_DATA_DIR to a folder of yours.`,
    );
  }
}

/**
 * Makes the data directory if needed and locks it for this process; returns how to unlock it. Throws `StartRefusal`
 * when another server uses it or a newer version made it.
 */
export function openDataDirectory(directory: string): () => void {
  const files = dataFiles(directory);
  makeDataDirectory(directory);
  const lock = takeLock(files.lock);
  if (lock.heldBy !== undefined) {
    throw new StartRefusal(
      `Gatehouse already runs on ${directory} (process ${lock.heldBy}); stop it, or set another GATEHOUSE_DATA_DIR and PORT.`,
    );
  }
  try {
    checkVersion(files);
  } catch (error) {
    lock.release();
    throw error;
  }
  return lock.release;
}

function checkVersion(files: { version: string; postgres: string }): void {
  const known = readVersion(files.version);
  if (known.layout > LAYOUT) {
    throw new StartRefusal(
      `${path.dirname(files.version)} belongs to a newer version of Gatehouse; update Gatehouse or set another GATEHOUSE_DATA_DIR.`,
    );
  }
  const clusterVersion = path.join(files.postgres, 'PG_VERSION');
  const postgres = existsSync(clusterVersion) ? Number(readFileSync(clusterVersion, 'utf8')) : POSTGRES_MAJOR;
  if (postgres !== POSTGRES_MAJOR) {
    throw new StartRefusal(
      `${files.postgres} was made by PostgreSQL ${postgres} and this version of Gatehouse brings ${POSTGRES_MAJOR}; use the version of Gatehouse that made it.`,
    );
  }
  writeWhole(files.version, `${JSON.stringify({ layout: LAYOUT, postgres: POSTGRES_MAJOR })}\n`, 0o644);
}

function readVersion(file: string): { layout: number } {
  if (!existsSync(file)) return { layout: 0 };
  try {
    const { layout } = JSON.parse(readFileSync(file, 'utf8')) as { layout?: unknown };
    return { layout: typeof layout === 'number' ? layout : 0 };
  } catch {
    return { layout: 0 };
  }
}

/** The sealing key of this data directory (32 bytes), made at first use. What it sealed is lost without it. */
export function keepSecretKey(directory: string): Buffer {
  const file = dataFiles(directory).secretKey;
  if (!existsSync(file)) writeWhole(file, randomBytes(32).toString('base64'), 0o600);
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length === 32) return key;
  throw new StartRefusal(
    `${file} is damaged; restore it from a backup, or remove the data with npm run reset.`,
  );
}

/** A kill in between leaves the old file or the new one, never a part. */
export function writeWhole(file: string, content: string, mode: number): void {
  writeFileSync(`${file}.new`, content, { mode, flush: true });
  renameSync(`${file}.new`, file);
}
