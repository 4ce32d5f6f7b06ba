// `npm start` and, with --dev, `npm run dev`: sets up what is missing, then runs the server until it is stopped.
import { loadSettings } from './project.js';
import { run } from './run.js';
import { setUp } from './set-up.js';
import { endWithNpm } from './watch-parent.js';

const SERVER = 'lib/server/main.ts';

endWithNpm();
loadSettings();
const dev = process.argv.includes('--dev');
const { node, built } = await setUp({
  build: !dev,
  beforeBuild: async (node) => {
    const code = await run(node, [SERVER, '--check']);
    if (code !== 0) process.exit(code);
  },
});
process.exitCode = dev || built ? await run(node, dev ? [SERVER, '--dev'] : [SERVER]) : 1;
