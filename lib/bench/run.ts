import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts';
import { migrate, readMigrations } from '#lib/db/migrate.ts';
import { publishToProcess } from '#lib/env.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import type { OverviewTimes } from './overview.ts';
import { PAGE_BUDGET, type PageWeight, pageWeights } from './page-weight.ts';
import type { ReplayFigures } from './replay.ts';
import { fastSigner } from './signer.ts';
import { measureValidation } from './validation.ts';

/**
 * `npm run bench`: whole logins (authorize, ACS, token, profile) against the production build on an embedded
 * PostgreSQL, signed by an outside identity provider in this process, and validation alone; the overview of an
 * environment with a million sessions; and what each dashboard page weighs. CPU time is the
 * server process's own, so it says the same on a busy machine. Prints a table and one line of JSON.
 */

const PORT = 3950 + (process.pid % 40);
const ORIGIN = `http://localhost:${PORT}`;
const PROJECT = path.resolve(import.meta.dirname, '../..');
const TICKS_PER_SECOND = 100;
/** `npm run bench -- --quick` runs a tenth: enough for CPU per login, too little for memory. */
const SCALE = process.argv.includes('--quick') ? 0.1 : 1;

/** What is over its budget; the run ends with exit code 1 then. */
const overBudget = new Set<string>();

type Phase = { inFlight: number; logins: number };
type Measured = {
  inFlight: number;
  logins: number;
  loginsPerSecond: number;
  serverCpuMsPerLogin: number;
  postgresCpuMsPerLogin: number;
  p50Ms: number;
  p99Ms: number;
  rssMb: number;
};

const directory = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'));
const postgres = await startEmbeddedPostgres({ directory: path.join(directory, 'postgres') });
await migrate(postgres.url, await readMigrations());
const settings = {
  PORT: String(PORT),
  GATEHOUSE_URL: ORIGIN,
  GATEHOUSE_DATA_DIR: directory,
  DATABASE_URL: postgres.url,
  GATEHOUSE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  GATEHOUSE_LOG_FILE: path.join(directory, 'gatehouse.log'),
};
publishToProcess(settings);
const { benchConnection } = await import('./bench-connection.ts');
const { measureOverview, OVERVIEW_BUDGET_MS } = await import('./overview.ts');
const { EXPLANATION_BUDGET_MS, measureReplay, WHAT_IF_BUDGET_MS } = await import('./replay.ts');

const server = spawn(process.execPath, ['lib/server/main.ts'], {
  cwd: PROJECT,
  env: { ...process.env, ...settings },
  stdio: ['pipe', 'ignore', 'inherit'],
});
try {
  await untilReady();
  const pair = createKeyPair({ commonName: 'bench idp', now: new Date(), validForDays: 30 });
  const target = await benchConnection(pair.certificatePem);
  const signer = fastSigner({ ...pair, entityId: target.idpEntityId });
  const login = loginOf(target, signer);

  await repeat({ inFlight: 4, logins: 300 * SCALE }, login); // warm caches and the JIT
  const phases: Measured[] = [];
  for (const phase of [
    { inFlight: 1, logins: 1000 * SCALE },
    { inFlight: 8, logins: 2000 * SCALE },
    { inFlight: 8, logins: 7000 * SCALE },
  ]) {
    phases.push(await measure(phase, login));
  }
  const validation = await measureValidation();
  const replay = measureReplay(SCALE);
  const times = await measureOverview({ ...target, sessions: 1_000_000 * SCALE });
  report(phases, validation, replay, times, pageWeights(PROJECT));
} finally {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
  }
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
const over = [...overBudget];
console.log(over.length === 0 ? '\nEvery budget is kept.' : `\nOver budget: ${over.join('; ')}`);
process.exit(over.length === 0 ? 0 : 1);

async function untilReady(): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const health = await fetch(`${ORIGIN}/healthz`).catch(() => null);
    if (health?.ok) return;
    await wait(100);
  }
  throw new Error('the server did not start');
}

type Target = Awaited<ReturnType<typeof benchConnection>>;

/** One whole login as app, browser and identity provider would do it together; throws when any step is refused. */
function loginOf(target: Target, signer: ReturnType<typeof fastSigner>) {
  let count = 0;
  const authorize = `${ORIGIN}/sso/authorize?${new URLSearchParams({
    client_id: target.clientId,
    redirect_uri: target.redirectUri,
    response_type: 'code',
    connection: target.connectionId,
    state: 'bench',
  })}`;
  return async (): Promise<void> => {
    const begun = await fetch(authorize, { redirect: 'manual' });
    const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
    const request = new URL(begun.headers.get('location') ?? '').searchParams.get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(request, 'base64')).toString();
    const id = String(count++);
    const response = signer({
      id,
      now: new Date(),
      inResponseTo: /\sID="([^"]+)"/.exec(xml)?.[1] ?? '',
      audience: target.spEntityId,
      acsUrl: target.acsUrl,
      email: `person${Number(id) % 500}@example.com`,
    });
    const answered = await fetch(target.acsUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ SAMLResponse: response }),
    });
    await answered.arrayBuffer();
    const code = new URL(answered.headers.get('location') ?? '').searchParams.get('code');
    if (!code) throw new Error(`no code: ${answered.headers.get('location')}`);
    const token = await fetch(`${ORIGIN}/sso/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: target.clientId,
        client_secret: target.apiKey,
        grant_type: 'authorization_code',
        code,
      }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const profile = await fetch(`${ORIGIN}/sso/profile`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    if (!profile.ok) throw new Error(`profile answered ${profile.status}`);
    await profile.arrayBuffer();
  };
}

async function repeat(phase: Phase, login: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  let left = phase.logins;
  await Promise.all(
    Array.from({ length: phase.inFlight }, async () => {
      while (left-- > 0) {
        const began = performance.now();
        await login();
        times.push(performance.now() - began);
      }
    }),
  );
  return times.sort((a, b) => a - b);
}

async function measure(phase: Phase, login: () => Promise<void>): Promise<Measured> {
  const before = { server: cpuMs(server.pid), postgres: postgresCpuMs(), at: performance.now() };
  const times = await repeat(phase, login);
  const seconds = (performance.now() - before.at) / 1000;
  return {
    ...phase,
    loginsPerSecond: round(phase.logins / seconds),
    serverCpuMsPerLogin: round((cpuMs(server.pid) - before.server) / phase.logins),
    postgresCpuMsPerLogin: round((postgresCpuMs() - before.postgres) / phase.logins),
    p50Ms: round(times[Math.floor(times.length * 0.5)] ?? 0),
    p99Ms: round(times[Math.floor(times.length * 0.99)] ?? 0),
    rssMb: rssMb(server.pid),
  };
}

/** User and system time of a process, finished children included, in ms (Linux). */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** All processes of the bench's own PostgreSQL. */
function postgresCpuMs(): number {
  const main = readFileSync(path.join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  const pids = execFileSync('ps', ['-o', 'pid=', '--ppid', main], { encoding: 'utf8' }).trim().split(/\s+/);
  return [main, ...pids].reduce((sum, pid) => {
    try {
      return sum + cpuMs(Number(pid));
    } catch {
      return sum; // a backend that has just ended
    }
  }, 0);
}

function rssMb(pid: number | undefined): number {
  const line = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** ` OVER` after a figure that is, which is remembered for the end. */
function mark(what: string, figure: number, budget: number): string {
  if (figure <= budget) return '';
  overBudget.add(what);
  return ' OVER';
}

function report(
  phases: Measured[],
  validation: Awaited<ReturnType<typeof measureValidation>>,
  replay: ReplayFigures,
  overview: OverviewTimes,
  pages: PageWeight[],
): void {
  const cpu = os.cpus();
  const machine = `${cpu.length} x ${cpu[0]?.model ?? 'CPU'}, Node ${process.version}`;
  console.log(`\nMachine: ${machine}\n`);
  console.log(
    'in flight | logins | logins/s | server CPU ms/login | PostgreSQL CPU ms/login | p50 ms | p99 ms | RSS MB',
  );
  for (const row of phases) {
    console.log(
      [
        row.inFlight,
        row.logins,
        row.loginsPerSecond,
        row.serverCpuMsPerLogin,
        row.postgresCpuMsPerLogin,
        row.p50Ms,
        row.p99Ms,
        row.rssMb,
      ].join(' | '),
    );
  }
  console.log(
    `\nValidation alone: ${validation.cpuMsPerResponse} ms CPU per signed response of ${validation.bytes} bytes\n`,
  );
  console.log(`Replay of ${replay.replayed} sessions: ${replay.replayPerSession} ms CPU per session`);
  console.log(
    `Explanation of a session: ${replay.explanation} ms CPU (at most ${EXPLANATION_BUDGET_MS})${mark('explanation', replay.explanation, EXPLANATION_BUDGET_MS)}`,
  );
  console.log(
    `What-if over 50 sessions: ${replay.whatIf50} ms CPU (at most ${WHAT_IF_BUDGET_MS})${mark('what-if', replay.whatIf50, WHAT_IF_BUDGET_MS)}\n`,
  );
  const ranges = Object.entries(overview.p50Ms).map(
    ([range, ms]) => `${range} ${ms} ms${mark(`overview of ${range}`, ms, OVERVIEW_BUDGET_MS)}`,
  );
  console.log(
    `Overview of ${overview.sessions} sessions (at most ${OVERVIEW_BUDGET_MS} ms): ${ranges.join(', ')}; counted ahead in ${overview.rollUpMs} ms\n`,
  );
  console.log(`First-load JavaScript, kB of gzip (at most ${PAGE_BUDGET / 1000}):`);
  for (const { page, bytes } of pages) {
    console.log(`${(bytes / 1000).toFixed(1).padStart(6)}${mark(page, bytes, PAGE_BUDGET)} ${page}`);
  }
  console.log(JSON.stringify({ machine, phases, validation, replay, overview, pages }));
}
