import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { Recording, SessionOutcome } from '#lib/data/login-path.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { CHECKS } from '#lib/saml/checks.ts';
import { seal } from '#lib/secrets.ts';
import { certificateView, sessionDetail, sessionMessage } from './session-detail.ts';
import type { SessionReading } from './session-reading.ts';

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let connectionId: string;
let organizationId: string;

test.beforeAll(async () => {
  environments = await testEnvironments();
  staging = environments.staging;
  organizationId = newId('organization', staging.now);
  await staging.data.organizations.add(
    organizationId,
    {
      name: 'Acme',
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    staging.now,
  );
  connectionId = newId('connection', staging.now);
  await staging.data.connections.add(
    {
      id: connectionId,
      organizationId,
      name: 'Acme Okta',
      connectionType: 'OktaSAML',
      state: 'active',
      externalKey: newExternalKey(),
    },
    staging.now,
  );
});
test.afterAll(() => environments.close());

const pem = (name: string) =>
  readFileSync(new URL(`../saml/testdata/keys/${name}.crt.pem`, import.meta.url), 'utf8');

const READING: SessionReading = {
  verified: false,
  issuer: 'https://idp.example.com',
  nameId: 'ada',
  nameIdFormat: null,
  destination: null,
  statusCode: null,
  statusMessage: null,
  attributes: { email: ['ada@example.com'], surname: [] },
  mapping: null,
  embeddedCertificate: null,
  encryption: null,
  notes: [],
  checks: [],
  signedBy: null,
  storedCertificates: [],
  encryptionCertificates: [],
  allowedDomains: [],
  serviceProvider: { entityId: 'https://sp.example.com/key', acsUrl: 'https://sp.example.com/acs' },
  identityProviderEntityId: 'https://idp.example.com',
};

/** Records a refused response as the login path does; a response that is no string is stored as it is. */
async function refused(
  failureCode: string,
  more: {
    outcome?: Partial<SessionOutcome>;
    reading?: Partial<SessionReading>;
    response?: string | Uint8Array;
    requestId?: string;
  } = {},
): Promise<string> {
  const { environmentId } = staging.scope;
  const id = newId('ssoSession', staging.now);
  const place = (column: string) => ({ environmentId, column, row: id });
  const response = more.response ?? Buffer.from('<r/>').toString('base64');
  const recording: Recording = {
    requestSealed: more.requestId ? seal('<q/>', place('requestSealed')) : null,
    responseSealed: typeof response === 'string' ? seal(response, place('responseSealed')) : response,
    readingSealed: seal(JSON.stringify({ ...READING, ...more.reading }), place('readingSealed')),
  };
  await staging.data.login.insertSession(
    {
      id,
      connectionId,
      organizationId,
      connectionVersion: null,
      origin: 'service_provider',
      state: 'failed',
      requestId: more.requestId ?? null,
      browserHash: null,
      redirectUri: null,
      oauthState: null,
      nonce: null,
      scope: null,
      codeChallenge: null,
      loginHint: null,
      ipAddress: '203.0.113.7',
      userAgent: null,
      createdAt: staging.now,
    },
    recording,
    {
      errorCode: 'malformed_saml_response',
      failureCode,
      failureEvidence: { code: failureCode, detail: 'Because.' },
      notes: [],
      userEmail: null,
      userIdpId: null,
      userName: null,
      ...more.outcome,
    },
  );
  return id;
}

async function detail(id: string) {
  const found = await sessionDetail(staging, id);
  if (!found) throw new Error('the session is not there');
  return found;
}

test('a session of another environment is as absent as an invented one', async () => {
  const id = await refused('expired');
  expect((await detail(id)).id).toBe(id);
  expect(await sessionDetail(environments.production, id)).toBeNull();
  expect(await sessionMessage(environments.production, id, 'response')).toBeNull();
  expect(await sessionDetail(staging, 'sso_session_01M7YSVHQSGRNG55HEY0JVEDN5')).toBeNull();
});

test('a response that answers the request of another session leads there', async () => {
  const sender = await refused('audience_mismatch', { requestId: '_asked' });
  const settings = {
    clockToleranceSeconds: 60,
    requestId: '_asked',
    allow: { sha1: false, smallRsaKeys: false, cbcWithoutOuterSignature: false },
  };
  const late = await refused('request_already_answered', { reading: { settings } });
  expect((await detail(late)).answers).toBe(sender);
  expect((await detail(sender)).answers).toBeNull();
  const unknown = await refused('unknown_request', {
    reading: { settings: { ...settings, requestId: '_x' } },
  });
  expect((await detail(unknown)).answers).toBeNull();
});

test('a wrong address is told with the field of the customer’s product and our value for it', async () => {
  const id = await refused('destination_mismatch', {
    outcome: {
      failureEvidence: { expected: 'https://sp.example.com/acs', received: 'https://sp.example.com/acs/' },
    },
  });
  const { failure } = await detail(id);
  expect(failure?.expected).toEqual({ label: 'Our ACS URL', values: ['https://sp.example.com/acs'] });
  expect(failure?.received?.values).toEqual(['https://sp.example.com/acs/']);
  expect(failure?.remedies[0]).toMatchObject({
    by: 'customer',
    // What is to be entered is the address as it is now.
    console: {
      product: 'Okta',
      field: 'Single sign-on URL',
      value: expect.stringContaining('/sso/saml/acs/'),
    },
  });
  expect(failure?.mistake).toEqual({ sentence: expect.stringMatching(/slash/), at: 26 });
});

test('certificates are compared side by side, and one that was added since is noticed', async () => {
  const id = await refused('certificate_mismatch', {
    outcome: { errorCode: 'invalid_x509_certificate' },
    reading: { embeddedCertificate: pem('other'), storedCertificates: [pem('idp')] },
  });
  const { certificates } = (await detail(id)).failure ?? {};
  expect(certificates?.received?.read?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(certificates?.stored.map((one) => one.read?.validity)).toEqual(['valid']);
  expect(certificates?.stored[0]?.read?.fingerprint).not.toBe(certificates?.received?.read?.fingerprint);
  expect(certificates?.addedSince).toBe(false);

  const other = parseCertificate(pem('other'));
  if (!other) throw new Error('the test certificate cannot be read');
  const { fingerprintSha256, notAfter, notBefore } = other;
  await staging.data.connections.addCertificate(connectionId, {
    id: newId('connectionCertificate', staging.now),
    pem: other.pem,
    fingerprintSha256,
    notBefore,
    notAfter,
    now: staging.now,
  });
  expect((await detail(id)).failure?.certificates?.addedSince).toBe(true);
});

test('the validity of a certificate is that of the sign-in, not of today', () => {
  const validity = (at: string) => certificateView(pem('expired'), new Date(at)).read?.validity;
  expect(validity('2026-11-22T00:00:00Z')).toBe('valid');
  expect(validity('2026-12-22T00:00:00Z')).toBe('expired');
  expect(validity('2026-11-20T00:00:00Z')).toBe('not_yet_valid');
  expect(certificateView('garbage', staging.now)).toEqual({ pem: 'garbage', read: null });
});

test('missing attributes are shown with the names that were looked for', async () => {
  const id = await refused('attributes_missing', {
    outcome: { errorCode: 'invalid_attributes' },
    reading: {
      verified: true,
      mapping: [
        { field: 'email', mappedTo: null, source: 'email', value: 'ada@example.com', problem: null },
        { field: 'last_name', mappedTo: 'surname', source: null, value: null, problem: 'missing' },
      ],
    },
  });
  const { reading } = await detail(id);
  expect(reading?.profile).toMatchObject([
    { label: 'Email', source: 'email', problem: null, mapped: false },
    { label: 'Last name', problem: 'Missing', lookedFor: ['surname'], mapped: true },
  ]);
  expect(reading?.attributes).toEqual([
    { name: 'email', values: ['ada@example.com'], usedFor: ['Email'] },
    { name: 'surname', values: [], usedFor: [] },
  ]);
});

test('the domain is taken from behind the last @, beside those that are allowed', async () => {
  const id = await refused('email_domain_not_allowed', {
    outcome: {
      errorCode: 'profile_not_allowed_outside_organization',
      failureEvidence: { expected: ['acme.com'], received: '"a@b"@guest.example' },
    },
  });
  expect((await detail(id)).failure?.domain).toEqual({
    email: '"a@b"@guest.example',
    domain: 'guest.example',
    allowed: ['acme.com'],
  });
});

test('the certificate of an encrypted response is set beside ours', async () => {
  const id = await refused('decryption_failed', {
    outcome: { errorCode: 'decryption_failed' },
    reading: {
      encryption: { algorithm: 'aes', keyAlgorithm: 'oaep', keyInfoCertificateFingerprint: 'ab'.repeat(32) },
      encryptionCertificates: [pem('sp')],
    },
  });
  const { encryption } = (await detail(id)).failure ?? {};
  expect(encryption?.madeFor).toBe(Array(32).fill('AB').join(':'));
  expect(encryption?.ours[0]?.read?.subject).toBeTruthy();
});

test('the checks are those of the validator in its order; after the one that failed none counts', async () => {
  const [first, second] = CHECKS;
  const id = await refused('not_base64', {
    reading: {
      checks: [
        { id: first.id, outcome: 'passed' },
        { id: second.id, outcome: 'failed' },
      ],
    },
  });
  const checks = (await detail(id)).ladder?.rungs ?? [];
  expect(checks.map((check) => check.id)).toEqual([
    ...CHECKS.map((check) => check.id),
    'profile',
    'email_domain',
    'first_use',
  ]);
  expect(checks.slice(0, 2).map((check) => [check.outcome, check.judged])).toEqual([
    ['passed', true],
    ['failed', true],
  ]);
  expect(checks.slice(2).some((check) => check.judged)).toBe(false);
});

test('a response that is no base64, no UTF-8 or no XML is shown as it came, and downloads as text', async () => {
  const latin1 = Buffer.from([0x3c, 0xe9, 0x3e]).toString('base64');
  for (const [posted, shown] of [
    ['<b>no base64</b>', '<b>no base64</b>'],
    ['', ''],
    [latin1, latin1],
  ] as const) {
    const id = await refused('not_base64', { response: posted });
    expect((await detail(id)).response).toMatchObject({ kind: 'text', raw: shown, formatted: null });
    expect(await sessionMessage(staging, id, 'response')).toEqual({ text: shown, kind: 'text' });
  }
});

test('a response of half a megabyte is shown as received, without formatting', async () => {
  const xml = `<r>${'<a/>'.repeat(125_000)}</r>`;
  const id = await refused('xml_limits', { response: Buffer.from(xml).toString('base64') });
  expect((await detail(id)).response).toMatchObject({ kind: 'xml', formatted: null, bytes: xml.length });
});

test('bytes that the key does not open leave a page, not an error', async () => {
  const id = await refused('expired', { response: new Uint8Array(64), requestId: '_request' });
  const found = await detail(id);
  expect(found).toMatchObject({ unreadable: true, response: null });
  expect(found.request?.raw).toBe('<q/>');
});

test('the timeline tells a refusal, a wait and a code that was never exchanged apart', async () => {
  const { db } = environments;
  const { environmentId } = staging.scope;
  const at = (seconds: number) => new Date(staging.now.getTime() + seconds * 1000);
  const session = async (values: object) => {
    const id = newId('ssoSession', staging.now);
    const base = {
      id,
      environmentId,
      origin: 'service_provider',
      requestId: id,
      createdAt: staging.now,
    } as const;
    await db.ssoSession.create({ data: { ...base, state: 'started', ...values } });
    return (await detail(id)).timeline.map(({ outcome, afterMs }) => [outcome, afterMs]);
  };
  expect(await session({})).toEqual([
    ['done', null],
    ['waiting', null],
  ]);
  expect(await session({ state: 'timed_out' })).toEqual([
    ['done', null],
    ['missed', 300_000],
  ]);
  const answered = { respondedAt: at(2), authorizedAt: at(2), codeExpiresAt: at(602) };
  expect(await session({ ...answered, state: 'successful', exchangedAt: at(3) })).toEqual([
    ['done', null],
    ['done', 2000],
    ['done', 0],
    ['done', 1000],
  ]);
  const late = { ...answered, codeExpiresAt: at(-1), state: 'timed_out' };
  expect((await session(late)).at(-1)?.[0]).toBe('missed');
  expect((await session({ ...answered, state: 'authorized' })).at(-1)).toEqual(['waiting', null]);
  const failed = { state: 'failed', respondedAt: at(2), endedAt: at(2), failureCode: 'expired' };
  expect((await session(failed)).at(-1)).toEqual(['failed', 0]);
});
