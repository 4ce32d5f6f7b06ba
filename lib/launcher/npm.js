import { existsSync } from 'node:fs';
import path from 'node:path';
import { step } from './step.js';

/**
 * Runs npm, without install scripts: none of our packages needs one, and npm may skip them anyway.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, node?: string }} [options] `node` runs npm itself
 */
export function npm(args, options = {}) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = npmCli();
  if (!cli) return step('npm', [...args, ...quiet], { cwd: options.cwd });
  return step(options.node ?? process.execPath, [cli, ...args, ...quiet], { cwd: options.cwd });
}

/** The npm that started us, or the one beside this Node; a name on PATH may be a shell script. */
function npmCli() {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    path.join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    path.join(beside, 'node_modules/npm/bin/npm-cli.js'),
  ];
  return candidates.find((file) => file?.endsWith('npm-cli.js') && existsSync(file)) ?? null;
}
