import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { openBrowser } from '../support/browser.ts';
import { authorizePath, beginLogin, callbackOf, loginForCode } from '../support/login.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

const origin = env().http.url;

async function world() {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  return { staging, connection, browser: openBrowser(origin) };
}

test('state comes back byte for byte, whatever it is', async () => {
  const { staging, connection } = await world();
  for (const state of [
    '{"a":[1,2],"b":"ü ∆ 漢字"}',
    'a+b c%20d&e=f#g',
    '  spaces  ',
    'https://evil.example/?x=1',
  ]) {
    const { callback } = await loginForCode(origin, staging.clientId, connection, { extra: { state } });
    expect(callback.get('state')).toBe(state);
  }
});

test('an unknown client or redirect URI gets a page and never a redirect', async () => {
  const { staging, connection, browser } = await world();
  for (const extra of [
    { client_id: 'client_nobody' },
    { redirect_uri: 'https://evil.example/callback' },
    { redirect_uri: 'http://localhost:9/callback/../other' },
    { redirect_uri: 'http://localhost:9@evil.example/callback' },
    { redirect_uri: 'javascript:alert(1)' },
  ]) {
    const answer = await browser.get(authorizePath(staging.clientId, connection, extra));
    expect(answer.status, JSON.stringify(extra)).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  }
});

test('a sign-in that ends here says so in the language of its reader, with the session to quote', async () => {
  const { staging, connection } = await world();
  const read = async (path: string, language: string, init: RequestInit = {}) => {
    const headers = { 'accept-language': language, accept: 'text/html' };
    const answer = await fetch(origin + path, { ...init, headers });
    expect(answer.headers.get('vary')).toContain('Accept-Language');
    return { status: answer.status, html: await answer.text() };
  };
  const evil = authorizePath(staging.clientId, connection, { redirect_uri: 'https://evil.example/' });
  const german = await read(evil, 'de-CH, en;q=0.8');
  expect(german.status).toBe(400);
  expect(german.html).toContain('<html lang="de">');
  expect(german.html).toContain('Dieser Anmeldelink funktioniert nicht');
  expect(german.html).toContain(`href="${evil.replaceAll('&', '&amp;')}"`);
  const newest = { where: { environmentId: staging.environmentId }, orderBy: { id: 'desc' } } as const;
  const recorded = await database().ssoSession.findFirstOrThrow(newest);
  expect(german.html).toContain(`Sitzungs-ID: ${recorded.id}`);
  expect((await read(evil, 'de;q=0, ja;q=0.4')).html).toContain('<html lang="ja">');

  // A refused answer with no address to tell the app at; nothing on the page says whose connection it was.
  await database().redirectUri.deleteMany({ where: { environmentId: staging.environmentId } });
  await staging.data.environment.updateAppAddresses(
    { signInEndpoint: 'https://app.example/start' },
    new Date(),
  );
  const acs = `/sso/saml/acs/${connection.externalKey}`;
  const posted = { method: 'POST', body: new URLSearchParams({ SAMLResponse: '%%%' }) };
  const refused = await read(acs, 'fr', posted);
  const { id } = await database().ssoSession.findFirstOrThrow(newest);
  expect(refused.status).toBe(400);
  expect(refused.html).toContain('<html lang="fr">');
  expect(refused.html).toContain(`Identifiant de session : ${id}`);
  expect(refused.html).toContain('href="https://app.example/start"');
  const { name } = await database().organization.findFirstOrThrow({
    where: { environmentId: staging.environmentId },
  });
  for (const secret of [name, connection.connectionId, connection.organizationId, connection.externalKey]) {
    expect(refused.html).not.toContain(secret);
  }
  expect((await read(`${acs}x`, 'es', posted)).html).toContain('<html lang="es">');
  const opened = await read(acs, 'ja');
  expect([opened.status, opened.html.includes('<html lang="ja">')]).toEqual([405, true]);
});

test('a page that ends a sign-in leads to the start page of its own app, where one is set', async () => {
  const { staging, connection, browser } = await world();
  const refused = authorizePath(staging.clientId, connection, { redirect_uri: 'https://evil.example/' });
  const html = async (path: string) => (await browser.get(path)).text();
  expect(await html(refused)).not.toContain('Back to the app');
  const appHomepageUrl = 'https://app.example.com/home';
  await staging.data.environment.updateAppAddresses({ appHomepageUrl }, new Date());
  expect(await html(refused)).toContain(`<a href="${appHomepageUrl}">Back to the app</a>`);
  expect(await html(authorizePath('client_nobody', connection))).not.toContain('Back to the app');
});

test('every selector problem is told at the redirect URI with its own error and the state', async () => {
  const { staging, connection, browser } = await world();
  const production = await seedWorkspace('Foreign');
  const foreign = await seedConnection(production.staging);
  const now = new Date();
  const empty = newId('organization', now);
  const blank = {
    externalId: null,
    metadata: {},
    stripeCustomerId: null,
    allowProfilesOutsideOrganization: false,
  };
  await staging.data.organizations.add(empty, { name: 'Empty', ...blank }, now);
  const off = await seedConnection(staging, { domain: 'off.example', values: { state: 'inactive' } });
  const two = await seedConnection(staging, { domain: 'two.example' });
  const second = await seedConnection(staging, { domain: 'second.example' });
  await staging.data.connections.update(second.connectionId, { organizationId: two.organizationId }, now);

  const cases: [Record<string, string>, string][] = [
    [{}, 'invalid_connection_selector'],
    [
      { connection: connection.connectionId, organization: two.organizationId },
      'invalid_connection_selector',
    ],
    [{ provider: 'NoSuchOAuth' }, 'invalid_connection_selector'],
    [{ provider: 'GoogleOAuth' }, 'connection_strategy_invalid'],
    [{ domain: 'example.com' }, 'domain_connection_selector_not_allowed'],
    [{ connection: 'conn_nothing' }, 'connection_invalid'],
    [{ connection: foreign.connectionId }, 'connection_invalid'],
    [{ organization: 'org_nothing' }, 'organization_invalid'],
    [{ organization: foreign.organizationId }, 'organization_invalid'],
    [{ organization: empty }, 'organization_invalid'],
    [{ organization: two.organizationId }, 'ambiguous_connection_selector'],
    [{ connection: off.connectionId }, 'connection_unlinked'],
    [{ connection: connection.connectionId, response_type: 'token' }, 'unsupported_response_type'],
  ];
  for (const [parameters, error] of cases) {
    const query = new URLSearchParams({
      client_id: staging.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      state: 's p',
      ...parameters,
    });
    const answer = await browser.get(`/sso/authorize?${query}`);
    expect(answer.status, error).toBe(302);
    expect(answer.headers.get('location')?.startsWith(`${CALLBACK}?`), error).toBe(true);
    const callback = callbackOf(answer);
    expect(callback.get('error')).toBe(error);
    expect(callback.get('error_description')).toBeTruthy();
    expect(callback.get('state')).toBe('s p');
  }
});

test('an organization selects its one usable connection', async () => {
  const { staging, connection, browser } = await world();
  const query = new URLSearchParams({
    client_id: staging.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    organization: connection.organizationId,
  });
  const answer = await browser.get(`/sso/authorize?${query}`);
  expect(answer.headers.get('location')).toContain(connection.idp.ssoUrl);
});

test('prompt=login forces authentication, and a connection can ask for it always', async () => {
  const { staging, connection, browser } = await world();
  const plain = await beginLogin(browser, staging.clientId, connection);
  expect(plain.requestXml).not.toContain('ForceAuthn');
  const forced = await beginLogin(browser, staging.clientId, connection, { prompt: 'login' });
  expect(forced.requestXml).toContain('ForceAuthn="true"');
});

test('login_hint reaches Okta on its address and another IdP only where the connection says so', async () => {
  const { staging, browser } = await world();
  const okta = await seedConnection(staging, { connectionType: 'OktaSAML', domain: 'okta.example' });
  const hint = { login_hint: 'ana@example.com' };
  const answer = await browser.get(authorizePath(staging.clientId, okta, hint));
  expect(new URL(answer.headers.get('location') ?? '').searchParams.get('login_hint')).toBe(
    'ana@example.com',
  );
  const custom = await seedConnection(staging, {
    domain: 'custom.example',
    values: { loginHintInSubject: true },
  });
  const { requestXml } = await beginLogin(browser, staging.clientId, custom, hint);
  expect(requestXml).toContain('>ana@example.com</saml:NameID>');
});

test('a connection on the HTTP-POST binding gets a form that posts itself', async () => {
  const { staging, browser } = await world();
  const connection = await seedConnection(staging, {
    domain: 'post.example',
    values: { idpSsoBinding: 'post' },
  });
  const answer = await browser.get(authorizePath(staging.clientId, connection));
  expect(answer.status).toBe(200);
  const page = await answer.text();
  expect(page).toContain(`action="${connection.idp.ssoUrl}"`);
  expect(page).toContain('name="SAMLRequest"');
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'nonce-/);
});

test('PKCE: a code with a challenge needs its verifier, and a code without one refuses any', async () => {
  const { staging, connection } = await world();
  // RFC 7636 appendix B
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const challenge = {
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const exchange = async (code: string, extra: Record<string, string>) =>
    (
      await fetch(`${origin}/sso/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: staging.clientId,
          grant_type: 'authorization_code',
          code,
          ...extra,
        }),
      })
    ).status;
  const secret = { client_secret: staging.apiKey };
  const bound = (await loginForCode(origin, staging.clientId, connection, { extra: challenge })).code;
  expect(await exchange(bound, secret)).toBe(400);
  expect(await exchange(bound, { ...secret, code_verifier: `${verifier.slice(0, -1)}x` })).toBe(400);
  expect(await exchange(bound, { ...secret, code_verifier: verifier })).toBe(200);
  const open = (await loginForCode(origin, staging.clientId, connection)).code;
  expect(await exchange(open, { ...secret, code_verifier: verifier })).toBe(400);
  // Without PKCE there is no public client.
  expect(await exchange(open, {})).toBe(400);
  expect(await exchange(open, secret)).toBe(200);
  const plain = await openBrowser(origin).get(
    authorizePath(staging.clientId, connection, { ...challenge, code_challenge_method: 'plain' }),
  );
  expect(callbackOf(plain).get('error')).toBe('invalid_request');
});
