import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { sentTo } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible } from '../support/dashboard.ts';
import { ANA, beginLogin, callbackOf, postResponse, samlResponse } from '../support/login.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

/** The question whether an app may learn who somebody is, over HTTP and in a real browser. */

const origin = env().http.url;

async function world() {
  const { staging } = await seedWorkspace('Acme Reports', { consent: true });
  return { staging, connection: await seedConnection(staging) };
}

type World = Awaited<ReturnType<typeof world>>;

/** A sign-in through the connection up to the question; the address of it. */
async function ask({ staging, connection }: World, browser = openBrowser(origin)) {
  const { requestId, relayState } = await beginLogin(browser, staging.clientId, connection);
  const encoded = await samlResponse(connection, requestId);
  const answer = await postResponse(browser, connection, encoded, relayState);
  const location = answer.headers.get('location') ?? '';
  const ticket = new URL(location).searchParams.get('ticket') ?? '';
  const path = `/sso/consent/${connection.externalKey}`;
  return { browser, location, ticket, path };
}

test('a custom connection is asked about once: yes gives a code, and the next time nobody is asked', async () => {
  const made = await world();
  const { browser, location, path, ticket } = await ask(made);
  expect(location).toBe(`${origin}${path}?ticket=${ticket}`);
  const page = await browser.get(location);
  const html = await page.text();
  for (const text of [ANA.email, `https://idp.${made.connection.domain}`, 'Acme Reports', 'localhost:9']) {
    expect(html).toContain(text);
  }
  expect(page.headers.get('content-security-policy')).toMatch(/form-action 'self' https: http:(;|$)/);
  const callback = callbackOf(await browser.post(path, { ticket, answer: 'approve' }));
  expect(callback.get('state')).toBe('state-1');
  const { staging } = made;
  const exchanged = await fetch(`${origin}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: staging.clientId,
      client_secret: staging.apiKey,
      grant_type: 'authorization_code',
      code: callback.get('code') ?? '',
    }),
  });
  expect((await exchanged.json()).profile).toMatchObject({ email: ANA.email });

  expect((await ask(made, browser)).location).toMatch(/^http:\/\/localhost:9\/callback\?code=/);
  expect((await browser.post(path, { ticket, answer: 'approve' })).status).toBe(410);
});

test('a no is told to the app with its state, and neither a stranger nor a foreign page can say yes', async () => {
  const made = await world();
  const { browser, location, path, ticket } = await ask(made);
  const stranger = (await ask(made)).browser;
  expect((await stranger.get(location)).status).toBe(410);
  expect((await stranger.post(path, { ticket, answer: 'approve' })).status).toBe(410);
  const foreign = await fetch(new URL(path, origin), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: browser.cookies(), 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ ticket, answer: 'approve' }),
  });
  expect(foreign.status).toBe(403);
  expect((await browser.post(path, { ticket })).status).toBe(400);
  const told = callbackOf(await browser.post(path, { ticket, answer: 'deny' }));
  expect(Object.fromEntries(told)).toEqual({
    error: 'signin_consent_denied',
    error_description: 'User cancelled the authentication request',
    state: 'state-1',
  });
  const { environmentId } = made.staging;
  const denied = { environmentId, failureCode: 'signin_consent_denied' };
  expect(await database().ssoSession.findMany({ where: denied })).toMatchObject([
    { state: 'failed', codeHash: null },
  ]);
});

test('connections we know are not asked about, unless the sign-in began at the identity provider', async () => {
  const { staging } = await world();
  const okta = { staging, connection: await seedConnection(staging, { connectionType: 'OktaSAML' }) };
  expect((await ask(okta)).location).toMatch(/^http:\/\/localhost:9\/callback\?code=/);
  const unsolicited = await samlResponse(okta.connection, null);
  const answer = await postResponse(openBrowser(origin), okta.connection, unsolicited);
  expect(answer.headers.get('location')).toContain(`/sso/consent/${okta.connection.externalKey}?ticket=`);
});

/** The page of an identity provider which posts a response nobody asked for, on its way to `CALLBACK`. */
async function posted(page: Page, { connection }: World) {
  const encoded = await samlResponse(connection, null);
  const fields = Object.entries({ SAMLResponse: encoded, RelayState: `redirect_uri=${CALLBACK}` });
  const inputs = fields.map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const body = `<form method="post" action="/sso/saml/acs/${connection.externalKey}">${inputs.join('')}<button>Post</button></form>`;
  const address = `${origin}/idp-of-the-test`;
  await page.unroute(address);
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
  // Coming from an app where nothing answers, the browser's own page about that may come in between.
  await expect(() => page.goto(address)).toPass();
  await page.getByRole('button', { name: 'Post' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Continue to Acme Reports?');
  await expect(page.getByText('This sign-in began at the identity provider.')).toBeVisible();
}

/** What the app is told after the answer. */
async function answered(page: Page, answer: 'Continue' | 'Cancel'): Promise<URLSearchParams> {
  const told = sentTo(page, CALLBACK);
  await page.getByRole('button', { name: answer }).click();
  return (await told).searchParams;
}

test('in a browser, with scripts or without, the question is read, answered, and leads to the app', async ({
  browser,
  page,
}) => {
  const made = await world();
  await posted(page, made);
  await expectAccessible(page);
  expect([...(await answered(page, 'Continue')).keys()]).toContain('code');

  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await posted(plain, made);
  expect((await answered(plain, 'Cancel')).get('error')).toBe('signin_consent_denied');
  await posted(plain, made);
  expect([...(await answered(plain, 'Continue')).keys()]).toContain('code');
  await context.close();
});
