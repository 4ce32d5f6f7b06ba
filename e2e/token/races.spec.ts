import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { beginLogin, callbackOf, loginForCode, postResponse, samlResponse } from '../support/login.ts';
import { seedConnection, seedWorkspace } from '../support/seed.ts';

test.describe.configure({ retries: 0 });

const origin = env().http.url;

function redeem(clientId: string, apiKey: string, code: string): Promise<Response> {
  return fetch(`${origin}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: apiKey,
      grant_type: 'authorization_code',
      code,
    }),
  });
}

test('one code redeemed 50 times at once succeeds once, and its token is void afterwards', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const { code } = await loginForCode(origin, staging.clientId, connection);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => redeem(staging.clientId, staging.apiKey, code)),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  const refused = answers.filter((answer) => answer.status === 400);
  expect(refused).toHaveLength(49);
  for (const answer of refused) {
    expect(await answer.json()).toEqual({
      error: 'invalid_grant',
      error_description: 'The code has expired or has already been used.',
    });
  }
  const winner = (await answers.find((answer) => answer.status === 200)?.json()) as { access_token: string };
  const profile = await fetch(`${origin}/sso/profile`, {
    headers: { authorization: `Bearer ${winner.access_token}` },
  });
  expect(profile.status).toBe(401);
});

test('one IdP-initiated response posted 50 times at once yields one code', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const encoded = await samlResponse(connection, null);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => postResponse(openBrowser(origin), connection, encoded)),
  );
  const codes = answers.map((answer) => callbackOf(answer).get('code')).filter((code) => code !== null);
  expect(codes).toHaveLength(1);
});

test('one SP-initiated response posted 50 times at once by its own browser yields one code', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const browser = openBrowser(origin);
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const encoded = await samlResponse(connection, requestId);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => postResponse(browser, connection, encoded)),
  );
  const codes = answers.map((answer) => callbackOf(answer).get('code')).filter((code) => code !== null);
  expect(codes).toHaveLength(1);
});

test('two different good responses to one request yield one code', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const browser = openBrowser(origin);
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const responses = await Promise.all(Array.from({ length: 10 }, () => samlResponse(connection, requestId)));
  const answers = await Promise.all(responses.map((encoded) => postResponse(browser, connection, encoded)));
  const codes = answers.map((answer) => callbackOf(answer).get('code')).filter((code) => code !== null);
  expect(codes).toHaveLength(1);
});

test('a code of one environment is worth nothing with the key of another', async () => {
  const { staging } = await seedWorkspace();
  const other = await seedWorkspace('Another workspace');
  const connection = await seedConnection(staging);
  const { code } = await loginForCode(origin, staging.clientId, connection);
  const wrongPair = await redeem(staging.clientId, other.staging.apiKey, code);
  expect(await wrongPair.json()).toMatchObject({ error: 'invalid_client' });
  const otherClient = await redeem(other.staging.clientId, other.staging.apiKey, code);
  expect(await otherClient.json()).toMatchObject({ error: 'invalid_grant' });
  // The owner's control case: neither attempt has used it up.
  expect((await redeem(staging.clientId, staging.apiKey, code)).status).toBe(200);
});
