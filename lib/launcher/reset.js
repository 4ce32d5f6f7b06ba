// `npm run reset`: removes the embedded data after asking. With --yes it does not ask.
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { lockHolder } from './lock.js';
import { dataDirectory, loadSettings } from './project.js';
import { refuse, say } from './say.js';

// Only what the server makes: the launcher keeps the runtime in the same place, and people may keep files of theirs.
const OURS =
  /^(postgres|postgres\.(password|log|log\.1|init|new)|secret\.key|staging\.env|version|gatehouse\.log(\.1)?)$/;

loadSettings();
const directory = dataDirectory();
const found = existsSync(directory) ? readdirSync(directory).filter((name) => OURS.test(name)) : [];
if (found.length === 0) {
  say(`There is no data in ${directory}.`);
  process.exit(0);
}
const holder = lockHolder(path.join(directory, 'server.lock'));
if (holder !== null) refuse(`Gatehouse runs on ${directory} (process ${holder}); stop it first.`);
if (!process.argv.includes('--yes')) {
  if (!process.stdin.isTTY)
    refuse('Nobody can be asked here; run npm run reset -- --yes to remove the data.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `Remove all workspaces, connections and sessions in ${directory}? [y/N] `,
  );
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) refuse('Nothing was removed.');
}
await stopOrphan(path.join(directory, 'postgres'));
for (const name of found) rmSync(path.join(directory, name), { recursive: true, force: true });
say(`The data in ${directory} is gone; npm start begins anew.`);

/** A PostgreSQL that outlived a killed server would go on with files that are no longer there. */
async function stopOrphan(cluster) {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(cluster)) return;
    process.kill(pid, 'SIGQUIT');
  } catch {
    return;
  }
  for (let tries = 0; tries < 100 && existsSync(`/proc/${pid}`); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
