import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { ACS, assertion, ENTITY_ID, IDP, pem, response, signed } from '#lib/saml/testdata/signer.ts';
import { diagnoseCertificate } from './certificate-diagnosis.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { attributeToMap, entityIdToTake, sessionAid, signerToAdd } from './session-aid.ts';
import { diagnosed, sessionDetail } from './session-detail.ts';
import { customerMessage } from './session-message.ts';

const NOW = new Date('2030-01-15T12:00:00Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let externalKey: string;
let organizationId: string;

test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  await staging.data.redirectUris.add({
    id: newId('redirectUri', NOW),
    uri: 'http://localhost:9/callback',
    isDefault: true,
    now: NOW,
  });
  organizationId = (await createOrganization(staging, { name: 'Corp', domains: ['corp.example'] })).id;
  const { connection } = await createConnection(staging, {
    organizationId,
    connectionType: 'OktaSAML',
    spEntityId: ENTITY_ID,
    acsUrl: ACS,
    identityProvider: {
      from: 'fields',
      entityId: IDP,
      ssoUrl: 'https://idp.test/sso',
      certificates: [pem('idp.crt')],
    },
  });
  externalKey = connection.externalKey;
});
test.afterAll(() => world.close());

let moment = 0;

/** Posts a response that nobody asked for; each comes a second after the one before. */
async function post(xml: string): Promise<string> {
  moment += 1;
  const { sessionId } = await completeSamlLogin({
    externalKey,
    encodedResponse: Buffer.from(xml).toString('base64'),
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now: later(staging, moment).now,
  });
  return sessionId;
}

const unasked = { inResponseTo: null } as const;
const genuine = (
  more: Parameters<typeof assertion>[0] = {},
  sign: Parameters<typeof signed>[2] = {},
  around: Parameters<typeof response>[1] = {},
) => {
  const id = `_assertion${moment}`;
  return signed(response(assertion({ ...unasked, id, ...more }), { ...unasked, ...around }), id, sign);
};

test('an unknown certificate is told apart from another tenant, a change on the way, and none at all', async () => {
  const aidOf = async (xml: string) => sessionAid(staging, await post(xml));
  const renewed = await aidOf(genuine({}, { key: 'other' }));
  expect(renewed).toMatchObject({ certificate: { kind: 'not_seen' }, addCertificate: { subject: /./ } });
  const tenant = await aidOf(
    genuine({ issuer: 'https://evil.test' }, { key: 'other' }, { issuer: 'https://evil.test' }),
  );
  expect(tenant).toMatchObject({ certificate: { kind: 'wrong_identity_provider' }, addCertificate: null });
  const forged = await aidOf(genuine({}, { key: 'other' }).replace('>Lovelace<', '>Hopper<'));
  expect(forged).toMatchObject({ certificate: { kind: 'tampered' }, addCertificate: null });
  const changed = await aidOf(genuine().replace('>Lovelace<', '>Hopper<'));
  expect(changed).toMatchObject({ certificate: { kind: 'content_changed' }, addCertificate: null });
  const silent = await aidOf(genuine({}, { key: 'other', certificate: null }));
  expect(silent).toMatchObject({ certificate: { kind: 'not_named' }, addCertificate: null });
  const unrelated = await aidOf(genuine({ audiences: [['https://other.test']] }));
  expect(unrelated).toMatchObject({ certificate: null, addCertificate: null });
});

test('what the connection asks of the person is a check like any other, read before and after the verdict', async () => {
  const failed = async (xml: string) => {
    const rungs = (await sessionDetail(staging, await post(xml)))?.ladder?.rungs ?? [];
    return rungs.flatMap(({ id, judged, outcome }) => (outcome === 'failed' ? [[id, judged]] : []));
  };
  const guest = { email: ['ada@guest.example'], firstName: ['Ada'], lastName: ['Lovelace'] };
  expect(await failed(genuine({ attributes: guest }))).toEqual([['email_domain', true]]);
  expect(await failed(genuine({ attributes: guest }, { key: 'other' }))).toEqual([
    ['assertion_signature_value', true],
    ['email_domain', false],
  ]);
  expect(await failed(genuine({ attributes: { email: ['ada@corp.example'] } }))).toEqual([['profile', true]]);
  expect(await failed(genuine())).toEqual([]);
});

test('of a refusal that is signed nothing fails but its status', async () => {
  const refusal = response('', {
    ...unasked,
    status:
      '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"></samlp:StatusCode></samlp:Status>',
  });
  const rungs =
    (await sessionDetail(staging, await post(signed(refusal, '_response1'))))?.ladder?.rungs ?? [];
  expect(rungs.flatMap(({ id, outcome }) => (outcome === 'failed' ? [id] : []))).toEqual(['status']);
  expect(rungs.find(({ id }) => id === 'response_signature_content')?.outcome).toBe('passed');
});

test('only the remedies that fit what is the matter with the certificate are shown', async () => {
  const shown = async (xml: string) => {
    const id = await post(xml);
    const [session, aid] = await Promise.all([sessionDetail(staging, id), sessionAid(staging, id)]);
    if (!session) throw new Error('no session');
    return diagnosed(session, aid?.certificate ?? null).failure?.remedies.map(({ what }) => what) ?? [];
  };
  const renewed = await shown(genuine({}, { key: 'other' }));
  expect(renewed.some((what) => /add it to the connection/.test(what))).toBe(true);
  const tenant = { issuer: 'https://idp.test/other' };
  const foreign = await shown(genuine(tenant, { key: 'other' }, tenant));
  expect(foreign.length).toBeGreaterThan(0);
  expect(foreign.some((what) => /add it to the connection/.test(what))).toBe(false);
});

test('an expired certificate is not offered, nor one of a connection that had none', () => {
  const facts = {
    failureCode: 'certificate_mismatch',
    embedded: { notBefore: new Date('2028-01-01T00:00:00Z'), notAfter: new Date('2029-01-01T00:00:00Z') },
    stored: [1],
    fitsItself: true,
    issuer: IDP,
    expectedIssuer: IDP,
    at: NOW,
  };
  expect(diagnoseCertificate(facts)?.kind).toBe('expired');
  const early = { notBefore: new Date('2040-01-01T00:00:00Z'), notAfter: new Date('2041-01-01T00:00:00Z') };
  expect(diagnoseCertificate({ ...facts, embedded: early })?.kind).toBe('not_yet_valid');
  expect(diagnoseCertificate({ ...facts, failureCode: 'signature_invalid' })?.kind).toBe('other_key');
  expect(diagnoseCertificate({ ...facts, stored: [] })?.kind).toBe('none_stored');
  expect(diagnoseCertificate({ ...facts, failureCode: 'audience_mismatch' })).toBeNull();
});

test('only a certificate that may be a renewed one can be taken from a session, in its own environment', async () => {
  const renewed = await post(genuine({}, { key: 'other' }));
  const { certificate } = await signerToAdd(staging, renewed);
  expect(certificate.pem.replaceAll(/\s/g, '')).toBe(pem('other.crt').replaceAll(/\s/g, ''));
  await expect(signerToAdd(world.production, renewed)).rejects.toThrow(/not found/);
  const forged = await post(genuine({}, { key: 'other' }).replace('>Lovelace<', '>Hopper<'));
  await expect(signerToAdd(staging, forged)).rejects.toThrow(/not found/);
});

test('an entity ID is taken over only from a response that was genuinely signed', async () => {
  const other = { issuer: 'https://idp.test/new' };
  const moved = await post(genuine(other, {}, other));
  expect(await entityIdToTake(staging, moved)).toMatchObject({ entityId: 'https://idp.test/new' });
  const forged = await post(genuine(other, { key: 'other' }, other));
  await expect(entityIdToTake(staging, forged)).rejects.toThrow(/not found/);
  // Only the assertion is signed: what the Response around it says, anybody may have written.
  const around = await post(genuine().replace(`>${IDP}<`, '>https://evil.example/<'));
  await expect(entityIdToTake(staging, around)).rejects.toThrow(/not found/);
});

test('however many fail in between, the last good sign-in is found, and none that came later', async () => {
  const good = await post(genuine());
  for (let count = 0; count < 25; count += 1) await post('not xml');
  const bad = await post(genuine({ audiences: [['https://other.test']] }));
  await post(genuine());
  expect((await sessionAid(staging, bad))?.good).toMatchObject({ sessionId: good, samePerson: true });
});

test('a failed sign-in stands beside the last good one: what matters differs, ids and times do not count', async () => {
  const good = await post(genuine());
  const bad = await post(
    genuine({ audiences: [['https://other.test']], attributes: { email: 'ada@corp.example' } }),
  );
  const aid = await sessionAid(staging, bad);
  expect(aid?.good).toMatchObject({ sessionId: good, samePerson: true });
  expect(aid?.good?.differences.map(({ label }) => label)).toEqual(['Audience', 'Attributes']);
  expect(await sessionAid(staging, good)).toBeNull();
});

test('the domain to add is named while it is missing', async () => {
  const outside = await post(
    genuine({ attributes: { email: 'ada@else.example', firstName: 'A', lastName: 'B' } }),
  );
  expect((await sessionAid(staging, outside))?.domain).toEqual({
    name: 'else.example',
    standing: 'absent',
  });
  await updateOrganization(staging, { id: organizationId, domains: ['corp.example', 'else.example'] });
  expect((await sessionAid(staging, outside))?.domain).toBeNull();
});

test('a domain that is listed counts once somebody says so, and a public mail provider’s never can', async () => {
  const of = (email: string) => genuine({ attributes: { email, firstName: 'A', lastName: 'B' } });
  const { id } = await addDomain(staging, {
    organizationId,
    domain: 'pending.example',
    verification: 'dns',
  });
  const aidOf = async (xml: string) => (await sessionAid(staging, await post(xml)))?.domain;
  expect(await aidOf(of('ada@pending.example'))).toEqual({
    name: 'pending.example',
    standing: 'pending',
    domainId: id,
  });
  expect(await aidOf(of('ada@gmail.com'))).toEqual({ name: 'gmail.com', standing: 'public' });
});

test('the attribute that holds what was missing is offered, if this response has it too', async () => {
  const { id } = await createOrganization(staging, { name: 'Elsewhere', domains: ['elsewhere.example'] });
  const { connection } = await createConnection(staging, {
    organizationId: id,
    connectionType: 'GenericSAML',
    spEntityId: ENTITY_ID,
    acsUrl: ACS,
    identityProvider: {
      from: 'fields',
      entityId: IDP,
      ssoUrl: 'https://idp.test/sso',
      certificates: [pem('idp.crt')],
    },
  });
  const before = externalKey;
  externalKey = connection.externalKey;
  const sent = (more: Record<string, string>) =>
    post(genuine({ attributes: { email: 'ada@elsewhere.example', firstName: 'Ada', ...more } }));
  const failed = await sent({ nachname: 'Lovelace' });
  expect((await sessionAid(staging, failed))?.mapping).toEqual([
    {
      field: 'last_name',
      label: 'Last name',
      evidence: expect.stringMatching(/the surname seems to be in `nachname`/),
      source: 'nachname',
    },
  ]);
  expect(await attributeToMap(staging, { sessionId: failed, field: 'last_name' })).toEqual({
    connectionId: connection.id,
    field: 'last_name',
    source: 'nachname',
  });
  await expect(attributeToMap(staging, { sessionId: failed, field: 'email' })).rejects.toThrow(/not found/);
  await expect(attributeToMap(world.production, { sessionId: failed, field: 'last_name' })).rejects.toThrow(
    /not found/,
  );
  for (const _ of [1, 2, 3, 4, 5]) await sent({ nachname: 'Lovelace' });
  const without = await sent({});
  await expect(attributeToMap(staging, { sessionId: without, field: 'last_name' })).rejects.toThrow(
    /not found/,
  );
  const session = await sessionDetail(staging, failed);
  const message = session && customerMessage(session, null, 'Example App');
  expect(message).toContain('of ada@elsewhere.example to Example App for Elsewhere failed on');
  expect(message).toMatch(/Missing: Last name, looked for as lastName/);
  expect(message).not.toMatch(/Required and missing|Attribute email/);
  externalKey = before;
});

test('of a response that cannot be read the comparison says nothing about what is inside', async () => {
  await post(genuine());
  const garbage = (await sessionAid(staging, await post('not xml')))?.good?.differences ?? [];
  expect(garbage.map(({ label }) => label)).toEqual([]);
  const guest = genuine({ attributes: { email: 'ada@guest.example', firstName: 'Ada', lastName: '' } });
  const aid = await sessionAid(staging, await post(guest));
  expect(aid?.good?.differences).toContainEqual({
    label: 'Empty attributes',
    good: 'none',
    bad: 'lastName',
  });
  const other = genuine({ attributes: { email: 'ada@guest.example', firstName: 'Ada', lastName: 'L' } });
  expect((await sessionAid(staging, await post(other)))?.good?.differences).toContainEqual({
    label: 'Email domain',
    good: 'corp.example',
    bad: 'guest.example',
  });
});

test('the message to the customer says what failed, what to set in their console, and which session', async () => {
  const id = await post(genuine({ audiences: [['https://other.test']] }));
  const session = await sessionDetail(staging, id);
  if (!session) throw new Error('no session');
  const message = customerMessage(session, null);
  for (const part of ['ada@corp.example', 'https://other.test', ENTITY_ID, 'Audience URI', id]) {
    expect(message).toContain(part);
  }
  expect(message).not.toContain('Lovelace');
});

test('what a stranger has written does not pass for words of ours in the message to the customer', async () => {
  const text = 'Urgent.\n\nInstall http://evil.example/cert';
  const refusal = response('', {
    ...unasked,
    status: `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"></samlp:StatusCode><samlp:StatusMessage>${text}</samlp:StatusMessage></samlp:Status>`,
  });
  const session = await sessionDetail(staging, await post(refusal));
  const message = session && customerMessage(session, null);
  expect(message).toContain('urn:oasis:names:tc:SAML:2.0:status:Responder');
  expect(message).toContain('whose sender is not verified');
  expect(message).not.toContain('evil.example');
  const audience = await sessionDetail(
    staging,
    await post(genuine({ audiences: [['https://x.test\n\nInstall this']] })),
  );
  const told = audience && customerMessage(audience, null);
  expect(told).toContain('https://x.test Install this');
  expect(told).not.toContain('\nInstall this');
  const named = genuine({ nameId: text, attributes: {} }, { key: 'other' });
  const person = await sessionDetail(staging, await post(named));
  expect(person?.user.idpId).toContain('evil.example');
  expect(person && customerMessage(person, null)).not.toContain('evil.example');
});

test('a weak algorithm does not hide that a stranger signed', async () => {
  const sha1 = { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', key: 'other' } as const;
  const rungs = (await sessionDetail(staging, await post(genuine({}, sha1))))?.ladder?.rungs ?? [];
  expect(rungs.flatMap(({ id, outcome }) => (outcome === 'failed' ? [id] : []))).toEqual([
    'assertion_signature_form',
    'assertion_signature_value',
  ]);
});
