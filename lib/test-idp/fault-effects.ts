import type { AssertionDraft, ResponseDraft } from './draft.ts';
import { NAME_ID_PERSISTENT, newSamlId } from './draft.ts';
import type { EncryptionMethod } from './encrypt.ts';
import type { FaultId } from './faults.ts';
import { GUEST_DOMAIN, type TestPerson } from './people.ts';
import type { Shape } from './personalities.ts';
import { assertionXml, responseXml } from './render.ts';
import { qualified } from './xml-writer.ts';

/** What a fault does, by the stage at which it does it; `response.ts` walks through the stages in this order. */
export type FaultEffect = {
  person?: (person: TestPerson) => TestPerson;
  /** Minutes by which the provider's clock is fast (negative: slow). */
  clockMinutes?: number;
  draft?: (draft: ResponseDraft, person: TestPerson) => ResponseDraft;
  sign?: 'nothing' | 'wrong_key' | 'sha1';
  /** Each assertion before it is encrypted and before the response is signed; `signed` tells whether it is. */
  editAssertion?: (assertion: string, signed: boolean, shape: Shape) => string;
  /** Encrypts although nobody asked for it; `to` is whose certificate. */
  encrypt?: { to: 'sp' | 'wrong_key'; method: EncryptionMethod };
  /** Signs only the assertion whatever was asked for. */
  signAssertionOnly?: true;
  /** The whole document, once nothing more will be signed; `signed` tells what is. */
  editResponse?: (
    xml: string,
    draft: ResponseDraft,
    signed: { assertion: boolean; response: boolean },
    shape: Shape,
  ) => string;
  /** The form value itself instead of base64 of the document. */
  formValue?: (document: string) => string;
};

const ELSEWHERE = 'https://another-service.example';
const WRONG_ISSUER = 'https://another-idp.example/metadata';
const HOUR_MS = 3_600_000;
const STANDARD: EncryptionMethod = { content: 'aes256-gcm', key: 'oaep' };

const inAssertion =
  (change: (assertion: AssertionDraft, person: TestPerson) => Partial<AssertionDraft>) =>
  (draft: ResponseDraft, person: TestPerson): ResponseDraft => ({
    ...draft,
    assertions: draft.assertions.map((assertion) => ({ ...assertion, ...change(assertion, person) })),
  });

const without = (assertion: AssertionDraft, name: string) =>
  assertion.attributes.filter((attribute) => attribute.name !== name);

// An address as NameID could stand in for a missing email: these two must leave nothing to fall back on.
const plainNameId = (person: TestPerson) => ({ value: person.id, format: NAME_ID_PERSISTENT });

const shiftValidity = (milliseconds: number) =>
  inAssertion(({ notBefore, notOnOrAfter }) => ({
    notBefore: new Date(notBefore.getTime() + milliseconds),
    notOnOrAfter: new Date(notOnOrAfter.getTime() + milliseconds),
  }));

const refusal = (code: 'Requester' | 'Responder', subcode: string, message: string): FaultEffect => ({
  draft: (draft) => ({ ...draft, status: { code, subcode, message }, assertions: [] }),
});

/** Changes what a thief would change first, the email, or the NameID, or (all encrypted) the envelope. */
function tamper(xml: string, shape: Shape): string {
  const saml = (local: string) => qualified(shape, 'assertion', local);
  const email = shape.attributes.find(({ from }) => from === 'email')?.name ?? 'email';
  const named = email.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const response = qualified(shape, 'protocol', 'Response');
  const edits = [
    [
      new RegExp(
        `(<${saml('Attribute')} [^>]*\\bName="${named}"[^>]*>\\s*<${saml('AttributeValue')}(?: [^>]*)?>)[^<]*`,
      ),
      '$1intruder@example.com',
    ],
    [new RegExp(`(<${saml('NameID')}(?: [^>]*)?>)[^<]*`), '$1intruder'],
    [
      new RegExp(`<${response} (?:([^>]*?) Consent="[^"]*")?`),
      `<${response} Consent="urn:oasis:names:tc:SAML:2.0:consent:obtained" $1`,
    ],
  ] as const;
  for (const [pattern, replacement] of edits) {
    if (pattern.test(xml)) return xml.replace(pattern, replacement);
  }
  return xml;
}

function forge(draft: ResponseDraft): ResponseDraft {
  return {
    ...draft,
    id: newSamlId(),
    assertions: draft.assertions.map((assertion) => ({
      ...assertion,
      id: newSamlId(),
      nameId: { value: 'intruder', format: NAME_ID_PERSISTENT },
      attributes: assertion.attributes.map((attribute) =>
        attribute.name === 'email' ? { ...attribute, values: ['intruder@example.com'] } : attribute,
      ),
    })),
  };
}

/**
 * Signature wrapping. With a signed response: the forged response carries the genuine signature, and the genuine
 * response inside that signature's Object. Otherwise: the genuine assertion moves into Extensions.
 */
function wrap(xml: string, draft: ResponseDraft, signed: { response: boolean }, shape: Shape): string {
  const forged = forge(draft);
  const forgedAssertions = forged.assertions.map((one) => assertionXml(one, shape));
  const name = qualified(shape, 'signature', 'Signature');
  const issuerEnd = `</${qualified(shape, 'assertion', 'Issuer')}>`;
  if (signed.response) {
    const signature = new RegExp(`<${name}[\\s>].*?</${name}>`, 's').exec(xml)?.[0] ?? '';
    const genuine = xml.replace(signature, '');
    const object = qualified(shape, 'signature', 'Object');
    const carrier = signature.replace(`</${name}>`, () => `<${object}>${genuine}</${object}></${name}>`);
    return responseXml(forged, forgedAssertions, shape).replace(issuerEnd, () => `${issuerEnd}${carrier}`);
  }
  const [plain, encrypted] = ['Assertion', 'EncryptedAssertion'].map((one) =>
    qualified(shape, 'assertion', one),
  );
  const genuine = new RegExp(`<(${plain}|${encrypted})[\\s>].*</\\1>`, 's').exec(xml)?.[0] ?? '';
  const status = `<${qualified(shape, 'protocol', 'Status')}>`;
  const extensions = qualified(shape, 'protocol', 'Extensions');
  return xml
    .replace(genuine, () => forgedAssertions.join(''))
    .replace(status, () => `<${extensions}>${genuine}</${extensions}>${status}`);
}

/** Every fault of the menu and its effect; `replay_last_response` needs none, for nothing is built. */
export const FAULT_EFFECTS: Record<FaultId, FaultEffect> = {
  missing_email: {
    draft: inAssertion((assertion, person) => ({
      nameId: plainNameId(person),
      attributes: without(assertion, 'email'),
    })),
  },
  missing_last_name: { draft: inAssertion((assertion) => ({ attributes: without(assertion, 'lastName') })) },
  missing_all_attributes: {
    draft: inAssertion((_, person) => ({ nameId: plainNameId(person), attributes: [] })),
  },
  email_in_last_name: {
    draft: inAssertion((assertion, person) => ({
      nameId: plainNameId(person),
      attributes: without(assertion, 'email').map((attribute) =>
        attribute.name === 'lastName' ? { ...attribute, values: [person.email] } : attribute,
      ),
    })),
  },
  guest_email_domain: {
    person: (person) => ({ ...person, email: `${person.email.split('@')[0] || 'guest'}@${GUEST_DOMAIN}` }),
  },

  wrong_certificate: { sign: 'wrong_key' },
  unsigned: { sign: 'nothing' },
  tampered_after_signing: {
    editAssertion: (assertion, signed, shape) => (signed ? tamper(assertion, shape) : assertion),
    editResponse: (xml, _, signed, shape) => (signed.assertion ? xml : tamper(xml, shape)),
  },
  signature_wrapped: { editResponse: wrap },
  sha1_signature: { sign: 'sha1' },

  encrypted_to_another_key: { encrypt: { to: 'wrong_key', method: STANDARD } },
  encrypted_with_rsa15: { encrypt: { to: 'sp', method: { content: 'aes256-gcm', key: 'rsa15' } } },
  // A signature over the ciphertext would make CBC acceptable: the fault is that there is none.
  encrypted_with_cbc: {
    encrypt: { to: 'sp', method: { content: 'aes256-cbc', key: 'oaep' } },
    signAssertionOnly: true,
  },

  expired: { draft: shiftValidity(-HOUR_MS) },
  not_yet_valid: { draft: shiftValidity(HOUR_MS) },
  clock_ahead_10_minutes: { clockMinutes: 10 },
  clock_behind_10_minutes: { clockMinutes: -10 },
  replay_last_response: {},

  wrong_audience: { draft: inAssertion(() => ({ audience: `${ELSEWHERE}/saml` })) },
  no_audience: { draft: inAssertion(() => ({ audience: null })) },
  wrong_recipient: { draft: inAssertion(() => ({ recipient: `${ELSEWHERE}/acs` })) },
  wrong_destination: { draft: (draft) => ({ ...draft, destination: `${ELSEWHERE}/acs` }) },
  wrong_issuer: {
    draft: (draft) => ({
      ...draft,
      assertions: draft.assertions.map((assertion) => ({ ...assertion, issuer: WRONG_ISSUER })),
      issuer: WRONG_ISSUER,
    }),
  },
  wrong_in_response_to: {
    draft: (draft) => {
      const inResponseTo = newSamlId();
      return {
        ...draft,
        inResponseTo,
        assertions: draft.assertions.map((assertion) => ({ ...assertion, inResponseTo })),
      };
    },
  },

  status_denied: refusal('Responder', 'RequestDenied', 'This person may not use this application.'),
  status_authn_failed: refusal('Responder', 'AuthnFailed', 'The password was wrong too often.'),
  status_no_passive: refusal('Responder', 'NoPassive', 'Nobody is signed in, and asking was not allowed.'),
  status_invalid_name_id_policy: refusal(
    'Requester',
    'InvalidNameIDPolicy',
    'The requested NameID format is not supported.',
  ),

  no_name_id: { draft: inAssertion(() => ({ nameId: null })) },
  duplicate_assertion: {
    draft: (draft) => ({
      ...draft,
      assertions: draft.assertions.flatMap((assertion) => [assertion, { ...assertion, id: newSamlId() }]),
    }),
  },
  comment_in_name_id: {
    draft: inAssertion(({ nameId }) => ({
      nameId: nameId && { ...nameId, value: `${nameId.value}.attacker.example` },
    })),
    // Canonicalization drops comments (the signature still holds); a careless reader stops at the first text node.
    editAssertion: (assertion) => assertion.replace('.attacker.example</', '<!-- -->.attacker.example</'),
  },
  doctype: {
    editResponse: (xml, _draft, _signed, shape) =>
      `<!DOCTYPE ${qualified(shape, 'protocol', 'Response')} [<!ENTITY company "Example">]>${xml}`,
  },
  not_xml: { editResponse: () => 'Signed in. Have a nice day.' },
  not_base64_garbage: { editResponse: () => '{"signed_in": true}', formValue: (document) => document },
};
