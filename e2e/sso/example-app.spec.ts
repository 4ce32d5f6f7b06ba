import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { open, signInAtTestIdp } from '../support/test-idp.ts';

/** The example app with the unmodified SDK, against the first staging environment. */

const origin = env().http.url;

test('a newcomer signs in, sees the profile and the link to the session, and signs out', async () => {
  const browser = openBrowser(origin);
  const form = await signInAtTestIdp(browser, '/example/sign-in', { person: 'tidp_mateo_fernandez' });
  const callback = (await browser.post(form.action, form.fields)).headers.get('location') ?? '';
  const { url, response } = await open(browser, callback);
  expect(url).toBe('/example');
  const html = await response.text();
  expect(html).toContain('Signed in as');
  expect(html).toContain('mateo.fernandez@example.com');
  expect(html).toMatch(/\/dashboard\/environment_\w+\/sessions\/sso_session_\w+/);
  await browser.post('/example/sign-out', {});
  expect(await (await browser.get('/example')).text()).toContain('Sign in with SSO');
});

test('an answer for another browser is not exchanged', async () => {
  const browser = openBrowser(origin);
  const form = await signInAtTestIdp(browser, '/example/sign-in');
  const callback = (await browser.post(form.action, form.fields)).headers.get('location') ?? '';
  const stranger = openBrowser(origin);
  await stranger.get('/example/sign-in');
  const refused = await stranger.get(callback);
  expect(refused.headers.get('location')).toContain('error=state_mismatch');
  expect((await open(browser, callback)).url).toBe('/example');
});

test('a failed sign-in shows the error and leads to its session', async () => {
  const browser = openBrowser(origin);
  const form = await signInAtTestIdp(browser, '/example/sign-in', { fault: 'expired' });
  const callback = (await browser.post(form.action, form.fields)).headers.get('location') ?? '';
  const html = await (await open(browser, callback)).response.text();
  expect(html).toContain('server_error');
  expect(html).toMatch(/\/dashboard\/environment_\w+\/sessions\/sso_session_\w+/);
});

test('a code that was used before is told apart from a server that is down', async () => {
  const response = await openBrowser(origin).get('/example/callback?code=used-before');
  expect(response.headers.get('location')).toContain('error=invalid_grant');
});

test('idp_initiated_sso_disabled begins again from the app, at the connection the error names', async () => {
  const browser = openBrowser(origin);
  const response = await browser.get(
    '/example/callback?error=idp_initiated_sso_disabled&connection_id=conn_01SOMETHING',
  );
  const location = new URL(response.headers.get('location') ?? '', origin);
  expect(`${location.origin}${location.pathname}`).toBe(`${origin}/sso/authorize`);
  expect(location.searchParams.get('connection')).toBe('conn_01SOMETHING');
  expect(browser.cookies()).toContain(`gatehouse-example-state=${location.searchParams.get('state')}`);
});
