import { setTimeout as wait } from 'node:timers/promises';
import { build, needsBuild } from './build.js';
import { generate } from './generate.js';
import { install } from './install.js';
import { takeLock } from './lock.js';
import { launcherFile } from './project.js';
import { findRuntime } from './runtime.js';
import { say } from './say.js';

/**
 * Brings the clone to the point where it can run: runtime, packages, database client and, if asked for, the build. Only
 * one launcher at a time does so; the others wait and find the work done.
 * @param {{ build: boolean, beforeBuild?: (node: string) => Promise<void> }} wanted `beforeBuild` may refuse early
 * @returns {Promise<{ node: string, built: boolean }>} the runtime, and whether the build is up to date
 */
export async function setUp(wanted) {
  const release = await lockSetUp();
  try {
    const node = await findRuntime();
    await install(node);
    await generate(node);
    if (!wanted.build) return { node, built: false };
    if (!needsBuild()) return { node, built: true };
    await wanted.beforeBuild?.(node);
    return { node, built: await build(node) };
  } finally {
    release();
  }
}

async function lockSetUp() {
  const file = launcherFile('set-up.lock');
  for (let told = false; ; told = true) {
    const lock = takeLock(file);
    if (lock.heldBy === undefined) return lock.release;
    if (!told) say(`Waiting for process ${lock.heldBy}, which is setting up this directory ...`);
    await wait(250);
  }
}
