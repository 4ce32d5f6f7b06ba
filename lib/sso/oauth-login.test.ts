import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { publishToProcess } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import type { OAuthConnectionType } from '#lib/oidc/providers.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { seal } from '#lib/secrets.ts';
import { createApiKey } from '#lib/workspace/api-keys.ts';
import { listOAuthProviders, saveOAuthProvider } from '#lib/workspace/oauth-providers.ts';
import { completeOAuthLogin } from './complete-oauth-login.ts';
import { redeemCode } from './redeem-code.ts';
import { sessionDetail } from './session-detail.ts';
import { sweepExpired } from './session-sweep.ts';
import { startLogin } from './start-login.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const seconds = (number: number) => new Date(NOW.getTime() + number * 1000);
const CALLBACK = 'https://app.example.com/callback';
const visitor = { ipAddress: '192.0.2.7', userAgent: 'Test' };
const CLIENT = 'client-at-the-provider';
const SECRET = 'secret-at-the-provider';

/** A provider that answers what a test wants. */
let server: Server;
let origin: string;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let otherKeys: Awaited<ReturnType<typeof generateKeyPair>>;
/** Forms that came to the token endpoint, and how often the keys were asked for. */
let asked: { forms: URLSearchParams[]; keys: number };
let answers: {
  token: (form: URLSearchParams) => Promise<{ status?: number; body: unknown } | 'silence'>;
  user?: unknown;
  emails?: unknown;
};

let world: Awaited<ReturnType<typeof testEnvironments>>;

test.beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  otherKeys = await generateKeyPair('RS256', { extractable: true });
  server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const path = request.url ?? '';
    if (/certs$|keys$/.test(path)) {
      asked.keys += 1;
      return send(200, { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256' }] });
    }
    if (path === '/user') return send(200, answers.user);
    if (path === '/user/emails') return send(200, answers.emails);
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    asked.forms.push(form);
    const answer = await answers.token(form);
    if (answer !== 'silence') send(answer.status ?? 200, answer.body);
    else response.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  publishToProcess({ GATEHOUSE_OAUTH_ORIGINS: `google=${origin},microsoft=${origin},github=${origin}` });
  world = await testEnvironments(NOW);
  const pair = createKeyPair({ commonName: 'Tokens', now: NOW, validForDays: 30 });
  const row = newId('signingKey', NOW);
  await world.staging.data.signingKeys.add({
    id: row,
    certificatePem: pair.certificatePem,
    privateKeySealed: seal(pair.privateKeyPem, {
      environmentId: environmentId(),
      column: 'privateKeySealed',
      row,
    }),
    now: NOW,
  });
  for (const type of ['GoogleOAuth', 'MicrosoftOAuth', 'GitHubOAuth'] as const) await configure(type);
  const id = newId('redirectUri', NOW);
  await world.staging.data.redirectUris.add({ id, uri: CALLBACK, isDefault: true, now: NOW });
});
test.afterAll(async () => {
  publishToProcess({ GATEHOUSE_OAUTH_ORIGINS: '' });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await world.close();
});
test.beforeEach(() => {
  asked = { forms: [], keys: 0 };
});

function configure(
  provider: OAuthConnectionType,
  more: { enabled?: boolean; scopes?: string[]; returnTokens?: boolean } = {},
) {
  return saveOAuthProvider(world.staging, {
    provider,
    enabled: more.enabled ?? true,
    clientId: CLIENT,
    clientSecret: SECRET,
    scopes: more.scopes ?? [],
    returnTokens: more.returnTokens ?? false,
  });
}

const clientId = () => world.staging.data.environment.clientId();
const environmentId = () => world.staging.scope.environmentId;

/** Begins a sign-in as an app would, and returns the address of the provider with what the browser keeps. */
async function begin(provider: OAuthConnectionType, more: Record<string, string> = {}, now = NOW) {
  const query = new URLSearchParams({
    client_id: await clientId(),
    redirect_uri: CALLBACK,
    response_type: 'code',
    provider,
    state: 'of the app',
    ...more,
  }).toString();
  const step = await startLogin({ query, visitor, browserToken: null, now });
  if (step.kind !== 'redirect') throw new Error('not a redirect');
  const browserToken = /=([^;]+)/.exec(step.setCookie)?.[1] ?? '';
  return { url: new URL(step.url), browserToken };
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function come(
  begun: Begun,
  query: Record<string, string>,
  more: { slug?: string; browserToken?: string | null; now?: Date; externalKey?: string } = {},
) {
  const [, , , slug = '', externalKey = ''] = new URL(
    begun.url.searchParams.get('redirect_uri') ?? '',
  ).pathname.split('/');
  const outcome = await completeOAuthLogin({
    slug: more.slug ?? slug,
    externalKey: more.externalKey ?? externalKey,
    query: new URLSearchParams(query).toString(),
    browserToken: more.browserToken === undefined ? begun.browserToken : more.browserToken,
    visitor,
    now: more.now ?? seconds(5),
  });
  const told = outcome.kind === 'redirect' ? new URL(outcome.url).searchParams : null;
  const row = await world.db.ssoSession.findFirstOrThrow({
    where: { environmentId: environmentId(), id: outcome.sessionId },
  });
  return { outcome, told, row };
}

const comeBack = (begun: Begun, more: Parameters<typeof come>[2] = {}) =>
  come(begun, { code: 'code-of-the-provider', state: begun.url.searchParams.get('state') ?? '' }, more);

/** An ID token for this request, with claims changed. */
async function idToken(
  begun: Begun,
  claims: Record<string, unknown> = {},
  how: { key?: CryptoKey; kid?: string; alg?: string } = {},
) {
  const at = Math.floor(NOW.getTime() / 1000);
  return new SignJWT({
    iss: origin,
    aud: CLIENT,
    iat: at,
    exp: at + 300,
    nonce: begun.url.searchParams.get('nonce'),
    sub: 'sub-1',
    email: 'ana@example.com',
    email_verified: true,
    given_name: 'Ana',
    family_name: 'Silva',
    name: 'Ana Silva',
    ...claims,
  })
    .setProtectedHeader({ alg: how.alg ?? 'RS256', kid: how.kid ?? 'one' })
    .sign(how.key ?? keys.privateKey);
}

const givesTokens = (begun: Begun, token: string | null) => {
  answers = {
    token: async () => ({
      body: {
        access_token: 'access-of-the-provider',
        refresh_token: 'refresh-of-the-provider',
        token_type: 'Bearer',
        expires_in: 3600,
        scope: begun.url.searchParams.get('scope'),
        ...(token === null ? {} : { id_token: token }),
      },
    }),
  };
};

async function exchange(code: string, now = seconds(6)) {
  const { secret } = await createApiKey(world.staging, { name: newId('apiKey', NOW), lifetime: 'never' });
  return redeemCode(
    {
      grantType: 'authorization_code',
      clientId: await clientId(),
      clientSecret: secret,
      bearerValues: [],
      code,
      codeVerifier: null,
      redirectUri: null,
    } as Parameters<typeof redeemCode>[0],
    { visitor, now },
  );
}

test('sign-in with Google: a request with state, nonce and PKCE, and a profile without an organization', async () => {
  const begun = await begin('GoogleOAuth', { login_hint: 'ana@example.com', domain_hint: 'example.com' });
  const asks = Object.fromEntries(begun.url.searchParams);
  expect(begun.url.origin + begun.url.pathname).toBe(`${origin}/o/oauth2/v2/auth`);
  expect(asks).toMatchObject({
    client_id: CLIENT,
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge_method: 'S256',
    login_hint: 'ana@example.com',
    hd: 'example.com',
  });
  expect(asks['redirect_uri']).toMatch(
    /^http:\/\/localhost:3000\/sso\/oauth\/google\/[A-Za-z0-9]{16}\/callback$/,
  );
  expect([asks['state'], asks['nonce'], asks['code_challenge']].map((text) => text?.length)).toEqual([
    43, 43, 43,
  ]);
  givesTokens(begun, await idToken(begun, { hd: 'example.com', picture: 'https://example.com/ana.png' }));
  const { told } = await comeBack(begun);
  expect(told?.get('state')).toBe('of the app');

  const [form] = asked.forms;
  expect(form?.get('client_secret')).toBe(SECRET);
  const verifier = Buffer.from(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form?.get('code_verifier') ?? '')),
  );
  expect(verifier.toString('base64url')).toBe(asks['code_challenge']);

  const answer = await exchange(told?.get('code') ?? '');
  expect(answer.profile).toMatchObject({
    organization_id: null,
    connection_type: 'GoogleOAuth',
    idp_id: 'sub-1',
    email: 'ana@example.com',
    first_name: 'Ana',
    last_name: 'Silva',
    name: 'Ana Silva',
    raw_attributes: { hd: 'example.com', email_verified: true, picture: 'https://example.com/ana.png' },
  });
  expect(answer.oauth_tokens).toBeUndefined();
});

test('the same person is the same profile at the next sign-in, whatever their address has become', async () => {
  const ids = [];
  for (const email of ['ana@example.com', 'ana.silva@example.com']) {
    const begun = await begin('GoogleOAuth');
    givesTokens(begun, await idToken(begun, { sub: 'sub-same', email }));
    const { told } = await comeBack(begun);
    const { profile } = await exchange(told?.get('code') ?? '');
    expect(profile.email).toBe(email);
    ids.push(profile.id);
  }
  expect(ids[0]).toBe(ids[1]);
});

test('GitHub is asked who signed in: the primary address counts, once it is verified', async () => {
  const emails = [
    { email: 'other@example.com', primary: false, verified: true },
    { email: 'ana@example.com', primary: true, verified: true },
  ];
  const begun = await begin('GitHubOAuth');
  expect(begun.url.searchParams.has('nonce')).toBe(false);
  givesTokens(begun, null);
  answers = { ...answers, user: { id: 42, login: 'ana', name: 'Ana Silva', email: null }, emails };
  const { row, told } = await comeBack(begun);
  expect(row.failureEvidence).toBeNull();
  const { profile } = await exchange(told?.get('code') ?? '');
  expect(profile).toMatchObject({ idp_id: '42', email: 'ana@example.com', name: 'Ana Silva' });

  const again = await begin('GitHubOAuth');
  const unverified = emails.map((one) => ({ ...one, verified: !one.primary }));
  givesTokens(again, null);
  answers = {
    ...answers,
    user: { id: 42, login: 'ana', name: null, email: 'ana@example.com' },
    emails: unverified,
  };
  const refused = await comeBack(again);
  expect(refused.row.failureCode).toBe('oauth_email_unverified');
});

test('Microsoft is its authority of personal accounts: what a company asserts is by another issuer', async () => {
  const begun = await begin('MicrosoftOAuth');
  expect(begun.url.pathname).toBe('/consumers/oauth2/v2.0/authorize');
  givesTokens(begun, await idToken(begun, { email_verified: undefined }));
  expect((await comeBack(begun)).outcome.refused).toBe(false);

  for (const iss of [`${origin}/11111111-2222-3333-4444-555555555555/v2.0`, `${origin}/{tenantid}/v2.0`]) {
    const company = await begin('MicrosoftOAuth');
    givesTokens(company, await idToken(company, { iss, email_verified: undefined }));
    const { row, told } = await comeBack(company);
    expect([row.failureCode, told?.get('error')]).toEqual(['oauth_id_token_invalid', 'oauth_failed']);
  }
});

const INVALID: Record<string, (begun: Begun) => Promise<string>> = {
  'of another issuer': (begun) => idToken(begun, { iss: 'https://accounts.example.com' }),
  'for another client': (begun) => idToken(begun, { aud: 'another-client' }),
  'for another client as well': (begun) => idToken(begun, { aud: [CLIENT, 'another-client'] }),
  'given to another client': (begun) => idToken(begun, { azp: 'another-client' }),
  'with the nonce of another request': (begun) => idToken(begun, { nonce: 'x'.repeat(43) }),
  'without a nonce': (begun) => idToken(begun, { nonce: undefined }),
  'that has expired': (begun) => idToken(begun, { exp: Math.floor(NOW.getTime() / 1000) - 120 }),
  'from the future': (begun) => idToken(begun, { iat: Math.floor(NOW.getTime() / 1000) + 600 }),
  'without an end': (begun) => idToken(begun, { exp: undefined }),
  'about nobody': (begun) => idToken(begun, { sub: '' }),
  'signed with another key under the same name': (begun) => idToken(begun, {}, { key: otherKeys.privateKey }),
  'signed with a key the provider does not have': (begun) =>
    idToken(begun, {}, { key: otherKeys.privateKey, kid: 'two' }),
  'that is not signed': async (begun) => {
    const [, payload] = (await idToken(begun)).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: 'one' })).toString('base64url');
    return `${header}.${payload}.`;
  },
  'signed with an HMAC of the public key': async (begun) => {
    const text = JSON.stringify(await exportJWK(keys.publicKey));
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(text),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    return idToken(begun, {}, { key, alg: 'HS256' });
  },
  'that is no token': async () => 'a.b.c',
};

for (const [name, make] of Object.entries(INVALID)) {
  test(`an ID token ${name} signs nobody in`, async () => {
    const begun = await begin('GoogleOAuth');
    givesTokens(begun, await make(begun));
    const { outcome, row, told } = await comeBack(begun);
    expect(outcome.refused).toBe(true);
    expect([row.state, row.failureCode]).toEqual(['failed', 'oauth_id_token_invalid']);
    expect([told?.get('error'), told?.get('code')]).toEqual(['oauth_failed', null]);
    expect(row.profileId).toBeNull();
  });
}

test('an answer without an ID token signs nobody in', async () => {
  const begun = await begin('GoogleOAuth');
  givesTokens(begun, null);
  expect((await comeBack(begun)).row.failureCode).toBe('oauth_id_token_invalid');
});

test('an address that Google has not verified is not taken, and one it says nothing about is not either', async () => {
  for (const email_verified of [false, 'false', undefined, 1]) {
    const begun = await begin('GoogleOAuth');
    givesTokens(begun, await idToken(begun, { email_verified }));
    const { row, told } = await comeBack(begun);
    expect([row.failureCode, told?.get('error')]).toEqual(['oauth_email_unverified', 'oauth_failed']);
  }
});

test('a callback in another browser, or in one without the cookie, signs nobody in and leaves the sign-in waiting', async () => {
  const begun = await begin('GoogleOAuth');
  givesTokens(begun, await idToken(begun));
  const other = await begin('GoogleOAuth');
  for (const browserToken of [other.browserToken, null]) {
    const { outcome, row } = await comeBack(begun, { browserToken });
    expect([outcome.kind, row.failureCode]).toEqual(['page', 'oauth_callback_unexpected']);
  }
  expect(asked.forms).toEqual([]);
  expect((await comeBack(begun)).outcome.refused).toBe(false);
});

test('a callback with a made-up state, or none, ends on a page and asks the provider nothing', async () => {
  const begun = await begin('GoogleOAuth');
  for (const query of [{ code: 'x', state: 'made-up' }, { code: 'x' }, { error: 'access_denied' }]) {
    const { outcome, row } = await come(begun, query as unknown as Record<string, string>);
    expect([outcome.kind, row.failureCode]).toEqual(['page', 'oauth_callback_unexpected']);
  }
  expect(asked.forms).toEqual([]);
});

test('a state is good for one callback: of many at once one goes on, and a later one is refused', async () => {
  const begun = await begin('GoogleOAuth');
  givesTokens(begun, await idToken(begun));
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => comeBack(begun)));
  expect(all.filter(({ outcome }) => !outcome.refused)).toHaveLength(1);
  expect(asked.forms).toHaveLength(1);
  // A page reloaded while the provider is being asked does not end the sign-in that goes on.
  const slow = await begin('GoogleOAuth');
  givesTokens(slow, await idToken(slow));
  const { token } = answers;
  let reloaded: Awaited<ReturnType<typeof comeBack>> | undefined;
  answers = {
    token: async (form) => {
      reloaded ??= await comeBack(slow);
      return token(form);
    },
  };
  expect((await comeBack(slow)).outcome.refused).toBe(false);
  expect(reloaded?.row.failureCode).toBe('oauth_callback_unexpected');
  asked.forms.pop();
  const late = await comeBack(begun);
  expect([late.row.failureCode, late.told?.get('code')]).toEqual(['oauth_callback_unexpected', null]);
  expect(asked.forms).toHaveLength(1);
});

test('the answer to one provider is none to another: Microsoft cannot finish what began at Google', async () => {
  const google = await begin('GoogleOAuth');
  const microsoft = await begin('MicrosoftOAuth', {}, NOW);
  givesTokens(google, await idToken(google));
  const keyOf = (begun: Begun) =>
    new URL(begun.url.searchParams.get('redirect_uri') ?? '').pathname.split('/')[4] ?? '';
  const mixed = await comeBack(google, { slug: 'microsoft', externalKey: keyOf(microsoft) });
  expect([mixed.outcome.kind, mixed.row.failureCode]).toEqual(['page', 'oauth_callback_unexpected']);
  // The address of one connection under the name of another provider is no address.
  await expect(comeBack(google, { slug: 'microsoft' })).rejects.toMatchObject({ code: 'not_found' });
  const named = await come(google, {
    code: 'x',
    state: google.url.searchParams.get('state') ?? '',
    iss: 'https://evil.example.com',
  });
  expect([named.row.failureCode, named.told?.get('error')]).toEqual([
    'oauth_callback_unexpected',
    'oauth_failed',
  ]);
  expect(asked.forms).toEqual([]);
});

test('a parameter that comes twice is a callback nobody reads', async () => {
  const begun = await begin('GoogleOAuth');
  const state = begun.url.searchParams.get('state') ?? '';
  const path = new URL(begun.url.searchParams.get('redirect_uri') ?? '').pathname.split('/');
  const outcome = await completeOAuthLogin({
    slug: 'google',
    externalKey: path[4] ?? '',
    query: `code=a&code=b&state=${state}`,
    browserToken: begun.browserToken,
    visitor,
    now: seconds(1),
  });
  expect(outcome.refused).toBe(true);
  expect(asked.forms).toEqual([]);
});

test('a person who declines comes back to the app with access_denied, any other error with oauth_failed', async () => {
  const declined = await begin('GoogleOAuth');
  const no = await come(declined, {
    error: 'access_denied',
    state: declined.url.searchParams.get('state') ?? '',
  });
  expect([no.told?.get('error'), no.told?.get('state'), no.row.failureCode]).toEqual([
    'access_denied',
    'of the app',
    'oauth_denied',
  ]);
  const broken = await begin('GoogleOAuth');
  const error = await come(broken, {
    error: 'invalid_scope',
    error_description: 'no such scope',
    state: broken.url.searchParams.get('state') ?? '',
  });
  expect([error.told?.get('error'), error.row.failureCode]).toEqual(['oauth_failed', 'oauth_provider_error']);
  expect(error.row.failureEvidence).toMatchObject({ received: 'invalid_scope: no such scope' });
});

test('a provider that is away, or refuses the code, ends in oauth_failed, and the session says why without any secret', async () => {
  const away = await begin('GoogleOAuth');
  answers = { token: async () => 'silence' };
  const gone = await comeBack(away);
  expect([gone.row.failureCode, gone.told?.get('error')]).toEqual(['oauth_unreachable', 'oauth_failed']);

  const begun = await begin('GoogleOAuth');
  answers = {
    token: async (form) => ({
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: `${form} is wrong: ${form.get('code_verifier')} ${SECRET}`,
      },
    }),
  };
  const { row, told } = await comeBack(begun);
  expect([row.failureCode, told?.get('error')]).toEqual(['oauth_exchange_refused', 'oauth_failed']);
  const text = JSON.stringify(row.failureEvidence);
  expect(text).toContain('invalid_client');
  const [, form] = asked.forms;
  for (const secret of ['code-of-the-provider', SECRET, form?.get('code_verifier') ?? '?']) {
    expect(text).not.toContain(secret);
  }
});

test('a person who takes longer than ten minutes begins again', async () => {
  const begun = await begin('GoogleOAuth');
  const { row, told } = await comeBack(begun, { now: seconds(601) });
  expect([row.failureCode, told?.get('error')]).toEqual(['oauth_request_expired', 'oauth_failed']);
  expect(asked.forms).toEqual([]);
});

test('a provider that is off is connection_strategy_invalid, and one switched off meanwhile lets nobody in', async () => {
  const begun = await begin('GitHubOAuth');
  await configure('GitHubOAuth', { enabled: false });
  const { row, told } = await comeBack(begun);
  expect([row.failureCode, told?.get('error')]).toEqual(['connection_unlinked', 'connection_unlinked']);
  const refused = await begin('GitHubOAuth').catch((error: { options?: { redirectTo?: string } }) => error);
  expect(JSON.stringify(refused)).toContain('connection_strategy_invalid');
  await configure('GitHubOAuth');
});

test('an app may add scopes and parameters, but never replace what is ours', async () => {
  await configure('GoogleOAuth', { scopes: ['calendar.readonly'] });
  const begun = await begin('GoogleOAuth', {
    provider_scopes: 'drive.file,openid',
    'provider_query_params[access_type]': 'offline',
    'provider_query_params[login_hint]': 'mallory@example.com',
    login_hint: 'ana@example.com',
    prompt: 'login',
  });
  const asks = begun.url.searchParams;
  expect(asks.get('scope')).toBe('openid email profile calendar.readonly drive.file');
  expect([asks.get('access_type'), asks.getAll('login_hint'), asks.getAll('prompt')]).toEqual([
    'offline',
    ['ana@example.com'],
    ['select_account'],
  ]);
  for (const name of ['client_id', 'redirect_uri', 'state', 'nonce', 'code_challenge', 'response_type']) {
    const refused = await begin('GoogleOAuth', { [`provider_query_params[${name}]`]: 'x' }).catch(
      (error) => error,
    );
    expect(JSON.stringify(refused)).toContain('invalid_request');
  }
  await configure('GoogleOAuth');
});

test('the provider’s tokens are given once, with the profile, and kept nowhere after that', async () => {
  await configure('GoogleOAuth', { returnTokens: true });
  const begun = await begin('GoogleOAuth');
  givesTokens(begun, await idToken(begun));
  const { row, told } = await comeBack(begun);
  const record = () =>
    world.db.ssoSessionRecord.findFirstOrThrow({
      where: { environmentId: environmentId(), sessionId: row.id },
    });
  expect(Buffer.from((await record()).secretsSealed ?? []).toString('latin1')).not.toContain('access-of');
  const { oauth_tokens: tokens } = await exchange(told?.get('code') ?? '');
  expect(tokens).toEqual({
    provider: 'GoogleOAuth',
    access_token: 'access-of-the-provider',
    refresh_token: 'refresh-of-the-provider',
    expires_at: seconds(5).getTime() / 1000 + 3600,
    scopes: ['openid', 'email', 'profile'],
  });
  expect((await record()).secretsSealed).toBeNull();

  // A code that is never exchanged leaves nothing behind either.
  const forgotten = await begin('GoogleOAuth');
  givesTokens(forgotten, await idToken(forgotten));
  const { row: waiting } = await comeBack(forgotten);
  await sweepExpired(seconds(700), 90, world.db);
  const left = await world.db.ssoSessionRecord.findFirstOrThrow({
    where: { environmentId: environmentId(), sessionId: waiting.id },
  });
  expect(left.secretsSealed).toBeNull();
  await configure('GoogleOAuth');
});

test('the session page shows both sides of the exchange, and nothing in it could be used', async () => {
  const begun = await begin('GoogleOAuth');
  givesTokens(begun, await idToken(begun));
  const { outcome } = await comeBack(begun);
  const detail = await sessionDetail(later(world.staging, 10), outcome.sessionId);
  expect(detail).toMatchObject({
    protocol: 'oauth',
    ladder: null,
    organization: null,
    user: { email: 'ana@example.com', idpId: 'sub-1' },
    connection: { name: 'Google' },
  });
  const request = detail?.request?.raw ?? '';
  const response = detail?.response?.raw ?? '';
  expect(request).toContain(`client_id: ${CLIENT}`);
  expect(request).toContain('state: [hidden: 43 characters]');
  expect(response).toContain('code: [hidden: 20 characters]');
  for (const name of ['state', 'nonce', 'code_challenge']) {
    const value = begun.url.searchParams.get(name) ?? '?';
    expect(request + response).not.toContain(value);
  }
  expect(response).not.toContain('code-of-the-provider');
  const stored = JSON.stringify(
    await world.db.ssoSession.findMany({ where: { environmentId: environmentId() } }),
  );
  expect(stored).not.toContain(begun.url.searchParams.get('state') ?? '?');
});

test('keys are kept, and an unknown one is asked for once and then not again for a minute', async () => {
  const at = (number: number) => seconds(4000 + number);
  const signIn = async (kid: string, now: Date) => {
    const begun = await begin('GoogleOAuth', {}, now);
    const stamp = Math.floor(now.getTime() / 1000);
    givesTokens(begun, await idToken(begun, { iat: stamp, exp: stamp + 300 }, { kid }));
    return (await comeBack(begun, { now })).row.failureCode;
  };
  expect(await signIn('one', at(0))).toBeNull();
  expect(await signIn('one', at(1))).toBeNull();
  expect(asked.keys).toBe(1);
  expect(await signIn('made-up', at(100))).toBe('oauth_id_token_invalid');
  expect(await signIn('made-up', at(101))).toBe('oauth_id_token_invalid');
  expect(asked.keys).toBe(2);
});

test('providers of one environment are none of another', async () => {
  const views = await listOAuthProviders(world.production, { prepare: false });
  expect(views.map(({ enabled, hasSecret, redirectUri }) => [enabled, hasSecret, redirectUri])).toEqual([
    [false, false, null],
    [false, false, null],
    [false, false, null],
  ]);
});
