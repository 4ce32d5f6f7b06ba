// Runs a program of the project (first argument) with the runtime: `node lib/launcher/run-file.js lib/bench/run.ts`.
import { loadSettings } from './project.js';
import { run } from './run.js';
import { setUp } from './set-up.js';
import { endWithNpm } from './watch-parent.js';

endWithNpm();
loadSettings();
const args = process.argv.slice(2);
const build = args[0] === '--build';
const { node, built } = await setUp({ build });
process.exitCode = build && !built ? 1 : await run(node, build ? args.slice(1) : args);
