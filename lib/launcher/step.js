import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT } from './project.js';

/**
 * Runs one set-up command to its end without showing its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options] `env` is added to ours
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function step(command, args, options = {}) {
  const supervise = path.join(PROJECT, 'lib/launcher/supervise.js');
  const child = spawn(process.execPath, [supervise, command, ...args], {
    cwd: options.cwd ?? PROJECT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() })),
  );
}
