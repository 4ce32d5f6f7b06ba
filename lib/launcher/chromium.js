import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { launcherFile, PROJECT } from './project.js';
import { say } from './say.js';
import { step } from './step.js';

const BROWSERS = launcherFile('browsers');

/** The headless shell first: it draws no window, tabs and menus, and takes half the processor time for the same tests. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium for the tests: CHROMIUM_PATH, one installed on this machine, the headless shell Playwright brings
 * (downloaded into `.gatehouse/browsers`), or on Debian as root the package.
 * @param {string} node the runtime
 * @returns {Promise<string | null>} path of the executable; null after saying what to do
 */
export async function findChromium(node) {
  const installed = [process.env.CHROMIUM_PATH, ...PLACES].find(works);
  if (installed) return installed;

  const known = playwrightsOwn();
  if (known) return known;

  say('Fetching Chromium for the tests ...');
  const isRoot = process.getuid?.() === 0;
  const playwright = path.join(PROJECT, 'node_modules/playwright/cli.js');
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  const install = [playwright, 'install', ...withLibraries, '--only-shell', 'chromium'];
  await step(node, install, { env: { PLAYWRIGHT_BROWSERS_PATH: BROWSERS } });
  const fetched = playwrightsOwn();
  if (fetched) return fetched;

  if (isRoot && isDebian()) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await step('apt-get', ['update'], { env });
    for (const name of ['chromium-headless-shell', 'chromium']) {
      await step('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
      const packaged = PLACES.find(works);
      if (packaged) return packaged;
    }
  }
  say(
    'No Chromium could be found or fetched: install one and set CHROMIUM_PATH to it; tests in a browser will fail.',
  );
  return null;
}

/** Some systems have a script of that name that only says how to install the browser. */
function works(file) {
  if (!file || !existsSync(file)) return false;
  return spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0;
}

/** Playwright keeps one folder a version, `chromium_headless_shell-<revision>/<platform>/<executable>`. */
function playwrightsOwn() {
  if (!existsSync(BROWSERS)) return undefined;
  return readdirSync(BROWSERS, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^chromium_headless_shell-.*[\\/](chrome-)?headless[-_]shell(\.exe)?$/.test(file))
    .map((file) => path.join(BROWSERS, file))
    .sort()
    .findLast(works);
}

function isDebian() {
  return existsSync('/etc/debian_version') && !/ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'));
}
