import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { launcherFile, PROJECT } from './project.js';
import { say } from './say.js';
import { step } from './step.js';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium for the tests: CHROMIUM_PATH, one installed on this machine, the one Playwright brings (downloaded into
 * `.gatehouse/browsers`), or on Debian as root the package.
 * @param {string} node the runtime
 * @returns {Promise<string | null>} path of the executable; null after saying what to do
 */
export async function findChromium(node) {
  const installed = [process.env.CHROMIUM_PATH, ...PLACES].find(works);
  if (installed) return installed;

  const browsers = { PLAYWRIGHT_BROWSERS_PATH: launcherFile('browsers') };
  const known = await playwrightsOwn(node, browsers);
  if (works(known)) return known;

  say('Fetching Chromium for the tests ...');
  const isRoot = process.getuid?.() === 0;
  const playwright = path.join(PROJECT, 'node_modules/playwright/cli.js');
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  await step(node, [playwright, 'install', ...withLibraries, 'chromium'], { env: browsers });
  const fetched = await playwrightsOwn(node, browsers);
  if (works(fetched)) return fetched;

  if (isRoot && isDebian()) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await step('apt-get', ['update'], { env });
    await step('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
    const packaged = PLACES.find(works);
    if (packaged) return packaged;
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

async function playwrightsOwn(node, env) {
  const playwright = createRequire(path.join(PROJECT, 'package.json')).resolve('playwright');
  const script = `console.log(require(${JSON.stringify(playwright)}).chromium.executablePath())`;
  const asked = await step(node, ['-e', script], { env });
  return asked.ok ? asked.output : null;
}

function isDebian() {
  return existsSync('/etc/debian_version') && !/ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'));
}
