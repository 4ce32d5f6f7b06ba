import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The cloned directory. */
export const PROJECT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What the launcher itself keeps: runtime, browser, set-up lock. Made when missing. */
export function launcherFile(name) {
  const folder = path.join(PROJECT, '.gatehouse');
  // Others may pass through but not list: PostgreSQL runs as another account when we are root.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return path.join(folder, name);
}

/** Reads `.env`, so that the launcher sees the same settings as the server. */
export function loadSettings() {
  process.chdir(PROJECT);
  if (!existsSync('.env')) return;
  if (process.loadEnvFile) process.loadEnvFile('.env');
  else loadByHand(readFileSync('.env', 'utf8'));
}

/** Node before 20.12 reads no such file: names, values, quotes around them, comments. */
function loadByHand(text) {
  for (const line of text.split('\n')) {
    const [, name, quoted, single, plain] =
      /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#]*))/.exec(line) ?? [];
    if (name) process.env[name] ??= quoted ?? single ?? plain?.trim() ?? '';
  }
}

/** The data directory, as lib/env.ts resolves it. */
export function dataDirectory() {
  return path.resolve(process.env.GATEHOUSE_DATA_DIR?.trim() || '.gatehouse');
}
