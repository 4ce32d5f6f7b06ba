import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './project.js';
import { refuse, say } from './say.js';
import { hashSources, readStamp } from './sources.js';
import { step } from './step.js';

/**
 * Generates the Prisma client if the schema or Prisma changed. Ends the launcher if that fails.
 * @param {string} node the runtime
 */
export async function generate(node) {
  const hash = hashSources(['prisma/config.ts', 'prisma/schema', 'node_modules/prisma/package.json']);
  const stamp = path.join(PROJECT, 'lib/db/generated/.stamp');
  if (readStamp(stamp) === hash) return;
  say('Generating the database client ...');
  // Generating needs no schema engine, but Prisma would download one. Any program will do in its place.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: node, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const args = ['node_modules/prisma/build/index.js', 'generate', '--config', 'prisma/config.ts'];
  const generated = await step(node, args, { env });
  if (!generated.ok) {
    say(generated.output);
    refuse('The database client could not be generated from prisma/schema.');
  }
  writeFileSync(stamp, hash);
}
