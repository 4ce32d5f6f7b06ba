import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { unseal } from '#lib/secrets.ts';
import type { FaultId } from '#lib/test-idp/faults.ts';
import { openBrowser } from '../support/browser.ts';
import { ANA, beginLogin, callbackOf, loginForCode, postResponse, samlResponse } from '../support/login.ts';
import { type SeededEnvironment, seedConnection, seedWorkspace } from '../support/seed.ts';

/** Every attempt leaves a session with what happened and the bytes of it. */

const origin = env().http.url;

function sessionsOf(environment: SeededEnvironment) {
  return database().ssoSession.findMany({
    where: { environmentId: environment.environmentId },
    orderBy: { id: 'asc' },
    include: { record: true },
  });
}

test('an attempt goes from started over authorized to successful, with both messages sealed', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const browser = openBrowser(origin);
  const begun = await beginLogin(browser, staging.clientId, connection);
  const states = [(await sessionsOf(staging))[0]?.state];
  const encoded = await samlResponse(connection, begun.requestId);
  const code = callbackOf(await postResponse(browser, connection, encoded)).get('code') ?? '';
  states.push((await sessionsOf(staging))[0]?.state);
  await fetch(`${origin}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: staging.clientId,
      client_secret: staging.apiKey,
      grant_type: 'authorization_code',
      code,
    }),
  });
  const [session, ...others] = await sessionsOf(staging);
  states.push(session?.state);
  expect(states).toEqual(['started', 'authorized', 'successful']);
  expect(others).toEqual([]);
  expect(session).toMatchObject({
    origin: 'service_provider',
    userEmail: 'ana@example.com',
    connectionId: connection.connectionId,
    organizationId: connection.organizationId,
    errorCode: null,
  });
  for (const time of ['createdAt', 'respondedAt', 'authorizedAt', 'exchangedAt'] as const) {
    expect(session?.[time], time).toBeInstanceOf(Date);
  }
  const place = (column: string) => ({
    environmentId: staging.environmentId,
    column,
    row: session?.id ?? '',
  });
  const request = Buffer.from(session?.record?.requestSealed ?? []);
  expect(request.includes('AuthnRequest')).toBe(false);
  expect(unseal(request, place('requestSealed')).toString()).toBe(begun.requestXml);
  const response = session?.record?.responseSealed ?? new Uint8Array();
  expect(unseal(response, place('responseSealed')).toString()).toBe(encoded);
});

const FIVE: [string, { fault?: FaultId; email?: string }][] = [
  ['invalid_attributes', { fault: 'missing_email' }],
  ['invalid_x509_certificate', { fault: 'wrong_certificate' }],
  ['malformed_saml_response', { fault: 'tampered_after_signing' }],
  ['profile_not_allowed_outside_organization', { email: 'guest@elsewhere.example' }],
  ['decryption_failed', { fault: 'encrypted_to_another_key' }],
];

for (const [error, { fault, email }] of FIVE) {
  test(`${error}: the session has the error, the evidence and the response`, async () => {
    const { staging } = await seedWorkspace();
    const connection = await seedConnection(staging);
    const browser = openBrowser(origin);
    const { requestId } = await beginLogin(browser, staging.clientId, connection);
    const encoded = await samlResponse(connection, requestId, {
      fault: fault ?? null,
      person: email ? { ...ANA, email } : ANA,
    });
    const callback = callbackOf(await postResponse(browser, connection, encoded));
    expect(callback.get('error')).toBe(
      error === 'profile_not_allowed_outside_organization' ? error : 'server_error',
    );
    expect(callback.get('state')).toBe('state-1');
    expect(callback.get('code')).toBeNull();
    const sessions = await sessionsOf(staging);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ state: 'failed', errorCode: error });
    expect(sessions[0]?.failureCode).toBeTruthy();
    expect(sessions[0]?.failureEvidence).toMatchObject({ detail: expect.any(String) });
    expect(sessions[0]?.record?.responseSealed).toBeTruthy();
    expect(await database().profile.count({ where: { environmentId: staging.environmentId } })).toBe(0);
  });
}

test('a denial at the identity provider reaches the app as access_denied', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const browser = openBrowser(origin);
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  const encoded = await samlResponse(connection, requestId, { fault: 'status_denied' });
  expect(callbackOf(await postResponse(browser, connection, encoded)).get('error')).toBe('access_denied');
  expect((await sessionsOf(staging))[0]).toMatchObject({ failureCode: 'status_not_success' });
});

test('garbage, unknown requests and replays each leave a session of their own', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const browser = openBrowser(origin);
  for (const garbage of ['', '%%%', Buffer.from('<not xml').toString('base64'), 'x'.repeat(10_000)]) {
    expect(callbackOf(await postResponse(browser, connection, garbage)).get('error')).toBe('server_error');
  }
  await postResponse(browser, connection, await samlResponse(connection, '_never-sent'));
  const { code } = await loginForCode(origin, staging.clientId, connection);
  expect(code).toBeTruthy();
  const unsolicited = await samlResponse(connection, null);
  await postResponse(browser, connection, unsolicited);
  await postResponse(browser, connection, unsolicited);
  const failures = (await sessionsOf(staging)).filter((one) => one.state === 'failed');
  expect(failures.map((one) => one.failureCode)).toEqual([
    'not_base64',
    'not_base64',
    'not_xml',
    expect.any(String),
    'unknown_request',
    'assertion_replayed',
  ]);
  for (const failure of failures) expect(failure.record?.responseSealed).toBeTruthy();
});

test('after every hostile response the next good login still works', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const browser = openBrowser(origin);
  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>`;
  const deep = '<a>'.repeat(100_000);
  const wide = `<r ${Array.from({ length: 20_000 }, (_, i) => `xmlns:n${i}="u${i}"`).join(' ')}/>`;
  for (const xml of [bomb, deep, wide, '<r a="1" a="2"/>', '\u0000\u0001']) {
    const began = performance.now();
    const answer = await postResponse(browser, connection, Buffer.from(xml).toString('base64'));
    expect(callbackOf(answer).get('error')).toBe('server_error');
    // A coarse bound that only a blow-up breaks; the figure itself is in the bench.
    expect(performance.now() - began).toBeLessThan(5000);
  }
  const tooLarge = await postResponse(browser, connection, 'A'.repeat(2 * 1024 * 1024));
  expect(callbackOf(tooLarge).get('error')).toBe('server_error');
  const refused = (await sessionsOf(staging)).find(({ failureCode }) => failureCode === 'response_too_large');
  expect(refused).toMatchObject({ state: 'failed', errorCode: 'malformed_saml_response' });
  expect((await loginForCode(origin, staging.clientId, connection)).code).toBeTruthy();
});
