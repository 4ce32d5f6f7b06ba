// Runs a program of the project with the runtime: `node lib/launcher/run-file.js lib/bench/run.ts`. With --build first
// the production build is brought up to date; without a program that is all.
import { loadSettings } from './project.js';
import { run } from './run.js';
import { setUp } from './set-up.js';
import { endWithNpm } from './watch-parent.js';

endWithNpm();
loadSettings();
const wantsBuild = process.argv[2] === '--build';
const program = process.argv.slice(wantsBuild ? 3 : 2);
const { node, built } = await setUp({ build: wantsBuild });
if (wantsBuild && !built) process.exitCode = 1;
else if (program.length > 0) process.exitCode = await run(node, program);
