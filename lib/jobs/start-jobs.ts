import { PgBoss } from 'pg-boss';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { onStop } from '#lib/server/on-stop.ts';
import { listen } from './listen.ts';
import { SCHEDULED_JOBS, type ScheduledJob } from './queues.ts';

const KEY = Symbol.for('gatehouse.jobs');
const STOP_LIMIT_MS = 5000;
const POLL_SECONDS = 10;

/**
 * Starts the job worker of this process, once: queues and schedules live in the database, so of several instances
 * one takes each job, and a job whose instance died is taken by another. Stops with the server.
 */
export async function startJobs(): Promise<void> {
  const holder = globalThis as { [KEY]?: true };
  if (holder[KEY]) return;
  holder[KEY] = true;
  const boss = new PgBoss({
    connectionString: env().database.url,
    max: 3,
    application_name: 'gatehouse-jobs',
  });
  // Without a listener, a database that is away for a moment would end the process.
  boss.on('error', (error) => log().error({ err: error }, 'jobs'));
  const wakers: Record<string, () => Promise<void>> = {};
  let stopped = false;
  onStop(() => {
    stopped = true;
    return boss.stop({ graceful: true, timeout: STOP_LIMIT_MS });
  });
  try {
    await boss.start();
    for (const [name, job] of Object.entries<ScheduledJob>(SCHEDULED_JOBS)) {
      // `exclusive`: at most one waiting or running, however many minutes were missed. `stately`: one may wait while
      // another runs, which may be past the row that woke it.
      const policy = job.wakenBy === undefined ? 'exclusive' : 'stately';
      await boss.createQueue(name, { policy, retryLimit: 0, expireInSeconds: 900 });
      await boss.schedule(name, job.cron, null, { tz: 'UTC' });
      const worker = await boss.work(name, { pollingIntervalSeconds: POLL_SECONDS }, async () => {
        const result = await job.run({ stopping: () => stopped });
        log().info({ job: name, ...result }, 'job done');
      });
      if (job.wakenBy === undefined) continue;
      wakers[job.wakenBy] = async () => {
        await boss.send(name);
        boss.notifyWorker(worker);
      };
    }
    const listener = listen(env().database.url, wakers);
    onStop(() => listener.stop());
  } catch (error) {
    // A server that refuses to start stops while this is still under way; its one sentence is enough.
    if (!stopped) throw error;
  }
}
