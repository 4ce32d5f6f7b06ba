import type { SamlFailureCode } from '#lib/saml/failure.ts';
import type { CertificateTrouble } from './certificate-diagnosis.ts';
import type { Circumstance } from './circumstances.ts';
import { REFUSALS, type RefusalCode } from './session-errors.ts';

/** Who can put something right, with the words the session page uses, and those for somebody without an account. */
export const RESPONSIBLE = {
  customer: {
    label: 'The customer’s IT admin',
    outside: 'Whoever manages the identity provider',
    meaning: 'manages the identity provider, which sent this response',
  },
  workspace: {
    label: 'You or a teammate',
    outside: 'The team of the app',
    meaning: 'can change it on this dashboard',
  },
  developer: {
    label: 'The developer of your app',
    outside: 'The developers of the app',
    meaning: 'owns the code that begins and ends the sign-in',
  },
  user: {
    label: 'The person signing in',
    outside: 'The person signing in',
    meaning: 'can simply try again',
  },
} as const;

export type Responsible = keyof typeof RESPONSIBLE;

/** Values of ours which belong into a named field of the identity provider's console. */
export type ConsoleField =
  | 'acs_url'
  | 'entity_id'
  | 'attributes'
  | 'name_id'
  | 'signing'
  | 'certificate'
  | 'encryption'
  | 'encryption_certificate';

/** Pages of this dashboard where something can be changed. */
export type FixPage =
  | 'connection'
  | 'connection_attributes'
  | 'connection_advanced'
  | 'organization'
  | 'organizations'
  | 'oauth_providers'
  | 'redirects';

/** One way out: by whom, what to do, and where. */
export type Remedy = {
  readonly by: Responsible;
  readonly what: string;
  readonly field?: ConsoleField;
  readonly page?: FixPage;
  /** Only where the certificate was diagnosed as one of these; without it always. */
  readonly when?: readonly CertificateTrouble[];
};

/** One precise refusal in plain words. `expected` and `received` name the two sides of its evidence. */
export type Explanation = {
  readonly title: string;
  readonly happened: string;
  readonly expected?: string;
  readonly received?: string;
  readonly remedies: readonly Remedy[];
  /** Other words where something particular is the case; the first that fits. */
  readonly cases?: readonly ({ readonly is: Circumstance } & Partial<
    Pick<Explanation, 'title' | 'happened' | 'remedies'>
  >)[];
};

const SEND_TO_VENDOR: Remedy = {
  by: 'customer',
  what: 'Give the raw response below to the support of the identity provider: the message itself is not what SAML prescribes, and no setting here can accept it.',
};
const TRY_AGAIN: Remedy = { by: 'user', what: 'Sign in again, beginning in the app.' };
const SYNC_CLOCK: Remedy = {
  by: 'customer',
  what: 'Synchronize the clock of the identity provider’s server with a time server (NTP).',
};
const SYNC_OUR_CLOCK: Remedy = {
  by: 'workspace',
  what: 'Check the clock of the server that Gatehouse runs on against a time server (NTP). The identity provider is run by its maker, whose clocks are right, and nobody at the customer can set them.',
};
const MORE_TOLERANCE: Remedy = {
  by: 'workspace',
  what: 'If the clocks are right and differ by seconds only, raise the clock tolerance of the connection (at most 300 seconds).',
  page: 'connection_advanced',
};
const SIGN: Remedy = {
  by: 'customer',
  what: 'Switch signing of the assertion or of the response on, with SHA-256 or better.',
  field: 'signing',
};
const SET_ACS_URL: Remedy = {
  by: 'customer',
  what: 'Enter our ACS URL exactly as it stands here, without anything before or after it.',
  field: 'acs_url',
};
const SET_ENTITY_ID: Remedy = {
  by: 'customer',
  what: 'Enter our SP entity ID exactly as it stands here.',
  field: 'entity_id',
};
const OVERRIDE: Remedy = {
  by: 'workspace',
  what: 'If the identity provider has to keep an older value, set that value as an override on the connection.',
  page: 'connection_advanced',
};
const BEGIN_IN_APP: Remedy = {
  by: 'developer',
  what: 'Send people to /sso/authorize for every sign-in, and do not reuse or bookmark addresses of the identity provider.',
};
const OUR_FAULT: Remedy = {
  by: 'workspace',
  what: 'Report this as a fault of Gatehouse, with the session ID and, if it holds no secrets, the raw response.',
};

/** A message that is not what SAML prescribes: the reason differs, the way out does not. */
function broken(title: string, happened: string, evidence: Partial<Explanation> = {}): Explanation {
  return { title, happened, remedies: [SEND_TO_VENDOR], ...evidence };
}

/**
 * What every refusal means and what to do about it. Evidence (`expected`, `received`) is stored with the session;
 * the sentences are here, so that they improve for old sessions too. A new code without an entry does not compile.
 */
export const EXPLANATIONS = {
  response_too_large: {
    title: 'The response is too large',
    happened:
      'The response is larger than what is accepted, so it was not read any further. Long group lists are the usual reason.',
    expected: 'Limit',
    received: 'Size of the response',
    remedies: [
      {
        by: 'customer',
        what: 'Send fewer attributes: release only the groups that are assigned to this app, and no pictures.',
        field: 'attributes',
      },
    ],
  },
  not_base64: broken(
    'The response is not base64',
    'The SAMLResponse field is empty or not base64, so there is no message to read. Something other than a SAML identity provider may have posted it.',
    {
      received: 'Beginning of the field',
      remedies: [
        {
          by: 'customer',
          what: 'Make sure the identity provider posts its response itself (HTTP-POST binding), unchanged by a proxy.',
          field: 'acs_url',
        },
        TRY_AGAIN,
      ],
    },
  ),
  not_utf8: broken(
    'The response is not UTF-8 text',
    'What was posted is not UTF-8 text. A response that was compressed looks like this: the identity provider then uses the Redirect binding; so does a response in another character encoding.',
    {
      remedies: [
        {
          by: 'customer',
          what: 'Have the response sent by the HTTP-POST binding, in UTF-8.',
          field: 'acs_url',
        },
        SEND_TO_VENDOR,
      ],
      cases: [
        {
          is: 'deflated',
          title: 'The response was sent for the wrong binding',
          happened:
            'The response is compressed, as the HTTP-Redirect binding wants it, but it was posted. Posted responses are sent as they are.',
          remedies: [
            {
              by: 'customer',
              what: 'Choose the HTTP-POST binding for our ACS URL.',
              field: 'acs_url',
            },
          ],
        },
      ],
    },
  ),
  xml_forbidden: broken(
    'The XML contains something forbidden',
    'The response contains a document type, an entity or a processing instruction. Attackers use these to change what is read, and no identity provider needs them.',
  ),
  xml_limits: broken(
    'The XML is too complex',
    'The response is nested too deeply or has too many elements, so it was not read any further. Long group lists are the usual reason.',
    {
      expected: 'Limit',
      received: 'In the response',
      remedies: [
        {
          by: 'customer',
          what: 'Send fewer attributes: release only the groups that are assigned to this app.',
          field: 'attributes',
        },
      ],
      cases: [
        {
          is: 'too_many_bytes',
          title: 'The response is too large',
          happened:
            'The response is larger than what is accepted, so it was not judged. Long group lists are the usual reason.',
        },
      ],
    },
  ),
  not_xml: broken(
    'The response is not XML',
    'What was posted is not well-formed XML, so nothing could be read from it.',
    {
      cases: [
        {
          is: 'doubly_encoded',
          title: 'The response is encoded twice',
          happened:
            'What was posted is base64 inside of base64. The inner one is XML: something encodes the response once more after it was made.',
          remedies: [
            {
              by: 'customer',
              what: 'Have the response encoded once. A proxy or a custom sign-in page in front of the identity provider usually does the second.',
            },
          ],
        },
      ],
    },
  ),
  not_a_response: broken(
    'The message is not a SAML response',
    'The identity provider posted XML, but not a SAML 2.0 Response. It may be set up for another protocol, such as WS-Federation or SAML 1.1.',
    {
      expected: 'Element',
      received: 'Element',
      remedies: [
        { by: 'customer', what: 'Set the app up as SAML 2.0, with our ACS URL.', field: 'acs_url' },
        SEND_TO_VENDOR,
      ],
    },
  ),
  version_unsupported: broken(
    'It is not SAML 2.0',
    'The response or its assertion is of another version than SAML 2.0.',
    {
      expected: 'Version',
      received: 'Version',
      remedies: [{ by: 'customer', what: 'Set the app up as SAML 2.0.' }],
    },
  ),
  id_missing: broken(
    'An ID is missing',
    'The response or its assertion has no ID. Without one a signature cannot refer to it, and a repeated response cannot be recognized.',
  ),
  instant_malformed: broken(
    'A time cannot be read',
    'A time in the response is missing, or is not a UTC time as SAML writes it (2026-01-31T12:00:00Z).',
    { received: 'Received time' },
  ),
  element_unexpected: broken(
    'An element does not belong there',
    'The response or its assertion contains an element in a place where SAML allows none of that name.',
    { expected: 'Allowed here', received: 'Found' },
  ),
  element_repeated: broken(
    'An element occurs twice',
    'An element that SAML allows once occurs several times, which leaves open which one counts.',
  ),
  duplicate_id: broken(
    'Two elements have the same ID',
    'Two elements share one ID. Then a signature could cover one of them while the other one is read, so the response is refused.',
    { received: 'Repeated ID' },
  ),
  status_missing: broken(
    'The response has no status',
    'The response does not say whether the sign-in succeeded.',
  ),
  status_not_success: {
    title: 'The identity provider refused the sign-in',
    happened:
      'The identity provider answered with an error instead of an assertion. The reason is on its side; the status below is all it told us.',
    expected: 'Status of a sign-in',
    received: 'Status received',
    remedies: [
      {
        by: 'customer',
        what: 'Look the sign-in up in the log of the identity provider. Usually the person is not assigned to the app, did not pass multi-factor authentication, or canceled.',
      },
    ],
    cases: [
      {
        is: 'name_id_policy',
        title: 'The identity provider does not give the NameID format we ask for',
        happened:
          'Our request names a NameID format, and the identity provider answered that it cannot give it. Nothing is wrong with the person.',
        remedies: [
          {
            by: 'workspace',
            what: 'Set the NameID format of the connection to “unspecified”, so that the identity provider chooses.',
            page: 'connection_advanced',
          },
          {
            by: 'customer',
            what: 'Or allow the NameID format that this connection asks for.',
            field: 'name_id',
          },
        ],
      },
      {
        is: 'denied',
        title: 'The identity provider did not let the person in',
        happened:
          'The identity provider knows our request and said no to the person. The reason is on its side; the status below is all it told us.',
        remedies: [
          {
            by: 'customer',
            what: 'Look the person up in the sign-in log of the identity provider: usually they are not assigned to the app, did not pass multi-factor authentication, or canceled.',
          },
          TRY_AGAIN,
        ],
      },
      {
        is: 'requester',
        title: 'The identity provider did not accept our request',
        happened:
          'The identity provider says that the request was at fault, so it did not even ask the person. What we send does not fit what is set there.',
        remedies: [
          {
            by: 'workspace',
            what: 'Look at what the connection asks for: the request binding, the NameID format, signed requests, and whether credentials are asked for every time.',
            page: 'connection_advanced',
          },
          {
            by: 'customer',
            what: 'Compare our SP entity ID with what is entered, and look into the log of the identity provider for what it did not like.',
            field: 'entity_id',
          },
        ],
      },
    ],
  },
  assertion_missing: broken(
    'There is no assertion',
    'The identity provider reports success but sends no assertion, so it does not say who signed in.',
    { expected: 'Element', received: 'Element' },
  ),
  assertion_count: broken(
    'There is more than one assertion',
    'A sign-in consists of exactly one assertion. With several it is open which one counts, and what was signed.',
    { expected: 'Assertions', received: 'Assertions' },
  ),
  stray_assertion: broken(
    'There is an assertion where none belongs',
    'Another assertion or response hides inside the message. This is how signature wrapping attacks look: the signed part says one thing, the part that is read another. If you did not make this response yourself, treat it as an attempt to break in.',
    { received: 'Found' },
  ),
  stray_signature: broken(
    'There is a signature where none belongs',
    'A signature stands in a place where SAML has none. It is unclear what it covers, so the response is refused.',
    { expected: 'Allowed' },
  ),
  certificate_missing: {
    title: 'The connection has no certificate',
    happened:
      'The response could not be verified, because no certificate of the identity provider is stored on this connection.',
    remedies: [
      {
        by: 'workspace',
        what: 'Add the signing certificate of the identity provider: from its metadata, or by hand.',
        page: 'connection',
      },
    ],
  },
  signature_missing: {
    title: 'The response is not signed',
    happened:
      'Neither the response nor its assertion carries a signature. Anybody could have written it, so it proves nothing.',
    remedies: [SIGN],
  },
  signature_malformed: broken(
    'The signature cannot be read',
    'The signature is incomplete or is not built as XML Signature prescribes.',
    { expected: 'Expected', received: 'Received' },
  ),
  algorithm_not_allowed: {
    title: 'The signature uses an algorithm that is not allowed',
    happened:
      'The response is signed with an algorithm that is not accepted: one that is not considered safe any more, such as SHA-1, or one that proves nothing here, such as HMAC.',
    expected: 'Allowed algorithms',
    received: 'Algorithm used',
    remedies: [
      {
        by: 'customer',
        what: 'Switch the signature algorithm to RSA-SHA256 (and the digest to SHA-256).',
        field: 'signing',
      },
    ],
    cases: [
      {
        is: 'hmac',
        title: 'Signed in a way that proves nothing: an attack, unless you did it',
        happened:
          'An HMAC is made and checked with one secret, and here that could only be the public certificate, which everybody has. Known attacks put HMAC into a response for that reason; no identity provider does. If you did not make this response yourself, treat it as an attempt to break in.',
        remedies: [
          {
            by: 'customer',
            what: 'Nothing has to be changed, unless the identity provider really is set to HMAC: then switch the signature algorithm to RSA-SHA256.',
            field: 'signing',
          },
        ],
      },
      {
        is: 'sha1',
        title: 'Signed with SHA-1',
        happened:
          'SHA-1 is not considered safe any more: two messages with the same digest can be made. The response is refused for that.',
        remedies: [
          {
            by: 'customer',
            what: 'Switch the signature algorithm to RSA-SHA256 (and the digest to SHA-256).',
            field: 'signing',
          },
          {
            by: 'workspace',
            what: 'Only if the identity provider can do nothing better and no other check below fails, allow SHA-1 for this connection. It weakens the check, and every session that needed it says so.',
            page: 'connection_advanced',
          },
        ],
      },
    ],
  },
  transform_not_allowed: broken(
    'The signature changes what it signs',
    'The signature uses a transform other than the two SAML allows. Others can hide parts of the message from the signature.',
    { expected: 'Allowed transforms', received: 'Transform used' },
  ),
  reference_not_parent: broken(
    'The signature covers something else',
    'The signature does not cover the response or the assertion it stands in. What would be read is not what was signed.',
    { expected: 'Must cover', received: 'Covers' },
  ),
  certificate_mismatch: {
    title: 'Signed with an unknown certificate',
    happened: 'The response is signed with a certificate that this connection does not have.',
    expected: 'Certificates of this connection',
    received: 'Certificate in the response',
    remedies: [
      {
        by: 'workspace',
        what: 'If the customer confirms the fingerprint of the new certificate, add it to the connection. The old one can stay until the change is complete.',
        page: 'connection',
        when: ['not_seen', 'not_named'],
      },
      {
        by: 'customer',
        what: 'Compare the fingerprint of the active signing certificate with the two above, and send the current certificate or metadata URL.',
        field: 'certificate',
        when: ['not_seen', 'not_named'],
      },
      {
        by: 'customer',
        what: 'Make a new signing certificate, switch the app to it, and send it or the metadata URL: the one in use had expired.',
        field: 'certificate',
        when: ['expired'],
      },
      {
        by: 'customer',
        what: 'Go back to the certificate that is valid now, or correct the clock of the server.',
        field: 'certificate',
        when: ['not_yet_valid'],
      },
      {
        by: 'customer',
        what: 'Find the app that sent this: our ACS URL of this connection belongs into one app only, the one whose entity ID stands on the connection.',
        field: 'acs_url',
        when: ['wrong_identity_provider'],
      },
      {
        by: 'workspace',
        what: 'If the customer has moved to another identity provider or tenant on purpose, read its new metadata: the entity ID changes with the certificate.',
        page: 'connection',
        when: ['wrong_identity_provider', 'none_stored'],
      },
      {
        by: 'customer',
        what: 'Make sure that the certificate which is sent along belongs to the key that signs, and that no proxy or browser extension changes the response.',
        field: 'certificate',
        when: ['tampered'],
      },
    ],
  },
  signature_invalid: {
    title: 'The signature does not fit',
    happened:
      'The response names a certificate of this connection, but the signature was not made with its key.',
    expected: 'Certificates of this connection',
    received: 'Certificate in the response',
    remedies: [
      {
        by: 'customer',
        what: 'Check which key signs at present: if it was renewed, publish its certificate and send it to us.',
        field: 'certificate',
      },
      {
        by: 'customer',
        what: 'If nothing was renewed, make sure that no proxy or browser extension changes the response.',
      },
      TRY_AGAIN,
    ],
  },
  weak_key: {
    title: 'The signing key is too short',
    happened: 'The certificate fits, but its key is too short to be trusted.',
    expected: 'At least',
    received: 'Key of the certificate',
    remedies: [
      {
        by: 'customer',
        what: 'Renew the signing certificate with an RSA key of 2048 bits or more, and send the new one.',
        field: 'certificate',
      },
      {
        by: 'workspace',
        what: 'Until then, small RSA keys can be allowed for this connection. It weakens the check, and every session that needed it says so.',
        page: 'connection_advanced',
      },
    ],
    cases: [
      {
        is: 'hopeless_key',
        happened:
          'The certificate fits, but its key is so short that anybody could work it out. No setting accepts it.',
        remedies: [
          {
            by: 'customer',
            what: 'Renew the signing certificate with an RSA key of 2048 bits or more, and send the new one.',
            field: 'certificate',
          },
        ],
      },
    ],
  },
  digest_mismatch: {
    title: 'Changed after it was signed',
    happened:
      'The signature is genuine, but the content is not what was signed: the message was changed on its way, by a proxy, a browser extension or an attacker.',
    expected: 'Signed digest',
    remedies: [
      {
        by: 'customer',
        what: 'Find out what stands between the identity provider and the browser: a proxy that rewrites pages, an extension, or a custom step that edits the response after signing.',
      },
      TRY_AGAIN,
    ],
  },
  canonicalization_failed: broken(
    'The signed part cannot be normalized',
    'The XML cannot be brought into the form that signatures are computed over, usually because of a relative namespace name.',
  ),
  decryption_key_missing: {
    title: 'Encrypted, but the connection has no key',
    happened:
      'The identity provider encrypts its assertions. This connection has no encryption certificate, so nobody here could open it.',
    remedies: [
      {
        by: 'workspace',
        what: 'Create an encryption certificate on the connection and give it to the customer.',
        page: 'connection_advanced',
      },
      { by: 'customer', what: 'Or switch encryption of the assertion off.', field: 'encryption' },
    ],
  },
  decryption_algorithm_not_allowed: {
    title: 'Encrypted with an unsafe algorithm',
    happened:
      'The assertion is encrypted with an algorithm that can be broken or bent by whoever relays it, so it is not opened.',
    expected: 'Allowed algorithms',
    received: 'Algorithm used',
    remedies: [
      {
        by: 'customer',
        what: 'Encrypt with AES-GCM (128 or 256 bits) and RSA-OAEP.',
        field: 'encryption',
      },
      {
        by: 'customer',
        what: 'Where only AES-CBC is available, sign the whole response as well: then CBC is accepted.',
        field: 'signing',
      },
    ],
  },
  encryption_malformed: broken(
    'The encrypted assertion cannot be read',
    'The encrypted part is not built as XML Encryption prescribes: its key or its content is missing or lies outside the message.',
  ),
  decryption_failed: {
    title: 'Encrypted for another certificate',
    happened:
      'The assertion is encrypted, and no key of this connection opens it. Most often the identity provider still uses an older certificate of ours, or the certificate of another service.',
    expected: 'Encryption certificates of this connection',
    received: 'Encrypted for',
    remedies: [
      {
        by: 'customer',
        what: 'Replace the encryption certificate with the one of this connection, or read our metadata again.',
        field: 'encryption_certificate',
      },
      { by: 'customer', what: 'Or switch encryption of the assertion off.', field: 'encryption' },
    ],
  },
  encrypted_name_id: {
    title: 'The NameID is encrypted',
    happened: 'The NameID is encrypted on its own. That is not supported; encrypting the whole assertion is.',
    remedies: [
      {
        by: 'customer',
        what: 'Encrypt the whole assertion instead of the NameID, or send the NameID in clear.',
        field: 'encryption',
      },
    ],
  },
  text_not_plain: broken(
    'A value is not plain text',
    'A value that must be text, such as the issuer or the audience, contains other elements.',
  ),
  issuer_missing: broken(
    'The issuer is missing',
    'The assertion does not say which identity provider issued it.',
    {
      expected: 'Entity ID on this connection',
    },
  ),
  issuer_mismatch: {
    title: 'From another identity provider',
    happened:
      'The response was issued by another identity provider than the one this connection is set up with, or its entity ID has changed.',
    expected: 'Entity ID on this connection',
    received: 'Issuer of the response',
    remedies: [
      {
        by: 'workspace',
        what: 'If the customer confirms the received issuer, change the identity provider’s entity ID on the connection, best by reading its metadata again.',
        page: 'connection',
      },
      {
        by: 'customer',
        what: 'If it is the wrong app, check that our ACS URL is entered in one app only.',
        field: 'acs_url',
      },
    ],
  },
  destination_missing: {
    title: 'The destination is missing',
    happened: 'The response is signed but does not say where it was sent to. A signed response must say so.',
    expected: 'Our ACS URL',
    remedies: [SET_ACS_URL, SEND_TO_VENDOR],
  },
  destination_mismatch: {
    title: 'Sent to another address',
    happened:
      'The response names another destination than our ACS URL. A single character counts, http or https included.',
    expected: 'Our ACS URL',
    received: 'Destination of the response',
    remedies: [SET_ACS_URL, OVERRIDE],
  },
  in_response_to_missing: {
    title: 'It does not say what it answers',
    happened: 'The sign-in began in the app, but the response does not name the request it answers.',
    expected: 'Our request',
    remedies: [
      {
        by: 'customer',
        what: 'Have the identity provider send InResponseTo for sign-ins that begin in the app.',
      },
      SEND_TO_VENDOR,
    ],
  },
  in_response_to_mismatch: {
    title: 'It answers another request',
    happened:
      'The response answers another request than the one of this sign-in. Several open tabs or the back button can cause it.',
    expected: 'Our request',
    received: 'Request answered',
    remedies: [TRY_AGAIN, BEGIN_IN_APP],
  },
  unsolicited_in_response_to: {
    title: 'It answers a request that is not waiting',
    happened: 'The response claims to answer a request, but no sign-in with that request is waiting.',
    expected: 'Request',
    received: 'Request named',
    remedies: [
      TRY_AGAIN,
      { by: 'customer', what: 'For IdP-initiated sign-ins, leave InResponseTo out of the response.' },
    ],
  },
  subject_missing: broken('The subject is missing', 'The assertion does not say whom it is about.'),
  subject_confirmation_missing: broken(
    'The subject is not confirmed',
    'The assertion does not confirm its subject in the way browser sign-ins do (bearer).',
    { expected: 'Method', received: 'Method' },
  ),
  recipient_missing: {
    title: 'The recipient is missing',
    happened: 'The assertion does not say at which address it may be used.',
    expected: 'Our ACS URL',
    remedies: [SET_ACS_URL, SEND_TO_VENDOR],
  },
  recipient_mismatch: {
    title: 'Meant for another address',
    happened: 'The assertion may be used at another address than our ACS URL. A single character counts.',
    expected: 'Our ACS URL',
    received: 'Recipient of the assertion',
    remedies: [SET_ACS_URL, OVERRIDE],
  },
  confirmation_expiry_missing: broken(
    'The confirmation does not end',
    'The assertion does not say until when it may be used (NotOnOrAfter of its subject confirmation).',
  ),
  conditions_missing: broken(
    'The conditions are missing',
    'The assertion does not say for whom and for how long it is valid.',
  ),
  condition_not_understood: broken(
    'An unknown condition',
    'The assertion sets a condition that is not known here. SAML says that an assertion with such a condition must not be accepted.',
    { expected: 'Known conditions', received: 'Condition' },
  ),
  not_yet_valid: {
    title: 'Not valid yet',
    happened:
      'The assertion becomes valid later than now. The clock of the identity provider is ahead of ours.',
    expected: 'Time here',
    received: 'Valid from',
    remedies: [SYNC_CLOCK, MORE_TOLERANCE],
    cases: [
      {
        is: 'clock_agrees',
        happened:
          'The assertion becomes valid later than now. The clocks are not the reason: the response was made when it arrived, to within seconds. The identity provider lets its assertions begin in the future.',
        remedies: [
          {
            by: 'customer',
            what: 'Let assertions be valid from the moment they are made; the setting is called “not before”, “skew” or “validity”.',
          },
          MORE_TOLERANCE,
        ],
      },
      {
        is: 'hosted_clock',
        happened:
          'The assertion becomes valid later than now. A clock is off, and here it is most likely ours.',
        remedies: [SYNC_OUR_CLOCK, MORE_TOLERANCE],
      },
    ],
  },
  expired: {
    title: 'Expired',
    happened:
      'The assertion had expired when it arrived. Either the clock of the identity provider is behind ours, or the response lay around, in a tab that was opened again for example.',
    expected: 'Time here',
    received: 'Valid until',
    remedies: [TRY_AGAIN, SYNC_CLOCK, MORE_TOLERANCE],
    cases: [{ is: 'hosted_clock', remedies: [TRY_AGAIN, SYNC_OUR_CLOCK, MORE_TOLERANCE] }],
  },
  audience_missing: {
    title: 'The audience is missing',
    happened:
      'The assertion does not say which service it was issued for, so it could be one for another service.',
    expected: 'Our SP entity ID',
    remedies: [SET_ENTITY_ID],
  },
  audience_mismatch: {
    title: 'Issued for another service',
    happened:
      'The audience of the assertion is not our SP entity ID: it was issued for another service, or the ID was entered differently. A single character counts.',
    expected: 'Our SP entity ID',
    received: 'Audience of the assertion',
    remedies: [SET_ENTITY_ID, OVERRIDE],
  },
  session_expired: {
    title: 'The session at the identity provider has ended',
    happened: 'The identity provider says that the person’s session with it is already over.',
    expected: 'Time here',
    received: 'Session until',
    remedies: [TRY_AGAIN, SYNC_CLOCK],
    cases: [{ is: 'hosted_clock', remedies: [TRY_AGAIN, SYNC_OUR_CLOCK] }],
  },
  name_id_missing: {
    title: 'The NameID is missing',
    happened: 'The response is genuine, but it has no NameID, so it does not say which person it is about.',
    remedies: [
      {
        by: 'customer',
        what: 'Choose a NameID for the app: a user ID that never changes, or the email address.',
        field: 'name_id',
      },
    ],
  },
  attribute_malformed: {
    title: 'An attribute is not plain text',
    happened: 'An attribute contains XML instead of text, or has no name, so it cannot be read.',
    remedies: [
      { by: 'customer', what: 'Send the attribute as plain text, or leave it out.', field: 'attributes' },
    ],
  },
  check_crashed: {
    title: 'The response could not be judged',
    happened:
      'Checking the response failed unexpectedly. It was refused, because what cannot be checked is not accepted.',
    remedies: [OUR_FAULT],
  },

  attributes_missing: {
    title: REFUSALS.attributes_missing.title,
    happened:
      'The response is genuine and its signature is right, but it lacks attributes that a profile needs. Nothing is wrong with the certificate or the addresses.',
    expected: 'Required and missing',
    received: 'Attributes received',
    remedies: [
      {
        by: 'customer',
        what: 'Add the missing attributes to what the app sends, and make sure they are filled in for this person.',
        field: 'attributes',
      },
      {
        by: 'workspace',
        what: 'If the value arrives under another name, map the field to that attribute on the connection.',
        page: 'connection_attributes',
      },
    ],
  },
  email_domain_not_allowed: {
    title: REFUSALS.email_domain_not_allowed.title,
    happened:
      'The person signed in correctly, but their email domain is not one of the organization’s domains. This keeps a customer’s identity provider from vouching for people of somebody else.',
    expected: 'Domains of the organization',
    received: 'Email',
    remedies: [
      {
        by: 'workspace',
        what: 'If the domain belongs to the customer, add it to the organization’s User Email Domains.',
        page: 'organization',
      },
      {
        by: 'workspace',
        what: 'If guests and contractors may sign in with any address, allow profiles outside the organization.',
        page: 'organization',
      },
    ],
    cases: [
      {
        is: 'public_mail',
        happened:
          'The person signed in correctly, but with an address of a public mail provider. Such a domain is nobody’s, so it cannot be added to an organization.',
        remedies: [
          {
            by: 'customer',
            what: 'Send the company address of the person as their email, if they have one.',
            field: 'attributes',
          },
          {
            by: 'workspace',
            what: 'If guests and contractors may sign in with any address, allow profiles outside the organization.',
            page: 'organization',
          },
        ],
      },
      {
        is: 'pending_domain',
        happened:
          'The person signed in correctly. Their email domain is listed with the organization, but it is not verified yet, so it does not count.',
        remedies: [
          {
            by: 'workspace',
            what: 'Finish the verification of the domain, or count it as verified on your word.',
            page: 'organization',
          },
          {
            by: 'workspace',
            what: 'If guests and contractors may sign in with any address, allow profiles outside the organization.',
            page: 'organization',
          },
        ],
      },
    ],
  },
  unknown_request: {
    title: REFUSALS.unknown_request.title,
    happened:
      'The response names a request that this connection never sent. It may be meant for another environment, or the response was kept for too long.',
    received: 'Request named',
    remedies: [
      TRY_AGAIN,
      {
        by: 'customer',
        what: 'Check that the ACS URL belongs to this environment and connection.',
        field: 'acs_url',
      },
    ],
  },
  request_expired: {
    title: REFUSALS.request_expired.title,
    happened: 'The person stayed at the identity provider too long; a request is good for ten minutes.',
    expected: 'Answer due',
    received: 'Answered',
    remedies: [TRY_AGAIN],
  },
  request_already_answered: {
    title: REFUSALS.request_already_answered.title,
    happened:
      'Every request is good for one response, and this one had its response already. Reloading the page or pressing the back button does that.',
    received: 'Request named',
    remedies: [TRY_AGAIN],
  },
  assertion_replayed: {
    title: REFUSALS.assertion_replayed.title,
    happened:
      'The same assertion was accepted before, and an assertion is good for one sign-in. Reloading the page does that; so does somebody who has copied a response.',
    received: 'Assertion ID',
    remedies: [TRY_AGAIN],
  },
  browser_mismatch: {
    title: REFUSALS.browser_mismatch.title,
    happened:
      'The browser that delivered the response is not the one that began the sign-in, or it did not send its cookie back. This check keeps others from signing somebody in to a foreign account.',
    remedies: [
      {
        by: 'user',
        what: 'Begin and end the sign-in in one browser, with cookies allowed for this site.',
      },
      {
        by: 'developer',
        what: 'In mobile and desktop apps, open the sign-in in the system browser and not in an embedded view that loses cookies.',
      },
    ],
  },
  configuration_incomplete: {
    title: REFUSALS.configuration_incomplete.title,
    happened:
      'The connection lacks the entity ID of the identity provider, so no response can be checked against it.',
    remedies: [
      {
        by: 'workspace',
        what: 'Complete the identity provider’s configuration, best from its metadata.',
        page: 'connection',
      },
    ],
  },
  idp_initiated_sso_disabled: {
    title: REFUSALS.idp_initiated_sso_disabled.title,
    happened:
      'The person began at the identity provider (by clicking a tile, for example), and this connection only accepts sign-ins that begin in the app. The app was told, and can start the sign-in anew.',
    remedies: [
      {
        by: 'developer',
        what: 'When the callback receives idp_initiated_sso_disabled, redirect to /sso/authorize with the connection it names.',
      },
      {
        by: 'workspace',
        what: 'Or choose on the connection what becomes of such a sign-in: converted, it begins again by itself.',
        page: 'connection_advanced',
      },
    ],
  },
  idp_initiated_converted: {
    title: REFUSALS.idp_initiated_converted.title,
    happened:
      'The person began at the identity provider (by clicking a tile, for example). This connection takes no response that it did not ask for: nothing in it was checked or used, and the person was sent to the identity provider again with a request.',
    remedies: [
      {
        by: 'workspace',
        what: 'Nothing has to be done. What becomes of such sign-ins is chosen on the connection.',
        page: 'connection_advanced',
      },
    ],
  },
  new_id_held: {
    title: REFUSALS.new_id_held.title,
    happened:
      'The person signed in correctly. Their email address is known, but the identity provider sent another user ID for it than before, and this connection holds such sign-ins: the address may belong to somebody else now.',
    expected: 'ID of this email address so far',
    received: 'ID in the response',
    remedies: [
      {
        by: 'workspace',
        what: 'Ask the customer whether it is the same person. Then link the two on the Attributes tab of the connection, or say that they are two people. The next sign-in works either way.',
        page: 'connection_attributes',
      },
    ],
  },
  idp_initiated_not_convertible: {
    title: REFUSALS.idp_initiated_not_convertible.title,
    happened:
      'The response came without a request. This connection then begins the sign-in again with one, which was not possible here; the detail says why.',
    remedies: [
      {
        by: 'customer',
        what: 'Have the identity provider answer a request with the request’s ID as InResponseTo, as SAML demands.',
      },
      {
        by: 'workspace',
        what: 'Complete the connection’s SSO URL and the environment’s default redirect URI, or choose another way with such sign-ins.',
        page: 'connection_advanced',
      },
    ],
  },
  connection_unlinked: {
    title: REFUSALS.connection_unlinked.title,
    happened: 'Somebody tried to sign in through this connection while it was not active.',
    expected: 'State',
    received: 'State or ID',
    remedies: [
      {
        by: 'workspace',
        what: 'Complete or enable the connection, if people should sign in through it.',
        page: 'connection',
      },
    ],
  },
  connection_invalid: {
    title: REFUSALS.connection_invalid.title,
    happened: 'The app asked for a connection that does not exist in this environment.',
    received: 'Asked for',
    remedies: [
      {
        by: 'developer',
        what: 'Send the ID of a connection of this environment. IDs of Staging do not exist in Production, and the other way round.',
      },
    ],
  },
  organization_invalid: {
    title: REFUSALS.organization_invalid.title,
    happened:
      'The app asked for an organization that does not exist in this environment, or that has no connection yet.',
    received: 'Asked for',
    remedies: [
      {
        by: 'developer',
        what: 'Send the ID of an organization of this environment.',
      },
      { by: 'workspace', what: 'Add a connection to the organization.', page: 'organizations' },
    ],
  },
  ambiguous_connection_selector: {
    title: REFUSALS.ambiguous_connection_selector.title,
    happened:
      'The app asked for an organization with several active connections, so it is open which of them is meant.',
    received: 'Asked for',
    remedies: [
      { by: 'developer', what: 'Send the connection parameter instead of organization.' },
      { by: 'workspace', what: 'Or disable the connections that are not in use.', page: 'organizations' },
    ],
  },
  redirect_uri_not_registered: {
    title: REFUSALS.redirect_uri_not_registered.title,
    happened:
      'The app asked to send the person to an address that this environment does not list, so the sign-in stopped on a page of ours. The address below is as the app sent it; none at all means that there is no default one either.',
    received: 'Asked for',
    remedies: [
      {
        by: 'workspace',
        what: 'Add the address, if it is yours, exactly as it is below. The page has a tester.',
        page: 'redirects',
      },
      { by: 'developer', what: 'Or send one of the listed addresses, character by character.' },
    ],
  },
  authorize_request_invalid: {
    title: REFUSALS.authorize_request_invalid.title,
    happened: 'The app began the sign-in with parameters that do not fit. The detail says which and why.',
    received: 'Parameter',
    remedies: [
      {
        by: 'developer',
        what: 'Build the address with getAuthorizationUrl of the SDK, or correct the parameter that is named.',
      },
    ],
  },
  signin_consent_denied: {
    title: REFUSALS.signin_consent_denied.title,
    happened:
      'The identity provider signed the person in, and they were asked whether the app may learn who they are. They canceled. The app was told signin_consent_denied and got no code.',
    remedies: [
      {
        by: 'developer',
        what: 'When the callback receives signin_consent_denied, say that the sign-in was canceled and offer to try again.',
      },
    ],
  },
  connection_strategy_invalid: {
    title: REFUSALS.connection_strategy_invalid.title,
    happened:
      'The app asked for sign-in with a provider that is off in this environment, or was never set up here. It was told connection_strategy_invalid.',
    received: 'Asked for',
    remedies: [
      { by: 'workspace', what: 'Set the provider up and switch it on.', page: 'oauth_providers' },
      { by: 'developer', what: 'Offer only providers that are switched on.' },
    ],
  },
  oauth_callback_unexpected: {
    title: REFUSALS.oauth_callback_unexpected.title,
    happened:
      'A browser came back from the provider with an answer that no sign-in of that browser waits for. A reloaded or bookmarked page does that, and so does a link that somebody else made. Nobody was signed in by it.',
    remedies: [TRY_AGAIN],
  },
  oauth_request_expired: {
    title: REFUSALS.oauth_request_expired.title,
    happened: 'The person came back from the provider after the sign-in had expired.',
    remedies: [TRY_AGAIN],
  },
  oauth_denied: {
    title: REFUSALS.oauth_denied.title,
    happened:
      'The person pressed Cancel at the provider, or the provider does not let them use this app. The app was told access_denied.',
    received: 'What the provider said',
    remedies: [
      TRY_AGAIN,
      {
        by: 'workspace',
        what: 'If nobody gets through, publish the app in the provider’s console, or add the person to its test users.',
      },
    ],
  },
  oauth_provider_error: {
    title: REFUSALS.oauth_provider_error.title,
    happened:
      'The provider sent the person back with an error instead of a code. The app was told oauth_failed.',
    received: 'What the provider said',
    remedies: [
      {
        by: 'workspace',
        what: 'Compare the scopes here with those that the provider allows your client.',
        page: 'oauth_providers',
      },
      TRY_AGAIN,
    ],
  },
  oauth_unreachable: {
    title: REFUSALS.oauth_unreachable.title,
    happened:
      'The person signed in, but the server of the provider could not be asked who they are. The app was told oauth_failed.',
    received: 'What happened',
    remedies: [
      TRY_AGAIN,
      {
        by: 'workspace',
        what: 'If it goes on, have whoever runs this server allow its requests to the provider.',
      },
    ],
  },
  oauth_exchange_refused: {
    title: REFUSALS.oauth_exchange_refused.title,
    happened:
      'The person signed in, but the provider did not accept us as the client it knows. A client secret that has expired or was entered wrongly is the usual reason. The app was told oauth_failed.',
    received: 'What the provider said',
    remedies: [
      {
        by: 'workspace',
        what: 'Make a new client secret in the provider’s console and save it here, and compare the redirect URI.',
        page: 'oauth_providers',
      },
    ],
  },
  oauth_id_token_invalid: {
    title: REFUSALS.oauth_id_token_invalid.title,
    happened:
      'What the provider sent to say who signed in failed a check, so nobody was signed in. The app was told oauth_failed.',
    expected: 'Expected',
    received: 'Received',
    remedies: [
      {
        by: 'workspace',
        what: 'Check that the client ID is the one of this provider. The detail names the check that failed.',
        page: 'oauth_providers',
      },
    ],
  },
  oauth_email_unverified: {
    title: REFUSALS.oauth_email_unverified.title,
    happened:
      'The person has not proven to the provider that the email address is theirs. Somebody else’s could be entered there, so it is not taken.',
    received: 'Email address',
    remedies: [{ by: 'user', what: 'Confirm the email address at the provider, then sign in again.' }],
  },
  redirect_uri_missing: {
    title: REFUSALS.redirect_uri_missing.title,
    happened:
      'The sign-in succeeded, but this environment has no default redirect URI, so there was nowhere to send the person.',
    remedies: [{ by: 'workspace', what: 'Add a redirect URI and make it the default.', page: 'redirects' }],
  },
} as const satisfies Record<SamlFailureCode | RefusalCode, Explanation>;

/** Refused before a connection was chosen, by a rule of the authorize endpoint. */
const UNKNOWN: Explanation = {
  title: 'The sign-in was refused',
  happened: 'The sign-in was refused; the reason is the code below.',
  received: 'Received',
  remedies: [BEGIN_IN_APP],
};

/** The explanation of a stored failure code; a general one for a code of another version. */
export function explanationOf(failureCode: string): Explanation {
  const known: Readonly<Record<string, Explanation>> = EXPLANATIONS;
  return Object.hasOwn(known, failureCode) ? (known[failureCode] ?? UNKNOWN) : UNKNOWN;
}

/** The same in the words of what is the case; the first case that fits counts. */
export function explanationIn(failureCode: string, circumstances: readonly Circumstance[]): Explanation {
  const general = explanationOf(failureCode);
  const fitting = general.cases?.find(({ is }) => circumstances.includes(is));
  if (!fitting) return general;
  const { is: _, ...words } = fitting;
  return { ...general, ...words };
}

/** Short title of a stored failure code, or null when nothing failed. */
export function refusalTitle(failureCode: string | null): string | null {
  return failureCode === null ? null : explanationOf(failureCode).title;
}
