import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { loginForCode } from '../support/login.ts';
import { routesOf } from '../support/routes.ts';
import { seedConnection } from '../support/seed.ts';
import { type Ids, inventedIds, rowsOf, seedTenant, type Tenant, withoutIds } from '../support/tenants.ts';

test.describe.configure({ retries: 0 });

/**
 * Every route of the API, found in the folders of app/(api): an id of another workspace or of another environment
 * answers exactly like an invented one and changes nothing.
 */

const origin = env().http.url;

type Call = { path: string; body?: unknown };
/** `ids` are the foreign or invented ones, `own` those of the caller. */
type Case = (ids: Ids, own: Ids) => Call;

const connection = (ids: Ids, rest = '') => `/connections/${ids.connectionId}${rest}`;
const certificate = { value: 'not a certificate' };

/** One case or more for each method of each route; null with a reason where nothing can be named. */
const CASES: Readonly<Record<string, readonly Case[] | string>> = {
  'GET /connections': [
    (ids) => ({ path: `/connections?organization_id=${ids.organizationId}` }),
    (ids) => ({ path: `/connections?search=${ids.connectionId}` }),
  ],
  'POST /connections': [
    (ids) => ({
      path: '/connections',
      body: { organization_id: ids.organizationId, connection_type: 'GenericSAML' },
    }),
  ],
  'GET /connections/[id]': [(ids) => ({ path: connection(ids) })],
  'PATCH /connections/[id]': [(ids) => ({ path: connection(ids), body: { name: 'Taken over' } })],
  'DELETE /connections/[id]': [(ids) => ({ path: connection(ids) })],
  'GET /connections/[id]/saml_idp_signing_certs': [
    (ids) => ({ path: connection(ids, '/saml_idp_signing_certs') }),
  ],
  'POST /connections/[id]/saml_idp_signing_certs': [
    (ids) => ({ path: connection(ids, '/saml_idp_signing_certs'), body: certificate }),
  ],
  'DELETE /connections/[id]/saml_idp_signing_certs/[certId]': [
    (ids) => ({ path: connection(ids, `/saml_idp_signing_certs/${ids.certificateId}`) }),
    (ids, own) => ({ path: connection(own, `/saml_idp_signing_certs/${ids.certificateId}`) }),
  ],
  'GET /connections/[id]/saml_sp_encryption_certs': [
    (ids) => ({ path: connection(ids, '/saml_sp_encryption_certs') }),
  ],
  'POST /connections/[id]/saml_sp_encryption_certs': [
    (ids) => ({ path: connection(ids, '/saml_sp_encryption_certs') }),
  ],
  'DELETE /connections/[id]/saml_sp_encryption_certs/[certId]': [
    (ids) => ({ path: connection(ids, `/saml_sp_encryption_certs/${ids.encryptionKeyId}`) }),
    (ids, own) => ({ path: connection(own, `/saml_sp_encryption_certs/${ids.encryptionKeyId}`) }),
  ],
  'GET /connections/[id]/saml_sp_signing_cert': [
    (ids) => ({ path: connection(ids, '/saml_sp_signing_cert') }),
  ],
  'POST /connections/[id]/saml_sp_signing_cert': [
    (ids) => ({ path: connection(ids, '/saml_sp_signing_cert') }),
  ],
  'DELETE /connections/[id]/saml_sp_signing_cert/[certId]': [
    (ids) => ({ path: connection(ids, `/saml_sp_signing_cert/${ids.signingKeyId}`) }),
    (ids, own) => ({ path: connection(own, `/saml_sp_signing_cert/${ids.signingKeyId}`) }),
  ],
  ...Object.fromEntries(
    ['organization_domains', 'organization-domains'].flatMap((name) => [
      [
        `POST /${name}`,
        [
          (ids: Ids) => ({
            path: `/${name}`,
            body: { organization_id: ids.organizationId, domain: 'new.example' },
          }),
        ],
      ],
      [`GET /${name}/[id]`, [(ids: Ids) => ({ path: `/${name}/${ids.domainId}` })]],
      [`DELETE /${name}/[id]`, [(ids: Ids) => ({ path: `/${name}/${ids.domainId}` })]],
      [`POST /${name}/[id]/verify`, [(ids: Ids) => ({ path: `/${name}/${ids.domainId}/verify` })]],
    ]),
  ),
  'GET /events': [
    (ids) => ({ path: `/events?events=organization.created&organization_id=${ids.organizationId}` }),
  ],
  'GET /organizations': [(ids) => ({ path: `/organizations?search=${ids.organizationId}` })],
  'POST /organizations': 'names nothing that exists',
  'GET /organizations/[id]': [(ids) => ({ path: `/organizations/${ids.organizationId}` })],
  'PUT /organizations/[id]': [
    (ids) => ({ path: `/organizations/${ids.organizationId}`, body: { name: 'Taken over' } }),
  ],
  'DELETE /organizations/[id]': [(ids) => ({ path: `/organizations/${ids.organizationId}` })],
  'GET /organizations/external_id/[externalId]': [
    (ids) => ({ path: `/organizations/external_id/${ids.externalId}` }),
  ],
  'POST /test-idp/api/responses': [
    (ids) => ({ path: '/test-idp/api/responses', body: { connection_id: ids.connectionId } }),
    (ids) => ({ path: '/test-idp/api/responses', body: { organization_id: ids.organizationId } }),
  ],
  'GET /user_management/redirect_uris': 'takes no id',
  'POST /user_management/redirect_uris': 'names nothing that exists',
  'DELETE /user_management/redirect_uris/[id]': [
    (ids) => ({ path: `/user_management/redirect_uris/${ids.redirectUriId}` }),
  ],
  'GET /user_management/cors_origins': 'takes no id',
  'POST /user_management/cors_origins': 'names nothing that exists',
  'PUT /user_management/app_homepage_url': 'takes no id',
  'POST /sso/token': 'takes no id; codes have a test of their own below',
  'POST /sso/logout/authorize': 'takes a profile; e2e/sso/logout.spec.ts tries a foreign one',
  'POST /sso/[clientId]/token': 'takes no id; codes have a test of their own below',
  'GET /sso/profile': 'takes no id; the access token is the proof',
  'GET /sso/jwks/[clientId]': 'public keys',
  'GET /sso/[clientId]/.well-known/openid-configuration': 'public addresses',
};

const METHODS = routesOf('(api)').flatMap(({ pattern, methods }) =>
  methods.map((method) => `${method} ${pattern}`),
);

async function call(apiKey: string, method: string, { path, body }: Call) {
  const response = await fetch(new URL(path, origin), {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

let victim: Tenant;
let attacker: Tenant;
test.beforeAll(async () => {
  [victim, attacker] = await Promise.all([seedTenant(), seedTenant()]);
});

test('every method of every route has a case here', () => {
  expect(METHODS.length).toBeGreaterThan(30);
  expect(Object.keys(CASES).sort()).toEqual([...METHODS].sort());
});

for (const [name, cases] of Object.entries(CASES)) {
  if (typeof cases === 'string') continue;
  const [method = ''] = name.split(' ');
  test(`${name}: a foreign id is an invented one`, async () => {
    const before = await rowsOf(victim.ids.environmentId);
    const callers = [
      { whose: 'another workspace', key: attacker.staging.apiKey, own: attacker.ids },
      { whose: 'production of the same workspace', key: victim.production.apiKey, own: inventedIds() },
    ];
    for (const { whose, key, own } of callers) {
      for (const make of cases) {
        const invented = inventedIds();
        const answers = await Promise.all(
          [victim.ids, invented].map(async (ids) => {
            const { status, type, body } = await call(key, method, make(ids, own));
            return { status, type, body: withoutIds(body, ids, own) };
          }),
        );
        expect(answers[0], whose).toEqual(answers[1]);
        // Lists are empty; that of events says that there is no such organization.
        if (!name.match(/^GET \/(?!events$)\w+$/))
          expect(answers[0]?.status, whose).toBeGreaterThanOrEqual(400);
        else expect(JSON.parse(answers[0]?.body ?? '{}').data, whose).toEqual([]);
      }
    }
    expect(await rowsOf(victim.ids.environmentId)).toEqual(before);
  });
}

const OWN_REFUSALS: Readonly<Record<string, number[]>> = {
  'POST /connections/[id]/saml_sp_signing_cert': [409],
  'POST /organization_domains/[id]/verify': [400],
};

test('the owner’s key gets an answer from every one of them', async () => {
  const { ids, staging } = await seedTenant();
  const { pem } = attacker.connection.certificates[0] ?? { pem: '' };
  const order = (name: string) => ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].indexOf(name.split(' ')[0] ?? '');
  const depth = (name: string) => -name.split('/').length;
  const names = Object.keys(CASES)
    // The domain and the signing key are deleted once; the hyphen is another spelling of the same address.
    .filter((name) => typeof CASES[name] !== 'string' && !name.includes('organization-domains'))
    .sort((a, b) => order(a) - order(b) || depth(a) - depth(b));
  for (const name of names) {
    const [method = ''] = name.split(' ');
    const [make] = CASES[name] as readonly Case[];
    const asked = make?.(ids, ids) ?? { path: '' };
    const body = asked.body === certificate ? { value: pem } : asked.body;
    const { status, body: said } = await call(staging.apiKey, method, { ...asked, body });
    // It has a signing certificate already, and its domain is verified: both are answers about its own.
    const expected = OWN_REFUSALS[name] ?? [200, 201, 202, 204];
    expect(expected, `${name}: ${status} ${said}`).toContain(status);
  }
  expect(await staging.data.connections.get(ids.connectionId)).toBeNull();
});

test('a code of another environment is an invented code, and its owner can still redeem it', async () => {
  const redirect_uri = 'http://localhost:9/callback';
  const connectionOfVictim = await seedConnection(victim.staging);
  const { code } = await loginForCode(origin, victim.staging.clientId, connectionOfVictim);
  const redeem = async (environment: { clientId: string; apiKey: string }, given: string) => {
    const response = await fetch(`${origin}/sso/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: environment.clientId,
        client_secret: environment.apiKey,
        grant_type: 'authorization_code',
        code: given,
        redirect_uri,
      }),
    });
    return { status: response.status, body: await response.json() };
  };
  for (const environment of [attacker.staging, victim.production]) {
    const foreign = await redeem(environment, code);
    expect(foreign).toEqual(await redeem(environment, `${code.slice(0, -4)}AAAA`));
    expect(foreign.body).toMatchObject({ error: 'invalid_grant' });
  }
  const mixed = await redeem({ clientId: victim.staging.clientId, apiKey: attacker.staging.apiKey }, code);
  expect(mixed.status).toBeGreaterThanOrEqual(400);
  expect((await redeem(victim.staging, code)).status).toBe(200);
});

test('the answer kept for an Idempotency-Key is kept for one environment alone', async () => {
  const create = async (apiKey: string) => {
    const response = await fetch(`${origin}/organizations`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'key-1',
      },
      body: JSON.stringify({ name: 'Same name' }),
    });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  };
  const first = await create(victim.staging.apiKey);
  expect(await create(victim.staging.apiKey)).toBe(first);
  const others = [await create(attacker.staging.apiKey), await create(victim.production.apiKey)];
  expect(new Set([first, ...others]).size).toBe(3);
});

test('a sign-in through a connection or an organization of another environment is one through nothing', async () => {
  const ask = async (environment: { clientId: string }, selector: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: environment.clientId,
      response_type: 'code',
      state: 'state-1',
      ...selector,
    });
    const uri =
      environment === victim.production ? 'https://app.example.com/callback' : 'http://localhost:9/callback';
    query.set('redirect_uri', uri);
    const response = await fetch(`${origin}/sso/authorize?${query}`, { redirect: 'manual' });
    return { status: response.status, location: response.headers.get('location') ?? '' };
  };
  for (const environment of [attacker.staging, victim.production]) {
    for (const name of ['connection', 'organization'] as const) {
      const of = (ids: Ids) => ({ [name]: name === 'connection' ? ids.connectionId : ids.organizationId });
      const invented = inventedIds();
      const foreign = await ask(environment, of(victim.ids));
      const nothing = await ask(environment, of(invented));
      expect(foreign).toEqual(nothing);
      expect(foreign.location).toContain(`error=${name}_invalid`);
    }
  }
  expect((await ask(victim.staging, { connection: victim.ids.connectionId })).location).toContain(
    '/test-idp/',
  );
});
