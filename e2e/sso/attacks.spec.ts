import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { pem } from '#lib/saml/testdata/signer.ts';
import { seal } from '#lib/secrets.ts';
import { ATTACKS, field, kit } from '../support/attacks.ts';
import { openBrowser, type PlainBrowser } from '../support/browser.ts';
import { beginLogin, callbackOf, postResponse } from '../support/login.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

/**
 * The attacks known against SAML service providers, posted to the real address of a connection into a sign-in that is
 * waiting for its answer. Each is refused for its own reason and recorded, nobody gets a profile, nothing is fetched,
 * and the next genuine sign-in works.
 */

const origin = env().http.url;
function certificateOf(name: string) {
  const parsed = parseCertificate(pem(`${name}.crt`));
  if (!parsed) throw new Error(`no certificate ${name}`);
  const { fingerprintSha256, notAfter, notBefore } = parsed;
  return { pem: parsed.pem, fingerprintSha256, notAfter, notBefore };
}

/** A workspace whose connection trusts the signer of the attacks, and can decrypt what is encrypted for it. */
async function makeWorld() {
  const { staging } = await seedWorkspace();
  const now = new Date();
  const open = async (domain: string) => {
    const connection = await seedConnection(staging, { domain });
    const id = newId('connectionCertificate', now);
    await staging.data.connections.addCertificate(connection.connectionId, {
      id,
      ...certificateOf('idp'),
      now,
    });
    const keyId = newId('encryptionKeyPair', now);
    const { pem: certificatePem, ...certificate } = certificateOf('sp');
    const place = { environmentId: staging.environmentId, column: 'privateKeySealed', row: keyId };
    await staging.data.connections.addKeyPair(connection.connectionId, {
      id: keyId,
      use: 'encryption',
      certificatePem,
      ...certificate,
      privateKeySealed: seal(pem('sp.key'), place),
      now,
    });
    return connection;
  };
  return { staging, connection: await open('example.com'), other: await open('other.example') };
}
type World = Awaited<ReturnType<typeof makeWorld>>;

// Making a workspace takes a second of key generation: the rows share one per worker.
let world: Promise<World> | undefined;

let listener: Server;
let arrivals = 0;
test.beforeAll(async () => {
  world ??= makeWorld();
  listener = createServer((_, answer) => {
    arrivals += 1;
    answer.end('x');
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => listener.close());

async function begin() {
  const { connection, staging } = await (world ?? makeWorld());
  const browser = openBrowser(origin);
  const { requestId } = await beginLogin(browser, staging.clientId, connection);
  return { browser, connection, requestId, staging };
}

async function failureOf({ staging }: World, answer: Response): Promise<string | null> {
  expect(callbackOf(answer).get('code')).toBeNull();
  const { environmentId } = staging;
  const session = await database().ssoSession.findFirst({
    where: { environmentId, respondedAt: { not: null } },
    orderBy: [{ respondedAt: 'desc' }, { id: 'desc' }],
    include: { record: true },
  });
  expect(session?.record?.responseSealed).toBeTruthy();
  expect(session?.state).toBe('failed');
  return session?.failureCode ?? null;
}

async function expectGenuineWorks(): Promise<void> {
  const { browser, connection, requestId } = await begin();
  const k = kit(connection, requestId);
  const answer = await postResponse(browser, connection, field(k.response(k.genuine)).field);
  expect(callbackOf(answer).get('code')).toBeTruthy();
}

for (const [row, attacks] of Object.entries(ATTACKS)) {
  test(`row ${row}: every variant is refused for its reason, and the next genuine sign-in works`, async () => {
    const made = await (world ?? makeWorld());
    const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
    const found: string[] = [];
    for (const [name, , build] of attacks) {
      const { browser, connection, requestId } = await begin();
      const message = await build(kit(connection, requestId));
      const posted = typeof message === 'string' ? field(message.replaceAll('{LISTENER}', address)) : message;
      const answer = await postResponse(browser, connection, posted.field);
      found.push(`${name}: ${await failureOf(made, answer)}`);
    }
    expect(found).toEqual(attacks.map(([name, failure]) => `${name}: ${failure}`));
    const where = { environmentId: made.staging.environmentId };
    const people = await database().profile.findMany({ where });
    expect(people.filter(({ email }) => email !== 'ana@example.com')).toEqual([]);
    expect(arrivals).toBe(0);
    await expectGenuineWorks();
  });
}

test('row 4: a comment shortens nothing: the whole NameID is signed in', async () => {
  const { browser, connection, requestId, staging } = await begin();
  const k = kit(connection, requestId);
  const nameId = 'ana@example.com.attacker.example';
  const xml = k.response(k.signedAssertion({ nameId })).replace('.attacker', '<!-- -->.attacker');
  const answer = await postResponse(browser, connection, field(xml).field);
  expect(callbackOf(answer).get('code')).toBeTruthy();
  const where = { environmentId: staging.environmentId, idpId: nameId };
  expect(await database().profile.count({ where })).toBe(1);
});

test('row 17: a response counts once, and so does its assertion in a new response', async () => {
  const made = await (world ?? makeWorld());
  const first = await begin();
  const k = kit(first.connection, first.requestId);
  const genuine = field(k.response(k.genuine)).field;
  expect(callbackOf(await postResponse(first.browser, first.connection, genuine)).get('code')).toBeTruthy();
  const again = await postResponse(first.browser, first.connection, genuine);
  expect(await failureOf(made, again)).toBe('request_already_answered');
  const unasked = kit(first.connection, null);
  const once = field(unasked.response(unasked.genuine)).field;
  const rewrapped = field(unasked.response(unasked.genuine, { id: '_another' })).field;
  const browser = openBrowser(origin);
  expect(callbackOf(await postResponse(browser, first.connection, once)).get('code')).toBeTruthy();
  for (const message of [once, rewrapped]) {
    expect(await failureOf(made, await postResponse(browser, first.connection, message))).toBe(
      'assertion_replayed',
    );
  }
  await expectGenuineWorks();
});

test('row 19: a response is worth nothing in another browser, for another request, or for one never sent', async () => {
  const made = await (world ?? makeWorld());
  const victim = await begin();
  const attacker = await begin();
  const k = kit(attacker.connection, attacker.requestId);
  const stolen = field(k.response(k.genuine)).field;
  expect(await failureOf(made, await postResponse(victim.browser, victim.connection, stolen))).toBe(
    'browser_mismatch',
  );
  const mixed = kit(victim.connection, victim.requestId);
  const inside = field(mixed.response(mixed.signedAssertion({ inResponseTo: attacker.requestId }))).field;
  expect(await failureOf(made, await postResponse(victim.browser, victim.connection, inside))).toBe(
    'in_response_to_mismatch',
  );
  const invented = kit(victim.connection, '_never-sent');
  const unknown = field(invented.response(invented.genuine)).field;
  expect(await failureOf(made, await postResponse(victim.browser, victim.connection, unknown))).toBe(
    'unknown_request',
  );
  // None of that has used the victim's request up.
  const own = kit(victim.connection, victim.requestId);
  const answer = await postResponse(
    victim.browser,
    victim.connection,
    field(own.response(own.genuine)).field,
  );
  expect(callbackOf(answer).get('code')).toBeTruthy();
});

test('row 21: RelayState leads nowhere but to registered addresses', async () => {
  const { connection } = await (world ?? makeWorld());
  const browser: PlainBrowser = openBrowser(origin);
  for (const relayState of [
    'https://evil.example/',
    'redirect_uri=https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
  ]) {
    const k = kit(connection, null);
    const answer = await postResponse(browser, connection, field(k.response(k.genuine)).field, relayState);
    const to = new URL(answer.headers.get('location') ?? '');
    expect([to.origin + to.pathname, [...to.searchParams.keys()]]).toEqual([
      `${origin}/example/callback`,
      ['code'],
    ]);
  }
  const { browser: own, requestId } = await begin();
  const k = kit(connection, requestId);
  const answer = await postResponse(
    own,
    connection,
    field(k.response(k.genuine)).field,
    'https://evil.example/',
  );
  expect(answer.headers.get('location')?.startsWith(CALLBACK)).toBe(true);
});

test('rows 22 and 23: a response of one connection opens no other, and an email of another company nothing', async () => {
  const made = await (world ?? makeWorld());
  const { connection, other, staging } = made;
  const browser = openBrowser(origin);
  const { requestId } = await beginLogin(browser, staging.clientId, other);
  // Both trust the same key: only what the message says tells them apart.
  const k = kit(connection, requestId);
  const foreign = await postResponse(browser, other, field(k.response(k.genuine)).field);
  expect(await failureOf(made, foreign)).toBe('issuer_mismatch');
  const elsewhere = kit({ ...connection, idp: other.idp }, requestId);
  expect(
    await failureOf(
      made,
      await postResponse(browser, other, field(elsewhere.response(elsewhere.genuine)).field),
    ),
  ).toBe('destination_mismatch');
  const claimed = kit(other, requestId);
  expect(
    await failureOf(made, await postResponse(browser, other, field(claimed.response(claimed.genuine)).field)),
  ).toBe('email_domain_not_allowed');
});
