import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './project.js';
import { say } from './say.js';
import { hashSources, readStamp } from './sources.js';
import { step } from './step.js';

const STAMP = path.join(PROJECT, '.next/gatehouse-sources');

const PLACES = [
  'app',
  'components',
  'lib',
  'prisma/schema',
  'public',
  'instrumentation.ts',
  'next.config.js',
];
const TOOLS = ['package.json', 'package-lock.json', 'tsconfig.json'];

/** What no page can import. */
function isOutside(file) {
  return /^lib\/(launcher|bench|db\/generated)\/|\/testdata\/|\.test\.tsx?$|\.md$/.test(file);
}

function sourcesHash() {
  return hashSources([...PLACES, ...TOOLS], isOutside);
}

/** Whether the sources changed since the last build that finished. */
export function needsBuild() {
  return readStamp(STAMP) !== sourcesHash();
}

/**
 * Builds the production server.
 * @param {string} node the runtime
 * @returns {Promise<boolean>} false when the sources do not build; the reasons have been shown
 */
export async function build(node) {
  say('Building (about a minute) ...');
  rmSync(STAMP, { force: true });
  const hash = sourcesHash();
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const built = await step(node, ['node_modules/next/dist/bin/next', 'build'], { env });
  if (!built.ok) say(built.output);
  else writeFileSync(STAMP, hash);
  return built.ok;
}
