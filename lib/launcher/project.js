import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The cloned directory. */
export const PROJECT = path.resolve(import.meta.dirname, '../..');

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
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** The data directory, as lib/env.ts resolves it. */
export function dataDirectory() {
  return path.resolve(process.env.GATEHOUSE_DATA_DIR?.trim() || '.gatehouse');
}
