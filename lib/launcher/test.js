// `npm test`: sets up what is missing, then runs everything and ends with `N passed, N failed`. With arguments
// (`npm test -- unit lib/saml`, `npm test -- e2e dashboard`) it runs a part.
import { findChromium } from './chromium.js';
import { loadSettings } from './project.js';
import { run } from './run.js';
import { setUp } from './set-up.js';
import { endWithNpm } from './watch-parent.js';

endWithNpm();
loadSettings();
const args = process.argv.slice(2);
const unitOnly = args[0] === 'unit';

// Whoever reads only the last line must not take a broken set-up for success.
const unfinished = () => console.log('\n0 passed, 1 failed');
process.on('exit', unfinished);
const { node, built } = await setUp({ build: !unitOnly });
const chromium = unitOnly ? null : await findChromium(node);
process.off('exit', unfinished);

process.exitCode = await run(
  node,
  ['lib/server/run-tests.ts', ...(built ? [] : ['--not-built']), ...args],
  chromium ? { CHROMIUM_PATH: chromium } : {},
);
