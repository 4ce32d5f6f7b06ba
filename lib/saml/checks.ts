import { readAttributes, readAuthnStatements, readStatus } from './assertion.ts';
import { decodeBase64 } from './base64.ts';
import { canonicalBytes } from './canonical.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import {
  type Aspect,
  type Context,
  type Evidence,
  type Finding,
  failure,
  identifiers,
  isVerified,
  markedElements,
  type Note,
  readableAssertion,
  readableResponse,
  type SignatureState,
} from './context.ts';
import { decryptAssertion, decryptionFailed, readEncryption } from './decrypt.ts';
import type { SamlFailure, XmlPlace } from './failure.ts';
import { unsolicited } from './input.ts';
import { parseInstant } from './instant.ts';
import { BEARER, DS, ENTITY_FORMAT, SAML, SAMLP, STATUS_SUCCESS } from './names.ts';
import { embeddedCertificateText, hasDigest, readSignature, verifiesWith } from './signature.ts';
import {
  attribute,
  child,
  childElements,
  children,
  isElement,
  parseXml,
  wholeText,
  type XmlElement,
} from './xml.ts';

type Check = {
  id: string;
  /** The guarantee, as a sentence. */
  title: string;
  specification: string;
  /** Whether there is enough to run on; asked only when explaining. */
  ready: (context: Context) => boolean;
  run: (context: Context) => Finding;
};

const always = () => true;
const hasResponse = (context: Context) => readableResponse(context) !== null;
const hasAssertion = (context: Context) => readableAssertion(context) !== null;

/** The checks in the order in which the first failure is the verdict. */
export const CHECKS = [
  {
    id: 'size',
    title: 'The message is not too large',
    specification: 'XML Signature Best Practices §2.1',
    ready: always,
    run: checkSize,
  },
  {
    id: 'base64',
    title: 'The message is base64',
    specification: 'SAML Bindings §3.5.4',
    ready: (context) => checkedSize(context) === null,
    run: checkBase64,
  },
  {
    id: 'utf8',
    title: 'The message is UTF-8 text',
    specification: 'XML 1.0 §4.3.3',
    ready: (context) => context.bytes !== null,
    run: (context) => checkParse(context, ['not_utf8']),
  },
  {
    id: 'safe_xml',
    title: 'The XML has no document type, entities or processing instructions, and keeps within bounds',
    specification: 'SAML Security §6.1, XML Signature Best Practices §2.1',
    ready: (context) => context.parsed !== null && (context.parsed.ok || context.parsed.code !== 'not_utf8'),
    run: (context) => checkParse(context, ['xml_forbidden', 'xml_limits']),
  },
  {
    id: 'well_formed',
    title: 'The XML is well-formed',
    specification: 'XML 1.0 §2.1, Namespaces in XML §7',
    ready: (context) => context.parsed !== null && (context.parsed.ok || context.parsed.code === 'not_xml'),
    run: (context) => checkParse(context, ['not_xml']),
  },
  {
    id: 'response',
    title: 'It is a SAML 2.0 Response',
    specification: 'SAML Core §3.2.2, §3.3.3',
    ready: (context) => context.received !== null,
    run: checkResponse,
  },
  {
    id: 'status',
    title: 'The identity provider reports success',
    specification: 'SAML Core §3.2.2.2',
    ready: (context) => context.response !== null,
    run: checkStatus,
  },
  {
    id: 'unique_ids',
    title: 'Every ID occurs once',
    specification: 'SAML Core §1.3.4',
    ready: (context) => context.received !== null,
    run: checkUniqueIds,
  },
  {
    id: 'one_assertion',
    title: 'There is one assertion, directly in the Response',
    specification: 'SAML Profiles §4.1.4.2',
    ready: (context) => context.response !== null,
    run: checkOneAssertion,
  },
  {
    id: 'signature_places',
    title: 'Signatures stand only where SAML puts them',
    specification: 'SAML Core §5.4.1',
    ready: (context) => context.response !== null,
    run: checkSignaturePlaces,
  },
  {
    id: 'certificates',
    title: 'The connection has a certificate to verify with',
    specification: 'SAML Profiles §4.1.4.3',
    ready: always,
    run: checkCertificates,
  },
  ...signatureChecks('response'),
  {
    id: 'decryption',
    title: 'An encrypted assertion can be decrypted',
    specification: 'XML Encryption 1.1 §4.4, SAML Core §6',
    ready: (context) => context.placed && (context.assertion ?? context.encryptedAssertion) !== null,
    run: checkDecryption,
  },
  ...signatureChecks('assertion'),
  {
    id: 'signature_present',
    title: 'The Response or the assertion is signed',
    specification: 'SAML Profiles §4.1.4.3',
    ready: (context) => context.placed && hasAssertion(context),
    run: checkSignaturePresent,
  },
  {
    id: 'assertion',
    title: 'The assertion has the shape SAML gives it',
    specification: 'SAML Core §2.3.3',
    ready: hasAssertion,
    run: checkAssertion,
  },
  {
    id: 'issuer',
    title: 'It was issued by the identity provider of this connection',
    specification: 'SAML Profiles §4.1.4.2',
    ready: hasResponse,
    run: checkIssuer,
  },
  {
    id: 'destination',
    title: 'The Response was meant for this address',
    specification: 'SAML Core §3.2.2, SAML Bindings §3.5.5.2',
    ready: hasResponse,
    run: checkDestination,
  },
  {
    id: 'in_response_to',
    title: 'The Response answers the request of this login',
    specification: 'SAML Core §3.2.2, SAML Profiles §4.1.5',
    ready: hasResponse,
    run: checkInResponseTo,
  },
  {
    id: 'subject_confirmation',
    title: 'The subject is confirmed by bearer',
    specification: 'SAML Profiles §4.1.4.2',
    ready: hasAssertion,
    run: checkSubjectConfirmation,
  },
  {
    id: 'recipient',
    title: 'The assertion was meant for this address',
    specification: 'SAML Profiles §4.1.4.3',
    ready: hasConfirmation,
    run: (context) => confirmationFinding(context, 'recipient'),
  },
  {
    id: 'confirmation_time',
    title: 'The subject confirmation is in its time window',
    specification: 'SAML Profiles §4.1.4.3',
    ready: hasConfirmation,
    run: (context) => confirmationFinding(context, 'time'),
  },
  {
    id: 'confirmation_in_response_to',
    title: 'The assertion answers the request of this login',
    specification: 'SAML Profiles §4.1.4.3',
    ready: hasConfirmation,
    run: (context) => confirmationFinding(context, 'inResponseTo'),
  },
  {
    id: 'conditions',
    title: 'Every condition of the assertion is understood',
    specification: 'SAML Core §2.5.1',
    ready: hasAssertion,
    run: checkConditions,
  },
  {
    id: 'conditions_time',
    title: 'The assertion is in its time window',
    specification: 'SAML Core §2.5.1.2',
    ready: (context) => conditionsOf(context) !== null,
    run: checkConditionsTime,
  },
  {
    id: 'audience',
    title: 'The assertion was issued for this service provider',
    specification: 'SAML Core §2.5.1.4',
    ready: (context) => conditionsOf(context) !== null,
    run: checkAudience,
  },
  {
    id: 'session_time',
    title: "The user's session at the identity provider has not ended",
    specification: 'SAML Core §2.7.2, SAML Profiles §4.1.4.3',
    ready: hasAssertion,
    run: checkSessionTime,
  },
  {
    id: 'name_id',
    title: 'The assertion names its subject',
    specification: 'SAML Core §2.2.3, §2.4.1',
    ready: hasAssertion,
    run: checkNameId,
  },
  {
    id: 'attributes',
    title: 'The attributes are plain text',
    specification: 'SAML Core §2.7.3',
    ready: hasAssertion,
    run: checkAttributes,
  },
] as const satisfies readonly Check[];

export type CheckId = (typeof CHECKS)[number]['id'];

/** The result of one check; `not_reached` when an earlier one left it nothing to look at. */
export type CheckResult = Evidence & {
  id: CheckId;
  outcome: 'passed' | 'failed' | 'not_reached';
  detail?: string;
  failure?: SamlFailure;
  note?: Note;
};

/**
 * Runs the checks in order. Judging stops at the first failure; explaining goes on with every check that still
 * has something to look at. Never throws: a crash inside a check is a failure of that check.
 */
export function runChecks(context: Context, mode: 'judge' | 'explain'): CheckResult[] {
  let stopped = false;
  return CHECKS.map(({ id, ready, run }: Check & { id: CheckId }) => {
    try {
      if (stopped || (mode === 'explain' && !ready(context))) return { id, outcome: 'not_reached' };
      const finding = run(context);
      if ('failure' in finding) {
        stopped = mode === 'judge';
        const { failure } = finding;
        const { expected, received, detail } = failure;
        return {
          id,
          outcome: 'failed',
          ...(expected !== undefined && { expected }),
          ...(received !== undefined && { received }),
          detail,
          failure,
        };
      }
      if (finding.note) context.notes.push(finding.note);
      return { id, outcome: 'passed', ...finding };
    } catch (error) {
      stopped = mode === 'judge';
      const detail = `The check could not be completed (${error instanceof Error ? error.message : 'unknown fault'}).`;
      return { id, outcome: 'failed', detail, failure: { code: 'check_crashed', detail } };
    }
  });
}

function refused(failure: SamlFailure): Finding {
  return { failure };
}

// Reading the message

function checkedSize(context: Context): SamlFailure | null {
  const { encodedResponse, limits } = context.settings;
  // Base64 grows by a third, and by a little more with line breaks.
  const most = Math.ceil(limits.bytes * 1.4) + 1024;
  if (encodedResponse.length <= most) return null;
  return {
    code: 'response_too_large',
    expected: `at most ${limits.bytes} bytes`,
    received: `${encodedResponse.length} base64 characters`,
    detail: 'The message is larger than this connection accepts.',
  };
}

function checkSize(context: Context): Finding {
  const failure = checkedSize(context);
  return failure ? { failure } : {};
}

function checkBase64(context: Context): Finding {
  const bytes = decodeBase64(context.settings.encodedResponse);
  if (!bytes) {
    const received = context.settings.encodedResponse.slice(0, 60);
    return refused(
      failure(context, 'not_base64', 'The SAMLResponse field is empty or not base64.', null, { received }),
    );
  }
  const { limits } = context.settings;
  if (bytes.length > limits.bytes) {
    return refused(
      failure(context, 'response_too_large', 'The message is larger than this connection accepts.', null, {
        expected: `at most ${limits.bytes} bytes`,
        received: `${bytes.length} bytes`,
      }),
    );
  }
  context.bytes = bytes;
  return {};
}

function checkParse(context: Context, codes: readonly string[]): Finding {
  if (!context.parsed) {
    context.parsed = parseXml(context.bytes as Buffer, context.settings.limits);
    if (context.parsed.ok) {
      context.open.push(context.parsed);
      context.received = context.parsed;
    }
  }
  if (context.parsed.ok || !codes.includes(context.parsed.code)) return {};
  const { ok: _, ...failure } = context.parsed;
  return { failure };
}

// The shape of the message

const RESPONSE_CHILDREN = ['Issuer', 'Signature', 'Extensions', 'Status', 'Assertion', 'EncryptedAssertion'];
const ASSERTION_CHILDREN = [
  'Issuer',
  'Signature',
  'Subject',
  'Conditions',
  'Advice',
  'Statement',
  'AuthnStatement',
  'AuthzDecisionStatement',
  'AttributeStatement',
];
const REPEATABLE = ['Statement', 'AuthnStatement', 'AuthzDecisionStatement', 'AttributeStatement'];
const COUNTED_LATER = ['Assertion', 'EncryptedAssertion', 'Signature'];

function checkResponse(context: Context): Finding {
  const root = context.received?.root as XmlElement;
  if (!isElement(root, SAMLP, 'Response')) {
    return refused(
      failure(context, 'not_a_response', 'The message is not a SAML Response.', null, {
        expected: `{${SAMLP}}Response`,
        received: `{${root.namespaceUri}}${root.name}`,
      }),
    );
  }
  context.response = root;
  context.marked = markedElements(context.received as NonNullable<Context['received']>);
  return checkFrame(context, root, RESPONSE_CHILDREN);
}

function checkAssertion(context: Context): Finding {
  return checkFrame(context, readableAssertion(context) as XmlElement, ASSERTION_CHILDREN);
}

/** What Response and Assertion share: version, ID, IssueInstant, and only the children the schema names. */
function checkFrame(context: Context, element: XmlElement, allowed: readonly string[]): Finding {
  const version = attribute(element, 'Version');
  if (version !== '2.0') {
    return refused(
      failure(context, 'version_unsupported', `The ${element.name} is not of SAML version 2.0.`, element, {
        expected: '2.0',
        received: version ?? '(no Version)',
      }),
    );
  }
  if (!attribute(element, 'ID')) {
    return refused(failure(context, 'id_missing', `The ${element.name} has no ID.`, element));
  }
  const issued = attribute(element, 'IssueInstant') ?? '(no IssueInstant)';
  if (!parseInstant(issued)) {
    return refused(
      failure(
        context,
        'instant_malformed',
        `The IssueInstant of the ${element.name} is not a UTC time.`,
        element,
        {
          received: issued,
        },
      ),
    );
  }
  const seen = new Set<string>();
  for (const part of childElements(element)) {
    const { name } = part;
    const namespace = name === 'Signature' ? DS : name === 'Extensions' || name === 'Status' ? SAMLP : SAML;
    if (!allowed.includes(name) || part.namespaceUri !== namespace) {
      return refused(
        failure(
          context,
          'element_unexpected',
          `The ${element.name} holds an element that does not belong there.`,
          part,
          {
            expected: allowed,
            received: `{${part.namespaceUri}}${name}`,
          },
        ),
      );
    }
    if (seen.has(name) && !REPEATABLE.includes(name) && !COUNTED_LATER.includes(name)) {
      return refused(
        failure(context, 'element_repeated', `The ${element.name} holds more than one ${name}.`, part),
      );
    }
    seen.add(name);
  }
  return {};
}

function checkStatus(context: Context): Finding {
  const response = context.response as XmlElement;
  const status = readStatus(response);
  if (!status || status.codes.length === 0) {
    return refused(failure(context, 'status_missing', 'The Response has no status.', response));
  }
  const received = [...status.codes, ...(status.message ? [status.message] : [])];
  if (status.codes[0] === STATUS_SUCCESS) return { expected: STATUS_SUCCESS, received: STATUS_SUCCESS };
  return refused(
    failure(
      context,
      'status_not_success',
      'The identity provider answered with an error instead of a login.',
      child(response, SAMLP, 'Status'),
      { expected: STATUS_SUCCESS, received },
    ),
  );
}

function checkUniqueIds(context: Context): Finding {
  const received = context.received as NonNullable<Context['received']>;
  const repeated = firstRepeated(identifiers(received)) ?? twinOfId(received.root) ?? null;
  if (repeated === null) return {};
  return refused(
    failure(context, 'duplicate_id', 'Two elements of the message have the same ID.', null, {
      received: repeated,
    }),
  );
}

/** A second ID on a Response or on its assertions: `samlp:ID` beside `ID`, which other readers could prefer. */
function twinOfId(root: XmlElement): string | undefined {
  for (const element of [root, ...children(root, SAML, 'Assertion')]) {
    const [, twin] = element.attrs.filter(({ name }) => name.toLowerCase() === 'id');
    if (twin) return twin.value;
  }
  return undefined;
}

function firstRepeated(values: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return null;
}

function checkOneAssertion(context: Context): Finding {
  const response = context.response as XmlElement;
  const direct = [
    ...children(response, SAML, 'Assertion'),
    ...children(response, SAML, 'EncryptedAssertion'),
  ];
  const [only] = direct;
  if (only?.name === 'Assertion') context.assertion = only;
  else if (only) context.encryptedAssertion = only;
  if (!only) {
    return refused(failure(context, 'assertion_missing', 'The Response holds no assertion.', response));
  }
  if (direct.length > 1) {
    return refused(
      failure(context, 'assertion_count', 'The Response must hold exactly one assertion.', direct[1], {
        expected: '1',
        received: String(direct.length),
      }),
    );
  }
  const stray = context.marked.find(
    (element) => element.name !== 'Signature' && !element.isSameNode(response) && !element.isSameNode(only),
  );
  if (!stray) return {};
  return refused(
    failure(context, 'stray_assertion', `There is another ${stray.name} inside the message.`, stray, {
      received: stray.name,
    }),
  );
}

function checkSignaturePlaces(context: Context): Finding {
  const { response, assertion } = context;
  const signatures = context.marked.filter(({ name }) => name === 'Signature');
  for (const element of signatures) {
    const finding = placeSignature(context, element, response, assertion);
    if (finding) return refused(finding);
  }
  context.placed = true;
  return {
    detail:
      signatures.length === 0
        ? 'The message carries no signature in clear.'
        : `Signed: ${[context.responseSignature && 'Response', context.assertionSignature && 'Assertion'].filter(Boolean).join(' and ')}.`,
  };
}

/** Takes a Signature that is a direct child of the Response or the assertion, first or right after the Issuer. */
function placeSignature(
  context: Context,
  element: XmlElement,
  response: XmlElement | null,
  assertion: XmlElement | null,
): SamlFailure | null {
  const { parent } = element;
  const slot =
    parent && response?.isSameNode(parent)
      ? 'response'
      : parent && assertion?.isSameNode(parent)
        ? 'assertion'
        : null;
  const before = parent ? childElements(parent).findIndex((sibling) => sibling.isSameNode(element)) : -1;
  const first = parent ? childElements(parent)[0] : undefined;
  const inPlace = before === 0 || (before === 1 && first !== undefined && isElement(first, SAML, 'Issuer'));
  const taken = slot === 'response' ? context.responseSignature : context.assertionSignature;
  if (!slot || !inPlace || taken || element.namespaceUri !== DS) {
    return failure(
      context,
      'stray_signature',
      'There is a Signature where SAML has no place for one.',
      element,
      { expected: 'one in the Response and one in the Assertion at most, right after the Issuer' },
    );
  }
  const state: SignatureState = { element, form: null, signer: null, content: null };
  if (slot === 'response') context.responseSignature = state;
  else context.assertionSignature = state;
  context.embeddedCertificate = embeddedCertificateText(element) ?? context.embeddedCertificate;
  return null;
}

// Signatures

function checkCertificates(context: Context): Finding {
  const { certificates } = context.settings.identityProvider;
  if (certificates.length > 0) return { expected: certificates.map(fingerprint) };
  return refused(
    failure(
      context,
      'certificate_missing',
      'The connection has no certificate of its identity provider yet.',
    ),
  );
}

function fingerprint(certificate: Certificate): string {
  return certificate.fingerprintSha256;
}

/** The three checks of one signature; an absent signature passes them, and `signature_present` counts at the end. */
function signatureChecks<Which extends 'response' | 'assertion'>(which: Which) {
  const subject = which === 'response' ? 'Response' : 'assertion';
  const state = (context: Context) =>
    which === 'response' ? context.responseSignature : context.assertionSignature;
  const reachable = (context: Context) =>
    context.placed && (which === 'response' || context.assertion !== null || context.decrypted !== null);
  const unsigned: Finding = { detail: `The ${subject} carries no signature of its own.` };
  return [
    {
      id: `${which}_signature_form` as const,
      title: `The signature of the ${subject} covers it and uses allowed algorithms`,
      specification: 'SAML Core §5.4',
      ready: reachable,
      run: (context: Context) => {
        const signature = state(context);
        return signature ? checkForm(context, which, signature) : unsigned;
      },
    },
    {
      id: `${which}_signature_value` as const,
      title: `The signature of the ${subject} was made with a certificate of this connection`,
      specification: 'XML Signature §3.2.2',
      ready: (context: Context) => reachable(context) && (!state(context) || Boolean(state(context)?.form)),
      run: (context: Context) => {
        const signature = state(context);
        return signature ? checkValue(context, signature) : unsigned;
      },
    },
    {
      id: `${which}_signature_content` as const,
      title: `The ${subject} is unchanged since it was signed`,
      specification: 'XML Signature §3.2.1, Best Practices §3.2',
      ready: (context: Context) => reachable(context) && (!state(context) || Boolean(state(context)?.form)),
      run: (context: Context) => {
        const signature = state(context);
        return signature ? checkContent(context, which, signature) : unsigned;
      },
    },
  ];
}

/** The document and the element that a signature must cover. */
function signedBy(context: Context, which: 'response' | 'assertion') {
  if (which === 'response') return { xml: context.received, parent: context.response };
  if (context.decrypted) return { xml: context.decrypted, parent: context.decrypted.root };
  return { xml: context.received, parent: context.assertion };
}

function checkForm(context: Context, which: 'response' | 'assertion', signature: SignatureState): Finding {
  const { xml, parent } = signedBy(context, which);
  if (!xml || !parent) throw new Error('nothing to verify');
  const reading = readSignature(xml, signature.element, parent, context.settings.allow.sha1);
  if (!reading.ok) return refused(withoutLine(context, xml, reading.failure));
  signature.form = reading.form;
  const algorithms = { received: [reading.form.signatureAlgorithm, reading.form.digestAlgorithm] };
  if (!reading.form.usesSha1) return algorithms;
  return {
    ...algorithms,
    note: { code: 'sha1_used', detail: 'The signature uses SHA-1, for which collisions can be bought.' },
  };
}

/** Line numbers of decrypted text mean nothing in the message as received. */
function withoutLine(context: Context, xml: Context['received'], failure: SamlFailure): SamlFailure {
  if (xml === context.received || !failure.place) return failure;
  const place: XmlPlace = { ...(failure.place.xpath && { xpath: failure.place.xpath }) };
  return { ...failure, place };
}

function checkValue(context: Context, signature: SignatureState): Finding {
  const form = signature.form;
  if (!form) throw new Error('the signature was not read');
  const { certificates } = context.settings.identityProvider;
  const expected = certificates.map(fingerprint);
  const signer = certificates.find((certificate) => verifiesWith(form, certificate));
  if (!signer) return refused(explainMismatch(context, signature, expected));

  const small = signer.keyType === 'rsa' && signer.keyBits < 2048;
  const tooSmall = small ? !context.settings.allow.smallRsaKeys || signer.keyBits < 1024 : false;
  if (tooSmall || (signer.keyType === 'ec' && signer.keyBits < 256)) {
    return refused(
      failure(context, 'weak_key', 'The key of the signing certificate is too short.', signature.element, {
        expected:
          signer.keyType === 'rsa' ? 'RSA with 2048 bits or more' : 'an elliptic curve of 256 bits or more',
        received: `${signer.keyType.toUpperCase()} with ${signer.keyBits} bits`,
      }),
    );
  }
  signature.signer = signer;
  const passed = { expected, received: signer.fingerprintSha256 };
  if (small) {
    const detail = `The signing key has ${signer.keyBits} bits; 2048 is the least that is considered safe.`;
    context.notes.push({ code: 'small_rsa_key_used', detail });
  }
  const { now } = context.settings;
  if (signer.notAfter < now) {
    const detail = `The signing certificate expired on ${signer.notAfter.toISOString()}.`;
    return { ...passed, note: { code: 'certificate_expired', detail } };
  }
  if (signer.notBefore > now) {
    const detail = `The signing certificate is valid from ${signer.notBefore.toISOString()}.`;
    return { ...passed, note: { code: 'certificate_not_yet_valid', detail } };
  }
  return passed;
}

/** Tells a wrong certificate from a changed signature by the certificate the message carries about itself. */
function explainMismatch(context: Context, signature: SignatureState, expected: string[]): SamlFailure {
  const text = embeddedCertificateText(signature.element);
  const embedded = text === null ? null : parseCertificate(text);
  if (embedded && expected.includes(embedded.fingerprintSha256)) {
    return failure(
      context,
      'signature_invalid',
      'The signature names a certificate of this connection but does not fit it, so the signature was altered.',
      signature.element,
      { expected, received: embedded.fingerprintSha256 },
    );
  }
  const fitsItself = embedded && signature.form && verifiesWith(signature.form, embedded);
  return failure(
    context,
    'certificate_mismatch',
    embedded
      ? fitsItself
        ? 'The message was signed with a certificate that this connection does not have.'
        : 'The message names a certificate that this connection does not have, and its signature does not fit that one either.'
      : 'No certificate of this connection fits the signature, and the message names none.',
    signature.element,
    { expected, received: embedded?.fingerprintSha256 ?? '(no certificate in the signature)' },
  );
}

/**
 * Compares the digest, then parses the very bytes that were hashed; all later reading happens there. Takes the
 * Signature out of its document, which is why the Response's signature goes first.
 */
function checkContent(context: Context, which: 'response' | 'assertion', signature: SignatureState): Finding {
  const { form } = signature;
  const { xml, parent } = signedBy(context, which);
  if (!form || !xml || !parent) throw new Error('the signature was not read');
  signature.element.remove();
  const bytes = canonicalBytes(xml, parent, form.prefixes);
  if (!bytes) {
    return refused(
      failure(context, 'canonicalization_failed', `The ${parent.name} cannot be canonicalized.`, parent),
    );
  }
  if (!hasDigest(form, bytes)) {
    return refused(
      failure(context, 'digest_mismatch', `The ${parent.name} was changed after it was signed.`, parent, {
        expected: form.digestValue.toString('base64'),
      }),
    );
  }
  const content = parseXml(bytes, context.settings.limits);
  if (!content.ok) {
    const { ok: _, place: __, ...failure } = content;
    return { failure };
  }
  context.open.push(content);
  const same =
    isElement(content.root, parent.namespaceUri, parent.name) &&
    attribute(content.root, 'ID') === attribute(parent, 'ID');
  const assertions = which === 'response' ? countAssertions(content.root) : 1;
  if (!same || assertions !== 1) {
    return refused(failure(context, 'assertion_count', 'What was signed is not what was received.'));
  }
  signature.content = content;
  return {};
}

function countAssertions(response: XmlElement): number {
  return children(response, SAML, 'Assertion').length + children(response, SAML, 'EncryptedAssertion').length;
}

function checkSignaturePresent(context: Context): Finding {
  if (context.responseSignature || context.assertionSignature) {
    // In a verdict both have been verified by now; in an explanation their own checks say what was wrong.
    return {};
  }
  return refused(
    failure(
      context,
      'signature_missing',
      'Neither the Response nor the assertion is signed.',
      context.response,
    ),
  );
}

// Encryption

function checkDecryption(context: Context): Finding {
  if (!context.encryptedAssertion) return { detail: 'The assertion is not encrypted.' };
  const { settings } = context;
  const outerSigned = isVerified(context.responseSignature);
  const encrypted = outerSigned
    ? child(context.responseSignature?.content?.root as XmlElement, SAML, 'EncryptedAssertion')
    : context.encryptedAssertion;
  if (!encrypted) throw new Error('the encrypted assertion is gone');

  const refuseHere = (refusal: SamlFailure) =>
    refused(failure(context, refusal.code, refusal.detail, context.encryptedAssertion, refusal));
  const result = decryptAssertion(
    encrypted,
    settings.decryptionKeys,
    outerSigned || settings.allow.cbcWithoutOuterSignature,
  );
  if (!result.ok) return refuseHere(result.failure);
  const plain = parseXml(result.plaintext, settings.limits);
  if (plain.ok) context.open.push(plain);
  // Without authentication, "not XML" would tell an attacker about the plaintext: it is a failed decryption.
  if (!plain.ok && !result.authenticated) {
    return refuseHere(decryptionFailed(settings.decryptionKeys, readEncryption(encrypted)).failure);
  }
  if (!plain.ok) {
    return refused(
      failure(context, plain.code, `Decrypted assertion: ${plain.detail}`, context.encryptedAssertion, {
        ...(plain.received !== undefined && { received: plain.received }),
      }),
    );
  }
  if (!isElement(plain.root, SAML, 'Assertion')) {
    return refused(
      failure(context, 'assertion_missing', 'What was encrypted is not one assertion.', null, {
        expected: `{${SAML}}Assertion`,
        received: `{${plain.root.namespaceUri}}${plain.root.name}`,
      }),
    );
  }
  const repeated = firstRepeated([
    ...identifiers(context.received as NonNullable<Context['received']>),
    ...identifiers(plain),
  ]);
  if (repeated !== null) {
    return refused(
      failure(context, 'duplicate_id', 'The decrypted assertion repeats an ID of the message.', null, {
        received: repeated,
      }),
    );
  }
  for (const element of markedElements(plain)) {
    if (element.isSameNode(plain.root)) continue;
    if (element.name !== 'Signature') {
      return refused(
        failure(
          context,
          'stray_assertion',
          `There is another ${element.name} inside the encrypted assertion.`,
          element,
        ),
      );
    }
    const stray = placeSignature(context, element, null, plain.root);
    if (stray) return refused(stray);
  }
  context.decrypted = plain;
  if (!context.assertionSignature) {
    const bytes = canonicalBytes(plain, plain.root, []);
    const canonical = bytes && parseXml(bytes, settings.limits);
    if (!canonical?.ok) {
      return refused(
        failure(context, 'canonicalization_failed', 'The decrypted assertion cannot be canonicalized.'),
      );
    }
    context.open.push(canonical);
    context.decryptedCanonical = canonical;
  }
  const evidence = {
    expected: settings.decryptionKeys.map(({ certificateFingerprint }) => certificateFingerprint),
    received: result.certificateFingerprint,
  };
  if (result.authenticated || outerSigned) return evidence;
  return {
    ...evidence,
    note: {
      code: 'cbc_used',
      detail: 'The assertion was encrypted with AES-CBC without a signed Response around it.',
    },
  };
}

// Who it is from, and for whom

function checkIssuer(context: Context): Finding {
  const expected = context.settings.identityProvider.entityId;
  const response = readableResponse(context);
  const assertion = readableAssertion(context);
  const ofResponse = response && child(response, SAML, 'Issuer');
  const ofAssertion = assertion && child(assertion, SAML, 'Issuer');
  if (assertion && !ofAssertion) {
    return refused(
      failure(context, 'issuer_missing', 'The assertion does not say who issued it.', assertion, {
        expected,
      }),
    );
  }
  for (const issuer of [ofResponse, ofAssertion]) {
    if (!issuer) continue;
    const text = wholeText(issuer)?.trim();
    const format = attribute(issuer, 'Format');
    if (text === undefined) return refused(notPlain(context, issuer));
    if (text !== expected || (format !== null && format !== ENTITY_FORMAT)) {
      return refused(
        failure(
          context,
          'issuer_mismatch',
          `The ${issuer.parent?.name} was not issued by the identity provider of this connection.`,
          issuer,
          { expected, received: text === expected ? `${text} (Format ${format})` : text },
        ),
      );
    }
  }
  return { expected, received: expected };
}

function notPlain(context: Context, element: XmlElement): SamlFailure {
  return failure(context, 'text_not_plain', `The ${element.name} holds something other than text.`, element);
}

function checkDestination(context: Context): Finding {
  const expected = context.settings.serviceProvider.acsUrl;
  const response = readableResponse(context) as XmlElement;
  const received = attribute(response, 'Destination')?.trim() || null;
  if (received === null) {
    if (!context.responseSignature)
      return { expected, detail: 'The Response names no Destination, and is not signed.' };
    return refused(
      failure(context, 'destination_missing', 'A signed Response must name its Destination.', response, {
        expected,
      }),
    );
  }
  if (received === expected) return { expected, received };
  return refused(
    failure(context, 'destination_mismatch', 'The Response was sent to another address.', response, {
      expected,
      received,
    }),
  );
}

function checkInResponseTo(context: Context): Finding {
  const response = readableResponse(context) as XmlElement;
  return judgeInResponseTo(context, response, 'Response');
}

function judgeInResponseTo(context: Context, element: XmlElement, subject: string): Finding {
  const { expectedInResponseTo } = context.settings;
  const received = attribute(element, 'InResponseTo');
  if (expectedInResponseTo === unsolicited) {
    if (received === null) return { expected: '(none)', received: '(none)' };
    return refused(
      failure(
        context,
        'unsolicited_in_response_to',
        `The ${subject} answers a request, but no login with that request is waiting.`,
        element,
        { expected: '(none)', received },
      ),
    );
  }
  const expected = expectedInResponseTo;
  if (!received) {
    return refused(
      failure(
        context,
        'in_response_to_missing',
        `The ${subject} does not say which request it answers.`,
        element,
        {
          expected,
        },
      ),
    );
  }
  if (received === expected) return { expected, received };
  return refused(
    failure(context, 'in_response_to_mismatch', `The ${subject} answers another request.`, element, {
      expected,
      received,
    }),
  );
}

// Subject confirmation

function subjectOf(context: Context): XmlElement | null {
  const assertion = readableAssertion(context);
  return assertion && child(assertion, SAML, 'Subject');
}

function bearers(context: Context): XmlElement[] {
  const subject = subjectOf(context);
  if (!subject) return [];
  return children(subject, SAML, 'SubjectConfirmation').filter(
    (confirmation) => attribute(confirmation, 'Method')?.trim() === BEARER,
  );
}

function hasConfirmation(context: Context): boolean {
  return bearers(context).length > 0;
}

function checkSubjectConfirmation(context: Context): Finding {
  const assertion = readableAssertion(context);
  const subject = subjectOf(context);
  if (!subject) {
    return refused(failure(context, 'subject_missing', 'The assertion has no Subject.', assertion));
  }
  if (bearers(context).length > 0) return { expected: BEARER, received: BEARER };
  return refused(
    failure(context, 'subject_confirmation_missing', 'The subject has no bearer confirmation.', subject, {
      expected: BEARER,
      received: children(subject, SAML, 'SubjectConfirmation').map(
        (one) => attribute(one, 'Method') ?? '(no Method)',
      ),
    }),
  );
}

/** Identity providers send one or two; each costs time to judge. */
const MAX_CONFIRMATIONS = 10;

/** One confirmation that holds in every aspect is enough; failing that, the first one is reported on. */
function confirmationFinding(context: Context, aspect: Aspect): Finding {
  context.confirmation ??= judgeConfirmations(context);
  return context.confirmation[aspect];
}

function judgeConfirmations(context: Context): Record<Aspect, Finding> {
  const judged = bearers(context)
    .slice(0, MAX_CONFIRMATIONS)
    .map((confirmation) => judgeConfirmation(context, confirmation));
  const holding = judged.find((aspects) =>
    Object.values(aspects).every((finding) => !('failure' in finding)),
  );
  const chosen = holding ?? judged[0];
  if (!chosen) throw new Error('no bearer confirmation');
  return chosen;
}

function judgeConfirmation(context: Context, confirmation: XmlElement): Record<Aspect, Finding> {
  const data = child(confirmation, SAML, 'SubjectConfirmationData');
  const at = data ?? confirmation;
  return {
    recipient: judgeRecipient(context, at),
    time: judgeConfirmationTime(context, at),
    inResponseTo: judgeInResponseTo(context, at, 'assertion'),
  };
}

function judgeRecipient(context: Context, data: XmlElement): Finding {
  const expected = context.settings.serviceProvider.acsUrl;
  const received = attribute(data, 'Recipient')?.trim();
  if (!received) {
    return refused(
      failure(context, 'recipient_missing', 'The subject confirmation names no Recipient.', data, {
        expected,
      }),
    );
  }
  if (received === expected) return { expected, received };
  return refused(
    failure(context, 'recipient_mismatch', 'The assertion was issued for another address.', data, {
      expected,
      received,
    }),
  );
}

function judgeConfirmationTime(context: Context, data: XmlElement): Finding {
  if (attribute(data, 'NotOnOrAfter') === null) {
    return refused(
      failure(context, 'confirmation_expiry_missing', 'The subject confirmation has no NotOnOrAfter.', data),
    );
  }
  return judgeWindow(context, data, 'subject confirmation');
}

// Time

/** NotBefore is part of the window and NotOnOrAfter is not; the tolerance widens both ends. */
function judgeWindow(context: Context, element: XmlElement, subject: string): Finding {
  const { now, toleranceMs } = context.settings;
  const received: string[] = [];
  for (const name of ['NotBefore', 'NotOnOrAfter'] as const) {
    const text = attribute(element, name);
    if (text === null) continue;
    received.push(`${name} ${text}`);
    const moment = parseInstant(text);
    if (!moment) {
      return refused(
        failure(context, 'instant_malformed', `The ${name} of the ${subject} is not a UTC time.`, element, {
          received: text,
        }),
      );
    }
    const early = name === 'NotBefore' && now.getTime() + toleranceMs < moment.getTime();
    const late = name === 'NotOnOrAfter' && now.getTime() - toleranceMs >= moment.getTime();
    if (early || late) {
      return refused(
        failure(
          context,
          early ? 'not_yet_valid' : 'expired',
          `The ${subject} ${early ? 'is not valid yet' : 'has expired'}; the clocks may differ.`,
          element,
          { expected: timeNow(context), received: `${name} ${text}` },
        ),
      );
    }
  }
  return { expected: timeNow(context), received };
}

function timeNow({ settings }: Context): string {
  return `${settings.now.toISOString()}, give or take ${settings.toleranceMs / 1000} s`;
}

// Conditions

function conditionsOf(context: Context): XmlElement | null {
  const assertion = readableAssertion(context);
  return assertion && child(assertion, SAML, 'Conditions');
}

const CONDITIONS = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/** OneTimeUse is met by the replay record of every assertion, ProxyRestriction by never issuing another. */
function checkConditions(context: Context): Finding {
  const conditions = conditionsOf(context);
  if (!conditions) {
    return refused(
      failure(context, 'conditions_missing', 'The assertion has no Conditions.', readableAssertion(context)),
    );
  }
  const unknown = childElements(conditions).find(
    (condition) => condition.namespaceUri !== SAML || !CONDITIONS.includes(condition.name),
  );
  if (!unknown) return {};
  return refused(
    failure(
      context,
      'condition_not_understood',
      'The assertion makes a condition that is not understood.',
      unknown,
      {
        expected: CONDITIONS,
        received: `{${unknown.namespaceUri}}${unknown.name}`,
      },
    ),
  );
}

function checkConditionsTime(context: Context): Finding {
  return judgeWindow(context, conditionsOf(context) as XmlElement, 'assertion');
}

/** Every AudienceRestriction must hold; one of its Audiences is enough. */
function checkAudience(context: Context): Finding {
  const expected = context.settings.serviceProvider.entityId;
  const conditions = conditionsOf(context) as XmlElement;
  const restrictions = children(conditions, SAML, 'AudienceRestriction');
  if (restrictions.length === 0) {
    return refused(
      failure(context, 'audience_missing', 'The assertion does not say for whom it was issued.', conditions, {
        expected,
      }),
    );
  }
  for (const restriction of restrictions) {
    const audiences: string[] = [];
    for (const audience of children(restriction, SAML, 'Audience')) {
      const text = wholeText(audience);
      if (text === null) return refused(notPlain(context, audience));
      audiences.push(text.trim());
    }
    if (!audiences.includes(expected)) {
      return refused(
        failure(
          context,
          'audience_mismatch',
          'The assertion was issued for another service provider.',
          restriction,
          {
            expected,
            received: audiences,
          },
        ),
      );
    }
  }
  return { expected, received: expected };
}

// Statements and subject

function checkSessionTime(context: Context): Finding {
  const authn = readAuthnStatements(readableAssertion(context) as XmlElement);
  if (!authn.ok) {
    return refused(
      failure(
        context,
        'instant_malformed',
        'A time of the AuthnStatement is not a UTC time.',
        authn.element,
        {
          received: authn.received,
        },
      ),
    );
  }
  if (authn.count === 0) {
    const detail = 'The assertion does not say how or when the user signed in.';
    return { note: { code: 'authn_statement_missing', detail } };
  }
  const { now, toleranceMs } = context.settings;
  const end = authn.reading.sessionNotOnOrAfter;
  if (!end || now.getTime() - toleranceMs < end.getTime()) return end ? { received: end.toISOString() } : {};
  return refused(
    failure(
      context,
      'session_expired',
      "The user's session at the identity provider has ended.",
      child(readableAssertion(context) as XmlElement, SAML, 'AuthnStatement'),
      { expected: timeNow(context), received: `SessionNotOnOrAfter ${end.toISOString()}` },
    ),
  );
}

function checkNameId(context: Context): Finding {
  const assertion = readableAssertion(context);
  const subject = subjectOf(context);
  const element = subject && child(subject, SAML, 'NameID');
  if (subject && child(subject, SAML, 'EncryptedID')) {
    return refused(
      failure(
        context,
        'encrypted_name_id',
        'The NameID is encrypted on its own, which is not supported.',
        subject,
      ),
    );
  }
  if (!element) {
    return refused(failure(context, 'name_id_missing', 'The assertion has no NameID.', subject ?? assertion));
  }
  if (children(subject, SAML, 'NameID').length > 1) {
    return refused(failure(context, 'element_repeated', 'The Subject holds more than one NameID.', element));
  }
  const value = wholeText(element);
  if (value === null) return refused(notPlain(context, element));
  if (value.trim() === '')
    return refused(failure(context, 'name_id_missing', 'The NameID is empty.', element));
  return { received: value };
}

function checkAttributes(context: Context): Finding {
  const reading = readAttributes(readableAssertion(context) as XmlElement);
  if (!reading.ok) return refused(failure(context, 'attribute_malformed', reading.detail, reading.element));
  const received = Object.keys(reading.values);
  if (!reading.encrypted) return { received };
  const detail = 'An attribute encrypted on its own was left out.';
  return { received, note: { code: 'encrypted_attribute_ignored', detail } };
}
