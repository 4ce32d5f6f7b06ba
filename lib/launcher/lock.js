import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processIdentity } from './process-identity.js';

/**
 * Takes the lock `file` for this process, or returns its living holder. A lock left by a killed process is taken over.
 * The file is linked into place complete, so no reader ever sees half of it.
 * @param {string} file
 * @returns {{ release: () => void, heldBy?: undefined } | { heldBy: number }} `heldBy` is a process number
 */
export function takeLock(file) {
  const own = `${file}.${process.pid}`;
  const content = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) });
  writeFileSync(own, content, { mode: 0o600 });
  try {
    for (;;) {
      if (link(own, file)) return { release: () => release(file, content) };
      const found = readOrNull(file);
      const holder = livingHolder(found);
      if (holder !== null) return { heldBy: holder };
      if (found !== null) moveAway(file, found, `${own}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * The process that holds the lock `file`, or null.
 * @param {string} file
 * @returns {number | null}
 */
export function lockHolder(file) {
  return livingHolder(readOrNull(file));
}

function livingHolder(content) {
  try {
    const { pid, identity } = JSON.parse(content ?? '');
    return processIdentity(pid) === identity ? pid : null;
  } catch {
    return null;
  }
}

function release(file, content) {
  if (readOrNull(file) === content) rmSync(file, { force: true });
}

function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Two starts may find the same stale lock; whoever moved a fresh one away by mistake puts it back. */
function moveAway(file, stale, aside) {
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readOrNull(aside) !== stale) link(aside, file);
  rmSync(aside, { force: true });
}

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
