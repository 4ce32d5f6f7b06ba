import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts';
import { publishToProcess } from '#lib/env.ts';
import { onStop, runStopTasks } from '#lib/server/on-stop.ts';
import { sharedSettings, spawnServer } from '#lib/server/spawn-server.ts';

type Count = { passed: number; failed: number };

const PROJECT = path.resolve(import.meta.dirname, '../..');

/** Types, lint, unit and end to end; all of them, whatever fails, so that the count is whole. */
async function runAll(built: boolean): Promise<Count[]> {
  const checks = [await check('Types', 'typescript/bin/tsc', ['--noEmit', '-p', '.'])];
  checks.push(await check('Lint', '@biomejs/biome/bin/biome', ['check']));
  return [...checks, await runUnit([]), await runEndToEnd([], built)];
}

async function check(title: string, program: string, args: readonly string[]): Promise<Count> {
  console.log(`\n${title}`);
  const ok = (await runTool(program, args)) === 0;
  console.log(ok ? '  passed' : '  failed');
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** `filters` are those of Playwright: parts of file names, `-g` and a title. */
async function runUnit(filters: readonly string[]): Promise<Count> {
  console.log('\nUnit');
  const scratch = await scratchFolder();
  const postgres = await startEmbeddedPostgres({ directory: path.join(scratch, 'postgres'), durable: false });
  onStop(postgres.stop);
  publishToProcess({ GATEHOUSE_TEST_DATABASE_URL: postgres.url });
  return playwright('unit', filters, {});
}

async function runEndToEnd(filters: readonly string[], built: boolean): Promise<Count> {
  console.log('\nEnd to end');
  if (!built) {
    console.log('  failed: there is no production build');
    return { passed: 0, failed: 1 };
  }
  const dataDirectory = await scratchFolder();
  const started = await spawnServer({ dataDirectory }).catch((error: Error) => error);
  if (started instanceof Error) {
    console.log(`  failed: the server did not start\n${started.message}`);
    return { passed: 0, failed: 1 };
  }
  onStop(started.stop);
  const settings = await sharedSettings(started, dataDirectory);
  const firstAdminLink = started.firstAdminLink ?? '';
  const count = await playwright('e2e', filters, { ...settings, GATEHOUSE_FIRST_ADMIN_LINK: firstAdminLink });
  await writeFile(path.join(PROJECT, '.gatehouse/test-server-output.txt'), started.output());
  const stopped = await started.stop();
  if (stopped === 0) return count;
  console.log(`  failed: the server ended with exit code ${stopped}\n${started.output()}`);
  return { ...count, failed: count.failed + 1 };
}

async function playwright(
  project: 'unit' | 'e2e',
  filters: readonly string[],
  settings: Record<string, string>,
): Promise<Count> {
  const report = path.join(await scratchFolder(), 'report.json');
  const args = ['test', '-c', 'e2e', `--project=${project}`, '--reporter=list,json', ...filters];
  const code = await runTool('@playwright/test/cli.js', args, {
    ...settings,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  const count = await readReport(report);
  // A run that broke before or between tests says so only by its exit code.
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** A test that was skipped has not passed; a run without tests has failed. */
async function readReport(file: string): Promise<Count> {
  const report = await readFile(file, 'utf8').catch(() => '{}');
  const { stats } = JSON.parse(report) as {
    stats?: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  if (!stats || stats.expected + stats.unexpected === 0) return { passed: 0, failed: 1 };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped };
}

/** Runs a JavaScript program of a package in this terminal; `program` starts with the package's name. */
function runTool(
  program: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<number> {
  const [scope = '', name = ''] = program.split('/');
  const packageName = scope.startsWith('@') ? `${scope}/${name}` : scope;
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const file = path.join(path.dirname(manifest), program.slice(packageName.length));
  publishToProcess({ NODE_OPTIONS: '--disable-warning=ExperimentalWarning', ...settings });
  const child = spawn(process.execPath, [file, ...args], { cwd: PROJECT, stdio: 'inherit' });
  onStop(async () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-'));
  onStop(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
  process.on(signal, () => {
    interrupted = true;
    void runStopTasks().then(() => process.exit(1));
  });
}

const args = process.argv.slice(2);
const built = !args.includes('--not-built');
const [which, ...filters] = args.filter((arg) => arg !== '--not-built');
const counts =
  which === 'unit'
    ? [await runUnit(filters)]
    : which === 'e2e'
      ? [await runEndToEnd(filters, built)]
      : await runAll(built);
if (!interrupted) {
  await runStopTasks();
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
