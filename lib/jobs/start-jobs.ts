import { PgBoss } from 'pg-boss';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { onStop } from '#lib/server/on-stop.ts';
import { listen } from './listen.ts';
import { SCHEDULED_JOBS, type ScheduledJob } from './queues.ts';

const KEY = Symbol.for('gatehouse.jobs');
const STOP_LIMIT_MS = 5000;
const POLL_SECONDS = 10;

const RETRY_MS = { first: 1000, longest: 30_000 };

/**
 * Starts the job worker of this process, once: queues and schedules live in the database, so of several instances
 * one takes each job, and a job whose instance died is taken by another. Stops with the server. A database that is
 * away keeps the jobs from starting, never the server: they are tried again until they do.
 */
export async function startJobs(): Promise<void> {
  const holder = globalThis as { [KEY]?: true };
  if (holder[KEY]) return;
  holder[KEY] = true;
  let stopped = false;
  onStop(async () => {
    stopped = true;
  });
  const attempt = async (waited: number): Promise<void> => {
    try {
      await start(() => stopped);
    } catch (error) {
      // A server that refuses to start stops while this is still under way; its one sentence is enough.
      if (stopped) return;
      log().error({ err: error }, 'the jobs could not be started; trying again');
      const next = Math.min(waited * 2, RETRY_MS.longest);
      setTimeout(() => void (stopped || attempt(next)), waited).unref();
    }
  };
  await attempt(RETRY_MS.first);
}

async function start(stopping: () => boolean): Promise<void> {
  const boss = new PgBoss({
    connectionString: env().database.url,
    max: 3,
    application_name: 'gatehouse-jobs',
  });
  // Without a listener, a database that is away for a moment would end the process.
  boss.on('error', (error) => log().error({ err: error }, 'jobs'));
  const wakers: Record<string, () => Promise<void>> = {};
  onStop(() => boss.stop({ graceful: true, timeout: STOP_LIMIT_MS }));
  try {
    await boss.start();
    for (const [name, job] of Object.entries<ScheduledJob>(SCHEDULED_JOBS)) {
      // `exclusive`: at most one waiting or running, however many minutes were missed. `stately`: one may wait while
      // another runs, which may be past the row that woke it.
      const policy = job.wakenBy === undefined ? 'exclusive' : 'stately';
      await boss.createQueue(name, { policy, retryLimit: 0, expireInSeconds: 900 });
      await boss.schedule(name, job.cron, null, { tz: 'UTC' });
      const worker = await boss.work(name, { pollingIntervalSeconds: POLL_SECONDS }, async () => {
        const result = await job.run({ stopping });
        log().info({ job: name, ...result }, 'job done');
      });
      if (job.wakenBy === undefined) continue;
      wakers[job.wakenBy] = async () => {
        await boss.send(name);
        boss.notifyWorker(worker);
      };
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  const listener = listen(env().database.url, wakers);
  onStop(() => listener.stop());
}
