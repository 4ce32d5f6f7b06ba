import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Tells one process from a later one with the same number: start time and boot on Linux, start time elsewhere.
 * Null when no such process runs. Containers reuse low numbers at every start, so a number alone proves nothing.
 * @param {number} pid
 * @returns {string | null}
 */
export function processIdentity(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  if (process.platform === 'linux') {
    const stat = processStat(pid);
    if (!stat || stat.state === 'Z') return null;
    return `${stat.startTime}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  }
  if (process.platform === 'win32') return 'alive';
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || null;
}

/**
 * What Linux says of a process (proc(5)), or null.
 * @param {number} pid
 * @returns {{ state: string, parent: number, startTime: string } | null}
 */
export function processStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; state, parent and start time are fields 3, 4 and 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]), startTime: fields[19] ?? '' };
  } catch {
    return null;
  }
}
