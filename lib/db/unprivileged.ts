import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** How to start a program that refuses to run as root: the account to run as and words to put before the command. */
export type Account = { uid: number; gid: number; prefix: readonly string[] };

const ACCOUNT = 'postgres';

/**
 * The account under which PostgreSQL runs when we are root; null when we are not, or on Windows. Reuses the owner of
 * `directory` if that is an ordinary account, else the account `postgres`, which is created when missing. Where one of
 * `paths` lies below a folder closed to others (such as /root), the program keeps the one capability it needs to pass.
 * Throws an Error with one sentence when there is no way.
 */
export function unprivilegedAccount(directory: string, paths: readonly string[]): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = existsSync(directory) ? statSync(directory) : null;
  const ids = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : (lookUp() ?? create());
  if (!ids) {
    throw new Error(
      `PostgreSQL does not run as root and no account "${ACCOUNT}" could be created: start Gatehouse as another user.`,
    );
  }
  const closed = paths.map(closedFolder).find((folder) => folder !== null);
  if (!closed) return { ...ids, prefix: [] };
  const capability = '+dac_override';
  // access(2) ignores capabilities of ordinary accounts unless this bit is set, and initdb looks for its siblings by it.
  const keepForAccess = '--securebits=+no_setuid_fixup';
  const prefix = ['setpriv', `--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'];
  prefix.push(`--inh-caps=${capability}`, `--ambient-caps=${capability}`, keepForAccess, '--');
  if (spawnSync(prefix[0] ?? '', [...prefix.slice(1), 'true']).status !== 0) {
    throw new Error(
      `PostgreSQL does not run as root, and account "${ACCOUNT}" may not enter ${closed}: move Gatehouse out of it or start it as another user.`,
    );
  }
  return { ...ids, prefix };
}

function lookUp(): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** `useradd` on most systems, `adduser -S` where BusyBox provides it. */
function create(): { uid: number; gid: number } | null {
  const made = spawnSync('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', ACCOUNT]);
  if (made.status !== 0) {
    spawnSync('addgroup', ['-S', ACCOUNT]);
    spawnSync('adduser', ['-S', '-D', '-H', '-G', ACCOUNT, ACCOUNT]);
  }
  return lookUp();
}

/** The first folder on the way to `file` that others may not pass through, or null. */
function closedFolder(file: string): string | null {
  const { root } = path.parse(file);
  const folders: string[] = [];
  for (let at = path.dirname(file); at !== root; at = path.dirname(at)) folders.unshift(at);
  return folders.find((folder) => existsSync(folder) && (statSync(folder).mode & 0o001) === 0) ?? null;
}
