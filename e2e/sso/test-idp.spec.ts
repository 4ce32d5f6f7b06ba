import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import { FAULTS, type FaultId, isFaultId } from '#lib/test-idp/faults.ts';
import { openBrowser, type PlainBrowser } from '../support/browser.ts';
import { callbackOf } from '../support/login.ts';
import { type SeededEnvironment, seedWorkspace } from '../support/seed.ts';
import { formOf, open, type PostedForm, signInAtTestIdp } from '../support/test-idp.ts';

/** The built-in test identity provider, through its own pages: every fault ends in the session error it promises. */

const origin = env().http.url;
const CALLBACK = `${origin}/example/callback`;
const FAULT_IDS = Object.keys(FAULTS).filter(isFaultId);
const NEEDS_HISTORY: readonly FaultId[] = ['replay_last_response'];

async function world() {
  const { staging, production } = await seedWorkspace();
  const idp = `/test-idp/${staging.environmentId}`;
  const [connection] = await staging.data.connections.ofIdentityProvider(`${origin}${idp}`);
  if (!connection) throw new Error('the workspace has no connection to its test identity provider');
  return { staging, production, idp, connection, browser: openBrowser(origin) };
}

function authorize(environment: SeededEnvironment, connectionId: string): string {
  const query = new URLSearchParams({
    client_id: environment.clientId,
    connection: connectionId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    state: 'state-1',
  });
  return `/sso/authorize?${query}`;
}

function sessionsOf(environment: SeededEnvironment) {
  const { environmentId } = environment;
  return database().ssoSession.findMany({ where: { environmentId }, orderBy: { id: 'asc' } });
}

const deliver = (browser: PlainBrowser, form: PostedForm) => browser.post(form.action, form.fields);

// Making a workspace takes a second of key generation: the faults share one per worker and look at what is new.
let shared: ReturnType<typeof world> | undefined;

for (const fault of FAULT_IDS.filter((id) => !NEEDS_HISTORY.includes(id))) {
  const { title, expectedError } = FAULTS[fault];
  test(`${title}: the session says ${expectedError ?? 'that it worked'}, and the app gets its state back`, async () => {
    shared ??= world();
    const { staging, connection } = await shared;
    const browser = openBrowser(origin);
    const before = (await sessionsOf(staging)).length;
    const form = await signInAtTestIdp(browser, authorize(staging, connection.id), { fault });
    const callback = callbackOf(await deliver(browser, form));
    const sessions = (await sessionsOf(staging)).slice(before);
    expect(sessions).toHaveLength(1);
    const error = sessions[0]?.errorCode ?? null;
    expect(error && SESSION_ERRORS[error].title).toBe(expectedError);
    expect(sessions[0]?.state).toBe(expectedError === null ? 'authorized' : 'failed');
    expect(callback.get('state')).toBe('state-1');
    expect(callback.has('code')).toBe(expectedError === null);
    expect(callback.has('error')).toBe(expectedError !== null);
  });
}

test('the same response sent again is refused as malformed, SP-initiated and IdP-initiated', async () => {
  const { staging, connection, browser, idp } = await world();
  for (const path of [authorize(staging, connection.id), `${idp}/sign-in?app=${connection.id}`]) {
    const first = await signInAtTestIdp(browser, path);
    expect(callbackOf(await deliver(browser, first)).get('code')).toBeTruthy();
    const again = await signInAtTestIdp(browser, path, {
      fault: 'replay_last_response',
      previousResponse: first.fields['SAMLResponse'] ?? '',
    });
    expect(again.fields['SAMLResponse']).toBe(first.fields['SAMLResponse']);
    expect(callbackOf(await deliver(browser, again)).get('error')).toBe('server_error');
    const newest = (await sessionsOf(staging)).filter((session) => session.state === 'failed').at(-1);
    expect(newest?.errorCode).toBe('malformed_saml_response');
  }
});

for (const sign of ['assertion', 'response', 'both']) {
  test(`a good sign-in with signed ${sign}, encrypted, arrives with the person that was picked`, async () => {
    const { staging, connection, browser } = await world();
    const form = await signInAtTestIdp(browser, authorize(staging, connection.id), {
      person: 'tidp_hana_sato',
      sign,
      encrypt: 'on',
    });
    expect(callbackOf(await deliver(browser, form)).get('code')).toBeTruthy();
    const [session] = await sessionsOf(staging);
    expect(session).toMatchObject({ state: 'authorized', userEmail: 'hana.sato@example.com' });
  });
}

test('a typed profile signs in, and denying tells the app access_denied', async () => {
  const { staging, connection, browser } = await world();
  const path = authorize(staging, connection.id);
  const typed = { id: 'x-1', email: 'x@example.com', firstName: 'X', lastName: 'Y', groups: 'a, b' };
  const form = await signInAtTestIdp(browser, path, { person: 'typed', ...typed });
  expect(callbackOf(await deliver(browser, form)).get('code')).toBeTruthy();
  expect((await sessionsOf(staging))[0]?.userEmail).toBe('x@example.com');
  const denied = await signInAtTestIdp(browser, path, { decision: 'deny' });
  expect(callbackOf(await deliver(browser, denied)).get('error')).toBe('access_denied');
});

test('a sign-in that begins here ends at the default redirect URI, or where RelayState names a registered one', async () => {
  const { staging, connection, browser, idp } = await world();
  const other = 'http://localhost:4567/callback';
  const ends = async (relayState: string) => {
    const form = await signInAtTestIdp(browser, `${idp}/sign-in?app=${connection.id}`, { relayState });
    return (await deliver(browser, form)).headers.get('location')?.split('?')[0];
  };
  expect(await ends('')).toBe(CALLBACK);
  expect(await ends(`redirect_uri=${other}`)).toBe(other);
  expect(await ends('redirect_uri=https://evil.example/callback')).toBe(CALLBACK);
  const origins = (await sessionsOf(staging)).map((session) => session.origin);
  expect(new Set(origins)).toEqual(new Set(['identity_provider']));
});

test('requests by HTTP-POST are answered like those by HTTP-Redirect', async () => {
  const { staging, connection, browser } = await world();
  await staging.data.connections.update(connection.id, { idpSsoBinding: 'post' }, new Date());
  const posted = await formOf(await browser.get(authorize(staging, connection.id)));
  const page = await browser.post(posted.action, posted.fields);
  expect(page.status).toBe(302);
  const form = await signInAtTestIdp(browser, page.headers.get('location') ?? '');
  expect(callbackOf(await deliver(browser, form)).get('code')).toBeTruthy();
});

test('it answers only connections that trust it, and only at their own ACS URL', async () => {
  const { connection, browser, idp } = await world();
  const issuer = `${origin}/${connection.externalKey}`;
  const ask = async (values: { issuer: string; acsUrl: string }) => {
    const xml = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z" AssertionConsumerServiceURL="${values.acsUrl}"><saml:Issuer>${values.issuer}</saml:Issuer></samlp:AuthnRequest>`;
    const encoded = encodeURIComponent(deflateRawSync(xml).toString('base64'));
    return browser.get(`${idp}/sso?SAMLRequest=${encoded}`);
  };
  const own = { issuer, acsUrl: `${origin}/sso/saml/acs/${connection.externalKey}` };
  expect((await ask(own)).status).toBe(302);
  expect((await ask({ ...own, acsUrl: 'https://evil.example/acs' })).status).toBe(400);
  expect((await ask({ ...own, issuer: 'https://somebody.example' })).status).toBe(400);
  expect((await browser.get(`${idp}/sso?SAMLRequest=%21%21`)).status).toBe(400);
});

test('the form is worth nothing changed, in another environment, or once the connection has turned away', async () => {
  const { staging, connection, browser, idp } = await world();
  const other = await world();
  const { response } = await open(browser, authorize(staging, connection.id));
  const { action, fields } = await formOf(response);
  const ticket = fields['ticket'] ?? '';
  const changed = `${ticket.slice(0, 40)}${ticket[40] === 'A' ? 'B' : 'A'}${ticket.slice(41)}`;
  expect((await browser.post(action, { ticket: changed })).status).toBe(400);
  expect((await browser.post(`${other.idp}/respond`, { ticket })).status).toBe(400);
  expect((await browser.post(`${idp}/respond`, { ticket })).status).toBe(200);
  await staging.data.connections.update(
    connection.id,
    { idpEntityId: 'https://okta.example', idpSsoUrl: 'https://okta.example/sso' },
    new Date(),
  );
  expect((await browser.post(`${idp}/respond`, { ticket })).status).toBe(400);
});

test('production has no test identity provider: the same 404 as for an invented environment', async () => {
  const { production, staging, browser } = await world();
  const pages = ['', '/sign-in', '/metadata', '/sso'];
  for (const page of pages) {
    const status = async (id: string) => (await browser.get(`/test-idp/${id}${page}`)).status;
    expect(await status(production.environmentId), page).toBe(404);
    expect(await status('environment_01INVENTED'), page).toBe(404);
    expect(await status(staging.environmentId), page).not.toBe(404);
  }
  expect((await browser.post(`/test-idp/${production.environmentId}/respond`, {})).status).toBe(404);
});

async function madeByApi(apiKey: string | null, body: unknown) {
  const response = await fetch(`${origin}/test-idp/api/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

test('a response made by the API signs in, whoever it is written like, and its fault ends in the error it names', async () => {
  shared ??= world();
  const { staging, connection } = await shared;
  const browser = openBrowser(origin);
  for (const body of [
    { personality: 'okta' },
    { personality: 'shibboleth', encrypt: true },
    { personality: 'entra', fault: 'missing_email' },
    { personality: 'keycloak', fault: 'wrong_certificate' },
    { personality: 'google', fault: 'encrypted_to_another_key' },
  ]) {
    const begun = await browser.get(authorize(staging, connection.id));
    const request = new URL(begun.headers.get('location') ?? '', origin).searchParams;
    const xml = inflateRawSync(Buffer.from(request.get('SAMLRequest') ?? '', 'base64')).toString();
    const made = await madeByApi(staging.apiKey, {
      ...body,
      connection_id: connection.id,
      request_id: / ID="([^"]+)"/.exec(xml)?.[1],
      relay_state: request.get('RelayState'),
    });
    expect(made.status).toBe(200);
    const { acs_url = '', expected_error, relay_state, saml_response = '' } = made.body;
    const answer = await browser.post(acs_url, {
      SAMLResponse: saml_response,
      ...(relay_state ? { RelayState: relay_state } : {}),
    });
    expect(callbackOf(answer).has('code')).toBe(!('fault' in body));
    expect((await sessionsOf(staging)).at(-1)?.errorCode ?? null).toBe(expected_error);
  }
});

test('the API makes responses for keys of staging alone, and says which field is wrong', async () => {
  shared ??= world();
  const { staging, production, connection } = await shared;
  const body = { connection_id: connection.id };
  expect((await madeByApi(null, body)).status).toBe(401);
  expect((await madeByApi(production.apiKey, body)).status).toBe(404);
  const refused = await madeByApi(staging.apiKey, { ...body, personality: 'nobody', fault: 'nothing' });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    code: 'invalid_request_parameters',
    errors: [{ field: 'personality' }, { field: 'fault' }],
  });
});

test('its metadata describes the connection that staging comes with', async () => {
  const { connection, browser, idp } = await world();
  const response = await browser.get(`${idp}/metadata`);
  expect(response.headers.get('content-type')).toContain('application/samlmetadata+xml');
  const xml = await response.text();
  expect(xml).toContain(`entityID="${connection.idpEntityId}"`);
  expect(xml).toContain(`Location="${connection.idpSsoUrl}"`);
  const stored = connection.certificates[0]?.pem.replace(/-----[A-Z ]+-----|\s/g, '') ?? 'none';
  expect(xml).toContain(stored);
});
