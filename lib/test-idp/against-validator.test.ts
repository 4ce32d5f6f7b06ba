import { createPrivateKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { emailDomainAllowed, toProfile } from '#lib/attributes/profile.ts';
import { type Certificate, parseCertificate } from '#lib/saml/certificate.ts';
import type { SamlFailureCode } from '#lib/saml/failure.ts';
import { unsolicited, type ValidationInput, validateResponse } from '#lib/saml/response.ts';
import { REFUSALS, SESSION_ERROR_FOR, SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import { FAULTS, type FaultId, isFaultId } from './faults.ts';
import { TEST_PEOPLE } from './people.ts';
import { type BuildResponseInput, buildResponse } from './response.ts';
import { PAIRS, SIGN_IN } from './testdata/sign-in.ts';

// The only file here that knows lib/saml: two implementations that share no code have to agree.

const FAULT_IDS = Object.keys(FAULTS).filter(isFaultId);
const SHAPES = (['assertion', 'response', 'both'] as const).flatMap((sign) =>
  [false, true].map((encrypt) => ({ sign, encrypt })),
);

function certificate(pem: string): Certificate {
  const parsed = parseCertificate(pem);
  if (!parsed) throw new Error('a certificate of these tests cannot be read');
  return parsed;
}

function validate(encodedResponse: string, changes: Partial<ValidationInput> = {}) {
  return validateResponse({
    encodedResponse,
    now: SIGN_IN.now,
    clockToleranceSeconds: 60,
    serviceProvider: SIGN_IN.sp,
    identityProvider: {
      entityId: SIGN_IN.idp.entityId,
      certificates: [certificate(PAIRS.idp.certificatePem)],
    },
    expectedInResponseTo: SIGN_IN.inResponseTo ?? unsolicited,
    decryptionKeys: [
      {
        privateKey: createPrivateKey(PAIRS.sp.privateKeyPem),
        certificateFingerprint: certificate(PAIRS.sp.certificatePem).fingerprintSha256,
      },
    ],
    ...changes,
  });
}

async function built(changes: Partial<BuildResponseInput>): Promise<string> {
  return (await buildResponse({ ...SIGN_IN, ...changes })).samlResponse;
}

/** The code that the first failed check must give; null where SAML itself has nothing to object to. */
const FAILURES: Record<FaultId, SamlFailureCode | null> = {
  missing_email: null,
  missing_last_name: null,
  missing_all_attributes: null,
  email_in_last_name: null,
  guest_email_domain: null,
  no_name_id: 'name_id_missing',
  wrong_certificate: 'certificate_mismatch',
  unsigned: 'signature_missing',
  tampered_after_signing: 'digest_mismatch',
  signature_wrapped: 'stray_assertion',
  sha1_signature: 'algorithm_not_allowed',
  encrypted_to_another_key: 'decryption_failed',
  encrypted_with_rsa15: 'decryption_algorithm_not_allowed',
  encrypted_with_cbc: 'decryption_algorithm_not_allowed',
  expired: 'expired',
  not_yet_valid: 'not_yet_valid',
  clock_ahead_10_minutes: 'not_yet_valid',
  clock_behind_10_minutes: 'expired',
  // Pure code has no memory: the assertion's ID is looked up by the caller.
  replay_last_response: null,
  wrong_audience: 'audience_mismatch',
  no_audience: 'audience_missing',
  wrong_recipient: 'recipient_mismatch',
  wrong_destination: 'destination_mismatch',
  wrong_issuer: 'issuer_mismatch',
  wrong_in_response_to: 'in_response_to_mismatch',
  status_denied: 'status_not_success',
  status_authn_failed: 'status_not_success',
  status_no_passive: 'status_not_success',
  status_invalid_name_id_policy: 'status_not_success',
  duplicate_assertion: 'assertion_count',
  comment_in_name_id: null,
  doctype: 'xml_forbidden',
  not_xml: 'not_xml',
  not_base64_garbage: 'not_base64',
};

for (const shape of SHAPES) {
  const name = `signed ${shape.sign}${shape.encrypt ? ', encrypted' : ''}`;

  test(`a good response (${name}) of every person is accepted as that person`, async () => {
    for (const person of TEST_PEOPLE) {
      const verdict = validate(await built({ ...shape, person }));
      if (!verdict.ok) throw new Error(JSON.stringify(verdict.failure));
      expect(verdict.assertion).toMatchObject({
        nameId: { value: person.id },
        inResponseTo: SIGN_IN.inResponseTo,
        signed: shape.sign,
        encrypted: shape.encrypt,
      });
      expect(verdict.assertion.attributes['email']).toEqual([person.email]);
      expect(verdict.assertion.attributes['lastName']).toEqual([person.lastName]);
      expect(verdict.assertion.attributes['groups'] ?? []).toEqual([...person.groups]);
      expect(verdict.notes).toEqual([]);
    }
  });

  for (const fault of FAULT_IDS) {
    const code = FAILURES[fault];
    test(`${fault} (${name}) is ${code === null ? 'accepted by SAML' : `refused as ${code}`}`, async () => {
      const previousResponse = await built(shape);
      const verdict = validate(await built({ ...shape, fault, previousResponse }));
      expect(verdict.ok ? null : verdict.failure.code).toBe(code);
    });
  }
}

test('an IdP-initiated response is accepted where nothing was asked for, and only there', async () => {
  const response = await built({ inResponseTo: null });
  expect(validate(response, { expectedInResponseTo: unsolicited }).ok).toBe(true);
  expect(validate(response).ok).toBe(false);
});

test('clock faults are refused even by the connection that tolerates most', async () => {
  for (const fault of ['clock_ahead_10_minutes', 'clock_behind_10_minutes'] as const) {
    expect(validate(await built({ fault }), { clockToleranceSeconds: 300 }).ok).toBe(false);
  }
});

test('the legacy switches admit exactly what they are named for', async () => {
  const sha1 = validate(await built({ fault: 'sha1_signature' }), { allow: { sha1: true } });
  expect(sha1.ok).toBe(true);
  const cbc = await built({ fault: 'encrypted_with_cbc' });
  expect(validate(cbc, { allow: { cbcWithoutOuterSignature: true } }).ok).toBe(true);
  const everything = { sha1: true, smallRsaKeys: true, cbcWithoutOuterSignature: true };
  expect(validate(await built({ fault: 'encrypted_with_rsa15' }), { allow: everything }).ok).toBe(false);
});

test('the NameID with a comment inside is read whole', async () => {
  const verdict = validate(await built({ fault: 'comment_in_name_id' }));
  expect(verdict.ok && verdict.assertion.nameId.value).toBe('tidp_amara_okafor.attacker.example');
});

/** The error a session would show: the validator's, then the profile's, then the organization's. */
function sessionError(samlResponse: string): string | null {
  const verdict = validate(samlResponse);
  if (!verdict.ok) return SESSION_ERRORS[SESSION_ERROR_FOR[verdict.failure.code]].title;
  const { attributes, friendlyNames, nameId } = verdict.assertion;
  const mapped = toProfile({
    attributes,
    friendlyNames,
    nameId,
    connectionType: 'GenericSAML',
    overrides: {},
  });
  if (!mapped.ok) return SESSION_ERRORS[REFUSALS.attributes_missing.error].title;
  if (emailDomainAllowed(mapped.profile.email, ['example.com'])) return null;
  return SESSION_ERRORS[REFUSALS.email_domain_not_allowed.error].title;
}

test('every fault gives the error that the menu promises, whichever NameID format was asked for', async () => {
  const formats = [null, 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'];
  for (const fault of FAULT_IDS.filter((id) => id !== 'replay_last_response')) {
    for (const nameIdFormat of formats) {
      const error = sessionError(await built({ fault, nameIdFormat }));
      expect([fault, error]).toEqual([fault, FAULTS[fault].expectedError]);
    }
  }
  expect(FAULTS.replay_last_response.expectedError).toBe(
    SESSION_ERRORS[REFUSALS.assertion_replayed.error].title,
  );
});
