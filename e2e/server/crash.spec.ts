import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { decodeJwt } from 'jose';
import pg from 'pg';
import { runningPostgresUrl } from '#lib/db/embedded-postgres.ts';
import { freePort } from '#lib/db/free-port.ts';
import { dataFiles } from '#lib/server/data-directory.ts';
import { spawnServer } from '#lib/server/spawn-server.ts';
import { openBrowser } from '../support/browser.ts';
import { callbackOf } from '../support/login.ts';
import { open, signInAtTestIdp } from '../support/test-idp.ts';

test.describe.configure({ retries: 0 });

/** A power cut under load: what had been answered is there after the next start, and nothing is there by half. */

const IN_FLIGHT = 6;
const BEFORE_THE_CUT = 20;

test.setTimeout(180_000);

let directory = '';
test.beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-crash-'));
});
test.afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const connectionString = (await runningPostgresUrl(dataFiles(directory).postgres)) ?? '';
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Signs in at the app that comes with the server, up to the code. */
async function loginForCode(url: string, fault: string | null = null): Promise<URLSearchParams> {
  const browser = openBrowser(url);
  const form = await signInAtTestIdp(browser, '/example/sign-in', fault ? { fault } : {});
  return callbackOf(await browser.post(form.action, form.fields));
}

type App = { clientId: string; apiKey: string };

async function readApp(): Promise<App> {
  const text = await readFile(path.join(directory, 'staging.env'), 'utf8');
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  return { clientId: value('WORKOS_CLIENT_ID'), apiKey: value('WORKOS_API_KEY') };
}

/** Exchanges a code; returns the session that the access token names. */
async function redeem(url: string, app: App, code: string): Promise<string> {
  const response = await fetch(`${url}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: app.clientId,
      client_secret: app.apiKey,
      grant_type: 'authorization_code',
      code,
    }),
  });
  if (response.status !== 200) throw new Error(`the token request was answered with ${response.status}`);
  const { access_token } = (await response.json()) as { access_token: string };
  return String(decodeJwt(access_token)['sid']);
}

test('kill -9 during load loses no login that had been answered, and leaves none half-written', async () => {
  const port = await freePort();
  const first = await spawnServer({ dataDirectory: directory, port });
  const app = await readApp();
  const successful: string[] = [];
  const codes: string[] = [];
  let refusals = 0;
  let stopped = false;
  const enough = Promise.withResolvers<void>();
  const load = Array.from({ length: IN_FLIGHT }, async (_, worker) => {
    // Workers differ in what they leave behind: exchanged codes, codes that wait, refused responses.
    while (!stopped) {
      try {
        if (worker === 0) {
          if ((await loginForCode(first.url, 'expired')).has('error')) refusals += 1;
          continue;
        }
        const code = (await loginForCode(first.url)).get('code') ?? '';
        codes.push(code);
        if (worker === 1) continue;
        const session = await redeem(first.url, app, code);
        codes.splice(codes.indexOf(code), 1);
        successful.push(session);
        if (successful.length >= BEFORE_THE_CUT) enough.resolve();
      } catch (error) {
        // Before the cut nothing may fail; after it everything does.
        if (!stopped) enough.reject(error);
        return;
      }
    }
  });
  await enough.promise;
  stopped = true;
  await first.kill();
  await Promise.all(load);
  expect(refusals).toBeGreaterThan(0);

  const second = await spawnServer({ dataDirectory: directory, port });
  const rows = await query<{ id: string; state: string }>('SELECT id, state::text FROM "SsoSession"');
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  expect(successful.filter((id) => states.get(id) !== 'successful')).toEqual([]);
  expect(rows.filter(({ state }) => state === 'failed').length).toBeGreaterThanOrEqual(refusals);

  const half = await query(`
    SELECT s.id, s.state::text FROM "SsoSession" s
      LEFT JOIN "SsoSessionRecord" r ON r."environmentId" = s."environmentId" AND r."sessionId" = s.id
     WHERE NOT CASE s.state::text
       WHEN 'started' THEN s."requestId" IS NOT NULL AND r."requestSealed" IS NOT NULL
         AND s."respondedAt" IS NULL AND s."codeHash" IS NULL AND r."responseSealed" IS NULL
       WHEN 'authorized' THEN s."codeHash" IS NOT NULL AND s."codeExpiresAt" IS NOT NULL AND s."codeRedeemedAt" IS NULL
         AND s."authorizedAt" IS NOT NULL AND s."profileId" IS NOT NULL AND s."requestConsumedAt" IS NOT NULL
         AND r."requestSealed" IS NOT NULL AND r."responseSealed" IS NOT NULL AND r."readingSealed" IS NOT NULL
       WHEN 'successful' THEN s."codeHash" IS NOT NULL AND s."codeRedeemedAt" IS NOT NULL
         AND s."exchangedAt" IS NOT NULL AND s."profileId" IS NOT NULL AND s."requestConsumedAt" IS NOT NULL
         AND r."requestSealed" IS NOT NULL AND r."responseSealed" IS NOT NULL AND r."readingSealed" IS NOT NULL
       WHEN 'failed' THEN s."failureCode" IS NOT NULL AND s."errorCode" IS NOT NULL AND s."endedAt" IS NOT NULL
         AND s."codeHash" IS NULL AND r."responseSealed" IS NOT NULL
       ELSE FALSE END`);
  expect(half).toEqual([]);
  const [counted] = await query<{ assertions: number; accepted: number }>(`
    SELECT (SELECT count(*)::int FROM "ConsumedAssertion") AS assertions,
           (SELECT count(*)::int FROM "SsoSession" WHERE state IN ('authorized', 'successful')) AS accepted`);
  expect(counted?.assertions, 'one remembered assertion for each accepted response').toBe(counted?.accepted);

  // Codes that were handed out before the cut still work: the others were used by an exchange that
  // the cut kept from answering.
  const waiting = new Set(rows.filter(({ state }) => state === 'authorized').map(({ id }) => id));
  let redeemed = 0;
  for (const code of codes) {
    const session = await redeem(second.url, app, code).catch(() => null);
    if (session === null) continue;
    expect(waiting.delete(session)).toBe(true);
    redeemed += 1;
  }
  expect(redeemed).toBeGreaterThan(0);
  expect(codes.length - redeemed, 'only an exchange that was cut off in the middle').toBeLessThan(IN_FLIGHT);

  const after = await redeem(second.url, app, (await loginForCode(second.url)).get('code') ?? '');
  expect(successful).not.toContain(after);
  const browser = openBrowser(second.url);
  const page = await open(browser, '/example');
  expect(page.response.status).toBe(200);
  expect(await second.stop()).toBe(0);
});
