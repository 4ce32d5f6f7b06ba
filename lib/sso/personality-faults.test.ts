import { createPrivateKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { openResponse } from '#lib/saml/response.ts';
import { FAULTS, type FaultId, isFaultId } from '#lib/test-idp/faults.ts';
import { PERSONALITIES, PERSONALITY_IDS, type PersonalityId } from '#lib/test-idp/personalities.ts';
import { type BuildResponseInput, buildResponse } from '#lib/test-idp/response.ts';
import { PAIRS, SIGN_IN } from '#lib/test-idp/testdata/sign-in.ts';
import { circumstancesOf } from './circumstances.ts';
import { consolePlace } from './console-place.ts';
import { judgeLogin, type LoginSettings, type Refusal } from './judge-login.ts';
import { explainUnder } from './replay-login.ts';
import { REFUSALS, SESSION_ERROR_FOR, SESSION_ERRORS } from './session-errors.ts';
import { type ConsoleField, explanationIn } from './session-explanation.ts';

/*
 * Every identity provider with every fault of the menu: the right one of the five errors, the right rung of the ladder,
 * and the name of the right field in that product's own console.
 */

function certificate(pem: string) {
  const parsed = parseCertificate(pem);
  if (!parsed) throw new Error('a certificate of these tests cannot be read');
  return parsed;
}

const settingsOf = (connectionType: string): LoginSettings => ({
  state: 'active',
  values: {
    connectionType,
    idpEntityId: SIGN_IN.idp.entityId,
    idpInitiatedMode: 'allow',
    clockToleranceSeconds: 60,
    allowSha1: false,
    allowSmallRsaKeys: false,
    allowUnsignedCbc: false,
    attributeMap: {},
    customAttributeMap: {},
  },
  certificates: [certificate(PAIRS.idp.certificatePem)],
  allowOutside: false,
  domains: ['example.com'],
  attributeDefinitions: [],
});

const PLACE = {
  serviceProvider: SIGN_IN.sp,
  decryptionKeys: [
    {
      privateKey: createPrivateKey(PAIRS.sp.privateKeyPem),
      certificateFingerprint: certificate(PAIRS.sp.certificatePem).fingerprintSha256,
    },
  ],
};

type Row = {
  code: string;
  /** The rung that stops the sign-in; null where the ladder has nothing against the response. */
  rung: string | null;
  /** What the customer is shown in the console; null where nothing there helps. */
  field: ConsoleField | null;
};

/** `signature` stands for the signature the product puts outermost. */
const EXPECTED: Record<Exclude<FaultId, 'replay_last_response' | 'comment_in_name_id'>, Row> = {
  missing_email: { code: 'attributes_missing', rung: null, field: 'attributes' },
  missing_last_name: { code: 'attributes_missing', rung: null, field: 'attributes' },
  missing_all_attributes: { code: 'attributes_missing', rung: null, field: 'attributes' },
  email_in_last_name: { code: 'attributes_missing', rung: null, field: 'attributes' },
  guest_email_domain: { code: 'email_domain_not_allowed', rung: null, field: null },
  no_name_id: { code: 'name_id_missing', rung: 'name_id', field: 'name_id' },
  wrong_certificate: { code: 'certificate_mismatch', rung: 'signature_value', field: 'certificate' },
  unsigned: { code: 'signature_missing', rung: 'signature_present', field: 'signing' },
  tampered_after_signing: { code: 'digest_mismatch', rung: 'signature_content', field: null },
  signature_wrapped: { code: 'stray_assertion', rung: 'one_assertion', field: null },
  sha1_signature: { code: 'algorithm_not_allowed', rung: 'signature_form', field: 'signing' },
  encrypted_to_another_key: {
    code: 'decryption_failed',
    rung: 'decryption',
    field: 'encryption_certificate',
  },
  encrypted_with_rsa15: {
    code: 'decryption_algorithm_not_allowed',
    rung: 'decryption',
    field: 'encryption',
  },
  encrypted_with_cbc: {
    code: 'decryption_algorithm_not_allowed',
    rung: 'decryption',
    field: 'encryption',
  },
  expired: { code: 'expired', rung: 'confirmation_time', field: null },
  not_yet_valid: { code: 'not_yet_valid', rung: 'conditions_time', field: null },
  clock_ahead_10_minutes: { code: 'not_yet_valid', rung: 'conditions_time', field: null },
  clock_behind_10_minutes: { code: 'expired', rung: 'confirmation_time', field: null },
  wrong_audience: { code: 'audience_mismatch', rung: 'audience', field: 'entity_id' },
  no_audience: { code: 'audience_missing', rung: 'audience', field: 'entity_id' },
  wrong_recipient: { code: 'recipient_mismatch', rung: 'recipient', field: 'acs_url' },
  wrong_destination: { code: 'destination_mismatch', rung: 'destination', field: 'acs_url' },
  wrong_issuer: { code: 'issuer_mismatch', rung: 'issuer', field: 'acs_url' },
  wrong_in_response_to: { code: 'in_response_to_mismatch', rung: 'in_response_to', field: null },
  status_denied: { code: 'status_not_success', rung: 'status', field: null },
  status_authn_failed: { code: 'status_not_success', rung: 'status', field: null },
  status_no_passive: { code: 'status_not_success', rung: 'status', field: null },
  status_invalid_name_id_policy: { code: 'status_not_success', rung: 'status', field: 'name_id' },
  duplicate_assertion: { code: 'assertion_count', rung: 'one_assertion', field: null },
  doctype: { code: 'xml_forbidden', rung: 'safe_xml', field: null },
  not_xml: { code: 'not_xml', rung: 'well_formed', field: null },
  not_base64_garbage: { code: 'not_base64', rung: 'base64', field: 'acs_url' },
};

/** A word of each field's name as that console has it. */
const CONSOLE: Record<PersonalityId, Record<ConsoleField, string>> = {
  okta: {
    acs_url: 'Single sign-on URL',
    entity_id: 'Audience URI',
    attributes: 'Attribute Statements',
    signing: 'Assertion Signature',
    encryption_certificate: 'Encryption Certificate',
    certificate: 'Signing Certificates',
    name_id: 'Name ID format',
    encryption: 'Assertion Encryption',
  },
  entra: {
    acs_url: 'Reply URL',
    entity_id: 'Identifier (Entity ID)',
    attributes: 'Attributes & Claims',
    signing: 'Signing Option',
    encryption_certificate: 'Token encryption',
    certificate: 'Token signing certificate',
    name_id: 'Unique User Identifier',
    encryption: 'Token encryption',
  },
  adfs: {
    acs_url: 'Endpoints',
    entity_id: 'Relying party trust identifier',
    attributes: 'Claim Issuance Policy',
    signing: 'Secure hash algorithm',
    encryption_certificate: 'Encryption tab',
    certificate: 'Token-signing',
    name_id: 'Name ID',
    encryption: 'Encryption tab',
  },
  google: {
    acs_url: 'ACS URL',
    entity_id: 'Entity ID',
    attributes: 'SAML attribute mapping',
    signing: 'Signed response',
    encryption_certificate: 'does not encrypt',
    certificate: 'Manage certificates',
    name_id: 'Name ID format',
    encryption: 'does not encrypt',
  },
  onelogin: {
    acs_url: 'ACS (Consumer) URL',
    entity_id: 'Audience (EntityID)',
    attributes: 'Parameters',
    signing: 'SAML signature element',
    encryption_certificate: 'SAML encryption',
    certificate: 'X.509 Certificate',
    name_id: 'SAML nameID format',
    encryption: 'Encrypt assertion',
  },
  ping: {
    acs_url: 'Endpoint URL',
    entity_id: "Partner's Entity ID",
    attributes: 'Attribute Contract Fulfillment',
    signing: 'Signature Policy',
    encryption_certificate: 'Encryption Policy',
    certificate: 'Digital Signature Settings',
    name_id: 'SAML_SUBJECT',
    encryption: 'Encryption Policy',
  },
  jumpcloud: {
    acs_url: 'ACS URL',
    entity_id: 'SP Entity ID',
    attributes: 'User Attribute Mapping',
    signing: 'Sign Assertion',
    encryption_certificate: 'Encrypt Assertion',
    certificate: 'IdP Certificate',
    name_id: 'SAMLSubject NameID',
    encryption: 'Encrypt Assertion',
  },
  keycloak: {
    acs_url: 'Master SAML Processing URL',
    entity_id: 'Client ID',
    attributes: 'Mappers',
    signing: 'Sign assertions',
    encryption_certificate: 'Encrypt assertions',
    certificate: 'Realm settings, Keys',
    name_id: 'Name ID format',
    encryption: 'Encrypt assertions',
  },
  shibboleth: {
    acs_url: 'AssertionConsumerService',
    entity_id: 'entityID',
    attributes: 'attribute-filter.xml',
    signing: 'p:signAssertions',
    encryption_certificate: 'KeyDescriptor',
    certificate: 'idp.signing.cert',
    name_id: 'p:nameIDFormatPrecedence',
    encryption: 'p:encryptAssertions',
  },
  simplesamlphp: {
    acs_url: 'AssertionConsumerService',
    entity_id: 'key of the entry',
    attributes: 'authproc',
    signing: 'saml20.sign.assertion',
    encryption_certificate: 'assertion.encryption',
    certificate: 'certificate in metadata',
    name_id: 'NameIDFormat',
    encryption: 'assertion.encryption',
  },
};

const faults = (Object.keys(EXPECTED) as string[]).filter(isFaultId) as (keyof typeof EXPECTED)[];

async function judged(personality: PersonalityId, changes: Partial<BuildResponseInput>) {
  const { samlResponse } = await buildResponse({ ...SIGN_IN, sign: 'as_usual', personality, ...changes });
  const settings = settingsOf(PERSONALITIES[personality].connectionTypes[0]);
  const facts = { ...PLACE, now: SIGN_IN.now, requestId: SIGN_IN.inResponseTo };
  const { refusal, verdict } = judgeLogin(openResponse(samlResponse), settings, facts);
  const recorded = {
    encodedResponse: samlResponse,
    at: SIGN_IN.now,
    requestId: SIGN_IN.inResponseTo,
    failureCode: refusal?.code ?? null,
    judged: true,
  };
  const failed = (checks: readonly { id: string; outcome: string }[]) =>
    checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  return { refusal, stoppedAt: failed(verdict.checks), lit: failed(explainUnder(recorded, settings, PLACE)) };
}

function errorOf(code: string): string | null {
  const errors: Readonly<Record<string, string | null>> = {
    ...SESSION_ERROR_FOR,
    ...Object.fromEntries(Object.entries(REFUSALS).map(([name, { error }]) => [name, error])),
  };
  const error = errors[code] as keyof typeof SESSION_ERRORS | null;
  return error && SESSION_ERRORS[error].title;
}

/** The field of the product's console which the explanation of a refusal leads the customer to first. */
function fieldOf(personality: PersonalityId, { code, expected, received }: Refusal): string | null {
  const circumstances = circumstancesOf({
    code,
    expected: [expected ?? []].flat(),
    received: [received ?? []].flat(),
    response: null,
    connectionType: PERSONALITIES[personality].connectionTypes[0],
    at: SIGN_IN.now,
    domain: null,
  });
  const remedy = explanationIn(code, circumstances).remedies.find(
    ({ by, field }) => by === 'customer' && field,
  );
  if (!remedy?.field) return null;
  const place = consolePlace(remedy.field, PERSONALITIES[personality].connectionTypes[0], {
    serviceProvider: SIGN_IN.sp,
    encryptionCertificate: PAIRS.sp.certificatePem,
  });
  expect(place?.product.length).toBeGreaterThan(0);
  if (remedy.field === 'acs_url') expect(place?.value).toBe(SIGN_IN.sp.acsUrl);
  if (remedy.field === 'entity_id') expect(place?.value).toBe(SIGN_IN.sp.entityId);
  return place?.field ?? null;
}

test('the matrix has at least ten identity providers and twelve faults, and no fault is left out of it', () => {
  expect(PERSONALITY_IDS.length).toBeGreaterThanOrEqual(10);
  expect(faults.length).toBeGreaterThanOrEqual(12);
  const apart: FaultId[] = ['replay_last_response', 'comment_in_name_id'];
  expect([...faults, ...apart].sort()).toEqual(Object.keys(FAULTS).sort());
});

for (const personality of PERSONALITY_IDS) {
  const { label, signs } = PERSONALITIES[personality];

  test(`${label}: a good response passes every rung`, async () => {
    for (const encrypt of [false, true]) {
      expect(await judged(personality, { encrypt })).toEqual({ refusal: null, stoppedAt: [], lit: [] });
    }
    // A NameID with a comment inside is no fault: it is read whole.
    expect((await judged(personality, { fault: 'comment_in_name_id' })).refusal).toBeNull();
  });

  for (const fault of faults) {
    const { code, field, rung } = EXPECTED[fault];
    test(`${label}, ${fault}: ${code} at ${rung ?? 'no rung'}, and ${field ?? 'nothing'} in its console`, async () => {
      const { lit, refusal, stoppedAt } = await judged(personality, { fault });
      expect(refusal?.code).toBe(code);
      expect(errorOf(code)).toBe(FAULTS[fault].expectedError);
      // Of two signatures that of the Response is judged first; what is tampered with is the assertion inside.
      const first = fault === 'tampered_after_signing' ? 'assertion' : 'response';
      const which = signs === 'both' ? first : signs;
      const stops =
        rung?.startsWith('signature_') && rung !== 'signature_present' ? `${which}_${rung}` : rung;
      expect(stoppedAt).toEqual(stops === null ? [] : [stops]);
      if (stops !== null) expect(lit).toContain(stops);
      else expect(lit).toEqual([]);
      const shown = fieldOf(personality, refusal as Refusal);
      if (field === null) expect(shown).toBeNull();
      else expect(shown).toContain(CONSOLE[personality][field]);
    });
  }
}
