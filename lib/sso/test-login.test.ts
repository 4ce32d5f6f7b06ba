import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { env, publishToProcess } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { finishTestLogin } from './finish-test-login.ts';
import { testResultUri, trustTestResult } from './test-result.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeAll(async () => {
  world = await testEnvironments();
});
test.afterAll(() => world.close());

test('exactly one address per environment is trusted for test results, its port included', () => {
  const before = env().http.url;
  publishToProcess({ GATEHOUSE_URL: 'http://127.0.0.1:3000' });
  try {
    const own = testResultUri('environment_1');
    expect(trustTestResult('environment_1', own)).toBe(own);
    for (const other of [
      testResultUri('environment_2'),
      // A registered loopback address would match at any port.
      own.replace(':3000', ':3001'),
      `${own}/`,
      `${own}?x=1`,
      own.replace('127', '0127'),
      own.toUpperCase(),
      '',
    ]) {
      expect(trustTestResult('environment_1', other), other).toBeNull();
    }
  } finally {
    publishToProcess({ GATEHOUSE_URL: before });
  }
});

/** A session that waits for its code to be redeemed. */
async function authorized(values: { origin: 'test' | 'service_provider'; redirectUri: string }) {
  const { staging, db } = world;
  const { environmentId } = staging.scope;
  const [id, code, browserToken] = [newId('ssoSession', staging.now), newToken(), newToken()];
  const codeExpiresAt = new Date(staging.now.getTime() + 60_000);
  await db.ssoSession.create({
    data: {
      id,
      environmentId,
      state: 'authorized',
      browserHash: hashSecret(browserToken),
      codeHash: hashSecret(code),
      codeExpiresAt,
      createdAt: staging.now,
      ...values,
    },
  });
  const state = async () => (await db.ssoSession.findFirst({ where: { environmentId, id } }))?.state;
  return { id, code, browserToken, state };
}

test('a test login is finished by the browser that began it', async () => {
  const redirectUri = testResultUri(world.staging.scope.environmentId);
  const session = await authorized({ origin: 'test', redirectUri });
  const { id: sessionId, code, browserToken } = session;
  const finish = (values: { code?: string; browserToken?: string | null }) =>
    finishTestLogin(world.staging, { sessionId, code, browserToken, ...values });
  expect(await finish({ browserToken: newToken() })).toBe(false);
  expect(await finish({ browserToken: null })).toBe(false);
  expect(await session.state()).toBe('authorized');
  expect(await finishTestLogin(world.production, { sessionId, code, browserToken })).toBe(false);
  expect(await finish({})).toBe(true);
  expect(await session.state()).toBe('test_successful');
});

test('codes of apps are not redeemed by the dashboard, not even under the id of a test login', async () => {
  const app = await authorized({
    origin: 'service_provider',
    redirectUri: 'https://app.example.com/callback',
  });
  const redirectUri = testResultUri(world.staging.scope.environmentId);
  const own = await authorized({ origin: 'test', redirectUri });
  const { code, browserToken } = app;
  expect(await finishTestLogin(world.staging, { sessionId: app.id, code, browserToken })).toBe(false);
  await finishTestLogin(world.staging, { sessionId: own.id, code, browserToken: own.browserToken });
  expect(await app.state()).toBe('authorized');
});
