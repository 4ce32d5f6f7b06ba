import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { launcherFile, PROJECT } from './project.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program of ours to its end in the terminal of the launcher, passing signals on.
 * @param {string} node the runtime
 * @param {readonly string[]} args a file of the project and what follows it
 * @param {Record<string, string>} [env] added to ours
 * @returns {Promise<number>} the exit code
 */
export function run(node, args, env = {}) {
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: PROJECT,
    env: { NODE_COMPILE_CACHE: launcherFile('compile-cache'), ...process.env, ...env, PATH },
    // The channel tells the program when we are gone, however that happened.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const passOn = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, passOn);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => {
      for (const passed of SIGNALS) process.off(passed, passOn);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
