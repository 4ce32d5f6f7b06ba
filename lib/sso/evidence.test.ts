import { expect, test } from '@playwright/test';
import { scopeOfEvidenceToken } from '#lib/auth/public-scope.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { ACS, assertion, ENTITY_ID, IDP, pem, response, signed } from '#lib/saml/testdata/signer.ts';
import { hashSecret } from '#lib/secrets.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { evidenceBundle } from './evidence-bundle.ts';
import {
  createEvidenceLink,
  downloadEvidence,
  downloadMessage,
  listEvidenceLinks,
  openEvidenceLink,
  revokeEvidenceLink,
} from './evidence-links.ts';

const NOW = new Date('2030-01-15T12:00:00Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let externalKey: string;

test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  await staging.data.redirectUris.add({
    id: newId('redirectUri', NOW),
    uri: 'http://localhost:9/callback',
    isDefault: true,
    now: NOW,
  });
  const { id } = await createOrganization(staging, { name: 'Corp', domains: ['corp.example'] });
  const { connection } = await createConnection(staging, {
    organizationId: id,
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

/** Of the person whose sign-ins are recorded below; none of it is part of a word of the file itself. */
const PERSON = {
  email: 'zoe.quandt+hr@corp.example',
  guest: 'zoe.quandt@elsewhere.example',
  first: 'Zoëlle-Maxine',
  last: 'Quandt & Őry',
  id: 'S-1-5-21-9917-4402',
  group: 'qx-payroll-7',
  phone: '+43 660 5550147',
  ip: '203.0.113.77',
  agent: 'QuuxBrowser/17.3 (Zoetrope 9)',
};

let count = 0;

async function post(encoded: string): Promise<string> {
  count += 1;
  const { sessionId } = await completeSamlLogin({
    externalKey,
    encodedResponse: encoded,
    relayState: `for=${PERSON.email}`,
    browserToken: null,
    visitor: { ipAddress: PERSON.ip, userAgent: PERSON.agent },
    now: later(staging, count).now,
  });
  return sessionId;
}

const xml = (text: string) => text.replaceAll('&', '&amp;');

function genuine(
  more: Parameters<typeof assertion>[0] = {},
  sign: Parameters<typeof signed>[2] = {},
  around: Parameters<typeof response>[1] = {},
): string {
  const id = `_assertion${count}`;
  const attributes = {
    email: PERSON.email,
    firstName: PERSON.first,
    lastName: xml(PERSON.last),
    groups: [PERSON.group, PERSON.id],
    phone: PERSON.phone,
  };
  const content = assertion({ inResponseTo: null, id, nameId: PERSON.email, attributes, ...more });
  return signed(response(content, { inResponseTo: null, ...around }), id, sign);
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Sign-ins that end in all kinds of ways, each with values of the person in other places. */
const SESSIONS: Readonly<Record<string, () => string>> = {
  'a good sign-in': () => base64(genuine()),
  'an unknown certificate': () => base64(genuine({}, { key: 'other' })),
  'a changed message': () => base64(genuine().replace('>qx-payroll-7<', '>qx-payroll-8<')),
  'the person in the audience and the issuer': () =>
    base64(
      genuine(
        { audiences: [[`https://sp.test/${encodeURIComponent(PERSON.email)}`, base64(PERSON.email)]] },
        {},
        { issuer: `https://idp.test/?user=${PERSON.email}` },
      ),
    ),
  'the person in the destination': () =>
    base64(genuine({}, {}, { destination: `https://sp.test/${PERSON.phone.replaceAll(' ', '%20')}` })),
  'a domain of somebody else': () =>
    base64(
      genuine({
        nameId: PERSON.guest,
        attributes: { email: PERSON.guest, firstName: PERSON.first, lastName: 'Quux' },
      }),
    ),
  'an error with the name in it': () =>
    base64(
      response('', {
        inResponseTo: null,
        status: `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/><samlp:StatusMessage>${PERSON.first} (${PERSON.id}) is not assigned</samlp:StatusMessage></samlp:Status>`,
      }),
    ),
  'missing attributes': () => base64(genuine({ attributes: { telephone: PERSON.phone } })),
  'XML that is not well-formed': () => base64(`${genuine().slice(0, -30)}<x y="${PERSON.email}`),
  'no XML at all': () => base64(`Dear ${PERSON.email}`),
  'no base64 at all': () => `${PERSON.email} ${PERSON.phone} %%%`,
};

/** The letters of a value in base64 that do not depend on what stands around it, at each place it can begin. */
function base64Cores(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.from(value);
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
}

function spellings(value: string): string[] {
  return [
    value,
    value.toLowerCase(),
    xml(value),
    xml(xml(value)),
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    new URLSearchParams({ v: value }).toString().slice(2),
    Buffer.from(value).toString('hex'),
    Buffer.from(value, 'utf16le').toString('base64').slice(0, -4),
    ...base64Cores(value),
    ...base64Cores(value).map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64Cores(value).flatMap((core) => base64Cores(core)),
  ];
}

for (const [name, encoded] of Object.entries(SESSIONS)) {
  test(`${name}: nothing of the person is in the file, in any spelling`, async () => {
    const sessionId = await post(encoded());
    const bundle = await evidenceBundle(staging, sessionId);
    const html = bundle?.html ?? '';
    expect(html).toContain(sessionId);
    const folded = html.toLowerCase();
    for (const value of Object.values(PERSON)) {
      for (const spelled of spellings(value)) {
        expect(folded.includes(spelled.toLowerCase()), `${value} as ${spelled}`).toBe(false);
      }
    }
    // Offline, without scripts, under a policy of its own.
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son[a-z]+=|@import|url\(|javascript:/i);
    expect(html.match(/(?:src|href)="(?!#)[^"]*"/g)).toBeNull();
    expect(html).toContain('default-src &#39;none&#39;');
    expect(html).not.toMatch(/PRIVATE KEY/);
  });
}

test('the same person has the same pseudonym in every file of the workspace', async () => {
  const of = async (encoded: string) => (await evidenceBundle(staging, await post(encoded)))?.html ?? '';
  const good = await of(base64(genuine()));
  const token = /NameID<\/dt><dd>(\[email \w+\])/.exec(good)?.[1] ?? 'none';
  expect(await of(base64(genuine({}, { key: 'other' })))).toContain(token);
  // Another workspace has another key.
  await world.db.$executeRaw`DELETE FROM "PseudonymKey"`;
  expect(await of(base64(genuine()))).not.toContain(token);
});

test('the key of the pseudonyms is stored sealed', async () => {
  await evidenceBundle(staging, await post(base64(genuine())));
  const rows = await world.db.$queryRaw<{ keySealed: Uint8Array }[]>`SELECT "keySealed" FROM "PseudonymKey"`;
  expect(rows).toHaveLength(1);
  // Version, nonce and tag around 32 bytes.
  expect(rows[0]?.keySealed.length).toBe(1 + 12 + 32 + 16);
});

test('the file says why it failed, what every check wanted, and what was stored', async () => {
  const wrong = genuine({ audiences: [['https://other.test/sp']] });
  const html = (await evidenceBundle(staging, await post(base64(wrong))))?.html ?? '';
  for (const text of [
    'Why it failed',
    'https://other.test/sp',
    ENTITY_ID,
    ACS,
    IDP,
    'Stored on the connection',
    'BEGIN CERTIFICATE',
    'Response refused',
    'AudienceRestriction',
  ]) {
    expect(html).toContain(text);
  }
  const guest = (await evidenceBundle(staging, await post(SESSIONS['a domain of somebody else']?.() ?? '')))
    ?.html;
  expect(guest).toContain('elsewhere.example');
});

test('a session of another environment has no evidence and gets no link', async () => {
  const sessionId = await post(base64(genuine()));
  expect(await evidenceBundle(world.production, sessionId)).toBeNull();
  expect(await downloadEvidence(world.production, sessionId)).toBeNull();
  expect(await downloadMessage(world.production, sessionId, 'response')).toBeNull();
  await expect(createEvidenceLink(world.production, { sessionId, days: '7' })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
  const { id } = await createEvidenceLink(staging, { sessionId, days: '7' });
  await expect(revokeEvidenceLink(world.production, { id })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
  expect(await openEvidenceLink(world.production, id)).toBeNull();
  expect(await listEvidenceLinks(world.production, sessionId)).toEqual([]);
});

async function logOf(id: string): Promise<string[]> {
  const rows = await world.db.auditLogEntry.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId, targetId: id },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ action, after }) =>
    `${action} ${(after as { opens?: number } | null)?.opens ?? ''}`.trim(),
  );
}

test('a link works until it ends; every opening is counted and noted', async () => {
  const sessionId = await post(base64(genuine()));
  const { id, path } = await createEvidenceLink(staging, { sessionId, days: '1' });
  const token = path.replace('/shared/', '');
  const row = await world.db.evidenceLink.findFirstOrThrow({
    where: { environmentId: staging.scope.environmentId, id },
  });
  expect(row.tokenHash).toBe(hashSecret(token));
  expect(JSON.stringify(row)).not.toContain(token);

  const door = await scopeOfEvidenceToken(token);
  expect(door?.linkId).toBe(id);
  expect(door?.scope.environmentId).toBe(staging.scope.environmentId);
  expect(await scopeOfEvidenceToken(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeNull();

  expect((await openEvidenceLink(staging, id))?.html).toContain(sessionId);
  const last = later(staging, 24 * 60 * 60 - 1);
  expect((await openEvidenceLink(last, id))?.html).toContain(sessionId);
  const after = later(staging, 24 * 60 * 60);
  expect(await openEvidenceLink(after, id)).toBeNull();
  expect(await listEvidenceLinks(after, sessionId)).toMatchObject([
    { id, state: 'expired', opens: 2, lastOpenedAt: last.now.toISOString() },
  ]);
  await expect(revokeEvidenceLink(after, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  expect(await logOf(id)).toEqual([
    'evidence_link.created',
    'evidence_link.opened 1',
    'evidence_link.opened 2',
  ]);
});

test('a revoked link is dead at once, and only once', async () => {
  const sessionId = await post(base64(genuine()));
  const { id } = await createEvidenceLink(staging, { sessionId, days: '30' });
  await openEvidenceLink(staging, id);
  await revokeEvidenceLink(staging, { id });
  expect(await openEvidenceLink(staging, id)).toBeNull();
  await expect(revokeEvidenceLink(staging, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  expect((await listEvidenceLinks(staging, sessionId))[0]).toMatchObject({ state: 'revoked', opens: 1 });
  expect(await logOf(id)).toEqual([
    'evidence_link.created',
    'evidence_link.opened 1',
    'evidence_link.revoked 1',
  ]);
});

test('a workspace that is being deleted shows nothing to anybody with a link', async () => {
  const sessionId = await post(base64(genuine()));
  const { path } = await createEvidenceLink(staging, { sessionId, days: '7' });
  const token = path.replace('/shared/', '');
  expect(await scopeOfEvidenceToken(token)).not.toBeNull();
  await world.db.workspace.updateMany({ data: { deletionRequestedAt: NOW } });
  expect(await scopeOfEvidenceToken(token)).toBeNull();
  await world.db.workspace.updateMany({ data: { deletionRequestedAt: null } });
});

test('downloads of a session are noted with what was downloaded', async () => {
  const sessionId = await post(base64(genuine()));
  await downloadMessage(staging, sessionId, 'response');
  expect(await downloadMessage(staging, sessionId, 'request')).toBeNull();
  await downloadEvidence(staging, sessionId);
  const rows = await world.db.auditLogEntry.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId, targetId: sessionId },
    orderBy: { id: 'asc' },
  });
  expect(rows.map(({ action, after }) => [action, after])).toEqual([
    ['session.downloaded', { downloaded: 'response' }],
    ['session.downloaded', { downloaded: 'evidence' }],
  ]);
});
