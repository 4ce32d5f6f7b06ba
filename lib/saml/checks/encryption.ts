import { canonicalBytes } from '../canonical.ts';
import {
  type Context,
  type Finding,
  identifiers,
  isVerified,
  markedElements,
  refuse,
  refused,
} from '../context.ts';
import { decryptAssertion, decryptionFailed, readEncryption } from '../decrypt.ts';
import type { SamlFailure } from '../failure.ts';
import { SAML } from '../names.ts';
import { child, isElement, parseXml, type XmlElement } from '../xml.ts';
import { firstRepeated, placeSignature } from './shape.ts';

/** Decrypts an encrypted assertion and holds what comes out to the rules of the whole message. */
export function checkDecryption(context: Context): Finding {
  if (!context.encryptedAssertion) return { detail: 'The assertion is not encrypted.', idle: true };
  const { settings } = context;
  const outerSigned = isVerified(context.responseSignature);
  const encrypted = outerSigned
    ? child(context.responseSignature?.content?.root as XmlElement, SAML, 'EncryptedAssertion')
    : context.encryptedAssertion;
  if (!encrypted) throw new Error('the encrypted assertion is gone');

  const refuseHere = (refusal: SamlFailure) =>
    refuse(context, refusal.code, refusal.detail, context.encryptedAssertion, refusal);
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
    return refuse(context, plain.code, `Decrypted assertion: ${plain.detail}`, context.encryptedAssertion, {
      ...(plain.received !== undefined && { received: plain.received }),
    });
  }
  if (!isElement(plain.root, SAML, 'Assertion')) {
    return refuse(context, 'assertion_missing', 'What was encrypted is not one assertion.', null, {
      expected: `{${SAML}}Assertion`,
      received: `{${plain.root.namespaceUri}}${plain.root.name}`,
    });
  }
  const repeated = firstRepeated([
    ...identifiers(context.received as NonNullable<Context['received']>),
    ...identifiers(plain),
  ]);
  if (repeated !== null) {
    return refuse(context, 'duplicate_id', 'The decrypted assertion repeats an ID of the message.', null, {
      received: repeated,
    });
  }
  for (const element of markedElements(plain)) {
    if (element.isSameNode(plain.root)) continue;
    if (element.name !== 'Signature') {
      return refuse(
        context,
        'stray_assertion',
        `There is another ${element.name} inside the encrypted assertion.`,
        element,
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
      return refuse(context, 'canonicalization_failed', 'The decrypted assertion cannot be canonicalized.');
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
