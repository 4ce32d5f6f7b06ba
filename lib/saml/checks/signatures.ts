import { canonicalBytes } from '../canonical.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import {
  type Context,
  type Finding,
  failure,
  note,
  refuse,
  refused,
  type SignatureState,
} from '../context.ts';
import type { SamlFailure, XmlPlace } from '../failure.ts';
import { SAML } from '../names.ts';
import { embeddedCertificateText, hasDigest, readSignature, verifiesWith } from '../signature.ts';
import { attribute, children, isElement, parseXml, type XmlElement } from '../xml.ts';

/** Refuses to go on without a certificate of the connection. */
export function checkCertificates(context: Context): Finding {
  const { certificates } = context.settings.identityProvider;
  if (certificates.length > 0) return { expected: certificates.map(fingerprint) };
  return refuse(
    context,
    'certificate_missing',
    'The connection has no certificate of its identity provider yet.',
  );
}

function fingerprint(certificate: Certificate): string {
  return certificate.fingerprintSha256;
}

/** The three checks of one signature; an absent signature passes them, and `signature_present` counts at the end. */
export function signatureChecks<Which extends 'response' | 'assertion'>(which: Which) {
  const subject = which === 'response' ? 'Response' : 'assertion';
  const state = (context: Context) =>
    which === 'response' ? context.responseSignature : context.assertionSignature;
  const reachable = (context: Context) =>
    context.placed && (which === 'response' || context.assertion !== null || context.decrypted !== null);
  const unsigned: Finding = { detail: `The ${subject} carries no signature of its own.`, idle: true };
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
      specification: 'XML Signature §3.2.1, §8.1.3',
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
  if (!reading.ok) {
    // The verdict ends here. An explanation goes on to whether it was made by this identity provider at all.
    const weak = readSignature(xml, signature.element, parent, true);
    if (weak.ok) signature.form = weak.form;
    return refused(withoutLine(context, xml, reading.failure));
  }
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

  const rsa = signer.publicKey.asymmetricKeyType !== 'ec';
  // A certificate for RSA-PSS only has its length in the key.
  const bits = signer.keyBits || (signer.publicKey.asymmetricKeyDetails?.modulusLength ?? 0);
  const small = rsa && bits < 2048;
  if ((small && (!context.settings.allow.smallRsaKeys || bits < 1024)) || bits < 256) {
    return refuse(
      context,
      'weak_key',
      'The key of the signing certificate is too short.',
      signature.element,
      {
        expected: rsa ? 'RSA with 2048 bits or more' : 'an elliptic curve of 256 bits or more',
        received: `${rsa ? 'RSA' : 'EC'} with ${bits} bits`,
      },
    );
  }
  signature.signer = signer;
  const passed = { expected, received: signer.fingerprintSha256 };
  if (small) {
    const detail = `The signing key has ${bits} bits; 2048 is the least that is considered safe.`;
    note(context, { code: 'small_rsa_key_used', detail });
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
    return refuse(context, 'canonicalization_failed', `The ${parent.name} cannot be canonicalized.`, parent);
  }
  if (!hasDigest(form, bytes)) {
    return refuse(context, 'digest_mismatch', `The ${parent.name} was changed after it was signed.`, parent, {
      expected: form.digestValue.toString('base64'),
    });
  }
  const content = parseXml(bytes, context.settings.limits);
  if (!content.ok) {
    const { ok: _, place: __, ...refusal } = content;
    return refused(refusal);
  }
  context.open.push(content);
  const same =
    isElement(content.root, parent.namespaceUri, parent.name) &&
    attribute(content.root, 'ID') === attribute(parent, 'ID');
  // That there is one has been checked; a refusal has none, and is still what was signed.
  const asReceived = which === 'assertion' || countAssertions(content.root) === countAssertions(parent);
  if (!same || !asReceived) {
    return refuse(context, 'assertion_count', 'What was signed is not what was received.');
  }
  signature.content = content;
  return {};
}

function countAssertions(response: XmlElement): number {
  return children(response, SAML, 'Assertion').length + children(response, SAML, 'EncryptedAssertion').length;
}

/** Refuses a message in which nothing is signed. */
export function checkSignaturePresent(context: Context): Finding {
  if (context.responseSignature || context.assertionSignature) {
    // In a verdict both have been verified by now; in an explanation their own checks say what was wrong.
    return {};
  }
  return refuse(
    context,
    'signature_missing',
    'Neither the Response nor the assertion is signed.',
    context.response,
  );
}
