import { readFileSync } from 'node:fs';
import { processStat } from './process-identity.js';

const WATCH_MS = 500;

/**
 * Ends this process by SIGTERM once the npm that started it is gone: npm may be killed without a chance to tell us, and
 * a server that nobody can stop any more would keep its port. Does nothing when started without npm.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const started = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === started) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, WATCH_MS);
  watch.unref();
}

/** Our parent, and where that is the shell npm put in between, its parent as well. */
function ancestors() {
  const parent = process.ppid;
  return isShellOfNpm(parent) ? `${processStat(parent)?.parent} ${parent}` : `${parent}`;
}

function isShellOfNpm(pid) {
  try {
    const [, flag, script] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return flag === '-c' && Boolean(script?.includes('lib/launcher/'));
  } catch {
    return false;
  }
}
