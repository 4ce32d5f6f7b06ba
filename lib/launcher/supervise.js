// Runs the command in its arguments and ends it, with all it started, as soon as the launcher is gone: an install or a
// build that outlives a killed launcher would work against the next one.
import { spawn, spawnSync } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  if (signal) console.error(`It was ended by ${signal}.`);
  process.exit(code ?? 1);
});

process.on('disconnect', () => {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
  // We lead the process group, see step.js.
  else process.kill(-process.pid, 'SIGKILL');
  process.exit(1);
});
