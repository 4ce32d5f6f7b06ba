import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { ANA, beginLogin, callbackOf, postResponse, samlResponse } from '../support/login.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

const origin = env().http.url;
const DEFAULT = `${origin}/example/callback`;

async function world() {
  const { staging } = await seedWorkspace();
  return { staging, connection: await seedConnection(staging), browser: openBrowser(origin) };
}

test('an unsolicited response lands on the default redirect URI with a code and no state', async () => {
  const { connection, browser } = await world();
  const answer = await postResponse(browser, connection, await samlResponse(connection, null));
  expect(answer.headers.get('location')?.startsWith(`${DEFAULT}?code=`)).toBe(true);
  expect(callbackOf(answer).get('state')).toBeNull();
});

test('RelayState chooses a registered redirect URI and is ignored otherwise', async () => {
  const { connection, browser } = await world();
  const land = async (relayState: string) => {
    const answer = await postResponse(browser, connection, await samlResponse(connection, null), relayState);
    expect(callbackOf(answer).get('code'), relayState).toBeTruthy();
    return answer.headers.get('location')?.split('?')[0];
  };
  expect(await land(`redirect_uri=${encodeURIComponent(CALLBACK)}`)).toBe(CALLBACK);
  expect(await land(`redirect_uri=${CALLBACK}`)).toBe(CALLBACK);
  expect(await land(`foo=bar&redirect_uri=${encodeURIComponent(CALLBACK)}`)).toBe(CALLBACK);
  for (const ignored of [
    '',
    'https://evil.example/',
    CALLBACK,
    `redirect_uri=${encodeURIComponent('https://evil.example/callback')}`,
    'redirect_uri=',
    '{"json":true}',
    '%%%',
    'x'.repeat(5000),
  ]) {
    expect(await land(ignored), ignored).toBe(DEFAULT);
  }
});

test('a solicited response is never redirected by its RelayState', async () => {
  const { staging, connection, browser } = await world();
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const relayState = `redirect_uri=${encodeURIComponent(DEFAULT)}`;
  const encoded = await samlResponse(connection, requestId);
  const answer = await postResponse(browser, connection, encoded, relayState);
  expect(answer.headers.get('location')?.startsWith(`${CALLBACK}?code=`)).toBe(true);
});

test('a response to a login another browser began is refused and leaves that login untouched', async () => {
  const { staging, connection, browser } = await world();
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const encoded = await samlResponse(connection, requestId);
  const attacker = await postResponse(openBrowser(origin), connection, encoded);
  expect(callbackOf(attacker).get('error')).toBe('server_error');
  expect(callbackOf(attacker).get('state')).toBeNull();
  const owner = await postResponse(browser, connection, encoded);
  expect(callbackOf(owner).get('code')).toBeTruthy();
});

test('a response of one connection cannot complete the login of another', async () => {
  const { staging, connection, browser } = await world();
  const other = await seedConnection(staging, { domain: 'other.example' });
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const encoded = await samlResponse(other, requestId);
  const atOther = await postResponse(browser, other, encoded);
  expect(callbackOf(atOther).get('error')).toBe('server_error');
  const atOwn = await postResponse(browser, connection, encoded);
  expect(callbackOf(atOwn).get('error')).toBe('server_error');
});

test('a refused response does not use up the request: the next good one signs in', async () => {
  const { staging, connection, browser } = await world();
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const bad = await samlResponse(connection, requestId, { fault: 'tampered_after_signing' });
  expect(callbackOf(await postResponse(browser, connection, bad)).get('error')).toBe('server_error');
  const good = await samlResponse(connection, requestId);
  expect(callbackOf(await postResponse(browser, connection, good)).get('code')).toBeTruthy();
});

test('a sign-in that may not begin at the identity provider begins again at the app’s sign-in endpoint', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging, { values: { idpInitiatedMode: 'off' } });
  const browser = openBrowser(origin);
  const response = await fetch(`${origin}/user_management/app_homepage_url`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${staging.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'http://localhost:3000' }),
  });
  expect([response.status, await response.json()]).toEqual([
    200,
    { object: 'app_homepage_url', url: 'http://localhost:3000/' },
  ]);
  const signInEndpoint = 'http://localhost:3000/login?from=sso';
  await staging.data.environment.updateAppAddresses({ signInEndpoint }, new Date());
  const answer = await postResponse(browser, connection, await samlResponse(connection, null));
  expect(answer.headers.get('location')).toBe(
    `${signInEndpoint}&connection_id=${connection.connectionId}&organization_id=${connection.organizationId}`,
  );
  // Where the connection takes it, the endpoint is not asked; other refusals are told as before.
  const open = await seedConnection(staging, { domain: 'open.example' });
  const accepted = await postResponse(
    browser,
    open,
    await samlResponse(open, null, { person: { ...ANA, email: 'ana@open.example' } }),
  );
  expect(callbackOf(accepted).get('code')).toBeTruthy();
  const bad = await samlResponse(open, null, { fault: 'tampered_after_signing' });
  expect(callbackOf(await postResponse(browser, open, bad)).get('error')).toBe('server_error');
});
