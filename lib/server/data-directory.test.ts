import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { lockHolder, takeLock } from '#lib/launcher/lock.js';
import { processIdentity } from '#lib/launcher/process-identity.js';
import { dataFiles, keepSecretKey, openDataDirectory } from '#lib/server/data-directory.ts';

let directory = '';
test.beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-data-'));
});
test.afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a second server on the same directory is refused while the first holds it', () => {
  const close = openDataDirectory(directory);
  expect(() => openDataDirectory(directory)).toThrow(/already runs on .* \(process \d+\)/);
  close();
  openDataDirectory(directory)();
});

test('the lock of a process that was killed is taken over', async () => {
  const file = path.join(directory, 'lock');
  const other = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { takeLock } = await import(${JSON.stringify(new URL('../launcher/lock.js', import.meta.url).href)});
     takeLock(${JSON.stringify(file)}); process.stdout.write('held'); setInterval(() => {}, 1000);`,
  ]);
  await once(other.stdout, 'data');
  expect(takeLock(file).heldBy).toBe(other.pid);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(lockHolder(file)).toBeNull();
  expect(takeLock(file).heldBy).toBeUndefined();
  expect(lockHolder(file)).toBe(process.pid);
});

test('a lock whose process number belongs to another process now is taken over', () => {
  const file = path.join(directory, 'lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'started earlier' }));
  expect(takeLock(file).heldBy).toBeUndefined();
});

test('a process is told from a later one with its number', () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  expect(processIdentity(2 ** 22 + 1)).toBeNull();
});

test('a directory of a newer version is refused and left unlocked', () => {
  const files = dataFiles(directory);
  writeFileSync(files.version, JSON.stringify({ layout: 999, postgres: 99 }));
  expect(() => openDataDirectory(directory)).toThrow(/newer version of Gatehouse/);
  expect(lockHolder(files.lock)).toBeNull();
});

test('a cluster of another PostgreSQL is refused', () => {
  const files = dataFiles(directory);
  mkdirSync(files.postgres);
  writeFileSync(path.join(files.postgres, 'PG_VERSION'), '19\n');
  expect(() => openDataDirectory(directory)).toThrow(/made by PostgreSQL 19/);
});

test('the sealing key is made once, readable by its owner only', () => {
  const key = keepSecretKey(directory);
  expect(key).toHaveLength(32);
  expect(keepSecretKey(directory)).toEqual(key);
  expect(statSync(dataFiles(directory).secretKey).mode & 0o777).toBe(0o600);
});

test('a damaged sealing key is refused, never replaced', () => {
  const file = dataFiles(directory).secretKey;
  writeFileSync(file, 'short');
  expect(() => keepSecretKey(directory)).toThrow(/damaged/);
  expect(readFileSync(file, 'utf8')).toBe('short');
});
