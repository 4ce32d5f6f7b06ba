import { type AttributeValues, type NameId, readAttributes, readNameId, readStatus } from './assertion.ts';
import { decodeBase64 } from './base64.ts';
import { type EncryptionReading, readEncryption } from './decrypt.ts';
import { DS, SAML, SAMLP } from './names.ts';
import { embeddedCertificateText } from './signature.ts';
import {
  attribute,
  child,
  isElement,
  type ParsedXml,
  parseXml,
  RESPONSE_LIMITS,
  wholeText,
  type XmlElement,
  type XmlFailure,
  type XmlLimits,
} from './xml.ts';

/** What a Response claims, for display and for finding the session. Nothing in it has been verified. */
export type UnverifiedReading = {
  /** The decoded text, also when it is not XML; null when the field was not base64 or too large. */
  xml: string | null;
  inResponseTo: string | null;
  issuer: string | null;
  responseId: string | null;
  assertionId: string | null;
  destination: string | null;
  /** The innermost status code, which names the cause. */
  statusCode: string | null;
  statusMessage: string | null;
  nameId: NameId | null;
  attributes: AttributeValues | null;
  /** The signature's own X509Certificate as PEM. */
  embeddedCertificate: string | null;
  encryption: EncryptionReading | null;
};

const NOTHING: UnverifiedReading = {
  xml: null,
  inResponseTo: null,
  issuer: null,
  responseId: null,
  assertionId: null,
  destination: null,
  statusCode: null,
  statusMessage: null,
  nameId: null,
  attributes: null,
  embeddedCertificate: null,
  encryption: null,
};

/** A posted field, decoded and parsed once under `limits`; `bytes` and `parsed` are null where that was not possible. */
export type OpenedField = { bytes: Buffer | null; parsed: ParsedXml | XmlFailure | null };

/** Decodes and parses a posted field; the caller disposes what was parsed. Never throws. */
export function openField(encodedResponse: string, limits: Partial<XmlLimits> = {}): OpenedField {
  const bounds = { ...RESPONSE_LIMITS, ...limits };
  if (encodedResponse.length > bounds.bytes * 1.5) return { bytes: null, parsed: null };
  const bytes = decodeBase64(encodedResponse);
  if (!bytes || bytes.length > bounds.bytes) return { bytes: null, parsed: null };
  return { bytes, parsed: parseXml(bytes, bounds) };
}

/** Describes what a posted Response claims. Never throws; verifies nothing. */
export function describeField({ bytes, parsed }: OpenedField): UnverifiedReading {
  if (!bytes) return NOTHING;
  const xml = bytes.toString('utf8');
  if (!parsed?.ok) return { ...NOTHING, xml };
  try {
    return describeUnverified(parsed.root, null, null, xml);
  } catch {
    return { ...NOTHING, xml };
  }
}

/** Reads what a posted Response claims, before its session is known. Never throws; verifies nothing. */
export function readUnverified(encodedResponse: string, limits: Partial<XmlLimits> = {}): UnverifiedReading {
  const field = openField(encodedResponse, limits);
  try {
    return describeField(field);
  } finally {
    if (field.parsed?.ok) field.parsed.dispose();
  }
}

/**
 * Describes a parsed message. `decrypted` is the plaintext of its encrypted assertion, and `certificate` the text
 * of an X509Certificate that was read before its signature was taken out of the document. `known` saves reading the
 * subject and its attributes twice.
 */
export function describeUnverified(
  root: XmlElement,
  decrypted: XmlElement | null,
  certificate: string | null,
  xml: string,
  known?: Pick<UnverifiedReading, 'nameId' | 'attributes'>,
): UnverifiedReading {
  const clear = isElement(root, SAML, 'Assertion') ? root : child(root, SAML, 'Assertion');
  const encrypted = child(root, SAML, 'EncryptedAssertion');
  const assertion = decrypted ?? clear;
  const status = readStatus(root);
  const issuer = child(root, SAML, 'Issuer') ?? (assertion && child(assertion, SAML, 'Issuer'));
  const attributes = known || !assertion ? null : readAttributes(assertion);
  const text =
    certificate ??
    certificateOf(assertion) ??
    certificateOf(isElement(root, SAMLP, 'Response') ? root : null);
  return {
    xml,
    inResponseTo: attribute(root, 'InResponseTo'),
    issuer: issuer && (wholeText(issuer)?.trim() ?? null),
    responseId: attribute(root, 'ID'),
    assertionId: assertion && attribute(assertion, 'ID'),
    destination: attribute(root, 'Destination'),
    statusCode: status?.codes.at(-1) || null,
    statusMessage: status?.message ?? null,
    nameId: known?.nameId ?? (assertion && readNameId(assertion)),
    attributes: known?.attributes ?? (attributes?.ok ? attributes.values : null),
    embeddedCertificate: text === null ? null : toPem(text),
    encryption: encrypted && readEncryption(encrypted),
  };
}

function certificateOf(element: XmlElement | null): string | null {
  const signature = element && child(element, DS, 'Signature');
  return signature && embeddedCertificateText(signature);
}

function toPem(text: string): string | null {
  const der = decodeBase64(text);
  if (!der || der.length > 32 * 1024) return null;
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
