import pg from 'pg';
import { log } from '#lib/log.ts';

const RECONNECT_MS = 5000;

/**
 * Runs `wakers[channel]` whenever a committed transaction has notified that channel of PostgreSQL's, on a connection of
 * its own that is opened again when it breaks. Best effort: what is notified while it is broken is not heard.
 */
export function listen(
  databaseUrl: string,
  wakers: Readonly<Record<string, () => Promise<void>>>,
): { stop: () => Promise<void> } {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: databaseUrl, application_name: 'gatehouse-listen' });
    client = fresh;
    // `error` comes with a broken connection; what matters is the `end` after it.
    fresh.on('error', () => {});
    fresh.once('end', again);
    fresh.on('notification', ({ channel }) => {
      wakers[channel]?.().catch((error: unknown) => log().warn({ err: error, channel }, 'listen'));
    });
    try {
      await fresh.connect();
      if (stopped) return void (await fresh.end());
      for (const channel of Object.keys(wakers))
        await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`);
    } catch {
      await fresh.end().catch(() => {});
      again();
    }
  }

  function again(): void {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, RECONNECT_MS);
    timer.unref();
  }

  void connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
