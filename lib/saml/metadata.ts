import { tag, text } from './canonical-xml.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import {
  attribute,
  child,
  childElements,
  children,
  isElement,
  parseXml,
  RESPONSE_LIMITS,
  wholeText,
  type XmlElement,
  type XmlLimits,
} from './xml.ts';

/** What a connection needs to know about an identity provider. */
export type IdpMetadata = {
  readonly entityId: string;
  /** By binding; at least one of the two is set. */
  readonly ssoUrls: { readonly redirect: string | null; readonly post: string | null };
  /** In document order, without duplicates; never empty. Dates are not judged. */
  readonly signingCertificates: readonly Certificate[];
  readonly nameIdFormats: readonly string[];
  readonly wantAuthnRequestsSigned: boolean;
  readonly sloUrls: { readonly redirect: string | null; readonly post: string | null };
  readonly validUntil: Date | null;
  readonly organizationName: string | null;
};

export type IdpMetadataFailureCode =
  | 'too_large'
  | 'not_xml'
  | 'forbidden_xml'
  | 'saml_response'
  | 'not_metadata'
  | 'service_provider_metadata'
  | 'several_identity_providers'
  | 'no_identity_provider'
  | 'several_idp_descriptors'
  | 'entity_id_missing'
  | 'sso_url_missing'
  | 'sso_url_invalid'
  | 'sso_url_not_https'
  | 'certificate_missing'
  | 'certificate_invalid';

/** Why metadata cannot be used; `message` is one sentence for the person who pasted it. */
export type IdpMetadataFailure = {
  readonly ok: false;
  readonly code: IdpMetadataFailureCode;
  readonly message: string;
  /** What was found instead, such as the entity IDs to choose from. */
  readonly found: readonly string[];
};

const MD = 'urn:oasis:names:tc:SAML:2.0:metadata';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

/** One identity provider fits easily; a whole federation does not, and is not what a connection is for. */
export const METADATA_LIMITS: XmlLimits = { ...RESPONSE_LIMITS, bytes: 256 * 1024 };

/**
 * Reads the metadata of one identity provider (SAML Metadata §2.4.3). A signature in it is not checked: it is
 * trusted because an admin supplied it or because it came over https from a URL an admin supplied.
 * An http SSO URL is refused, except on the own machine or where `allowHttpSsoUrl` says so.
 */
export function parseIdpMetadata(
  source: Uint8Array | string,
  options: { limits?: XmlLimits; allowHttpSsoUrl?: boolean } = {},
): { readonly ok: true; readonly metadata: IdpMetadata } | IdpMetadataFailure {
  const limits = options.limits ?? METADATA_LIMITS;
  // A form field or a file often starts with blank lines, which XML forbids before its declaration.
  const trimmed = typeof source === 'string' ? source.trim() : source;
  const parsed = parseXml(trimmed, limits);
  if (!parsed.ok) {
    if (parsed.code === 'xml_limits') {
      return failure('too_large', `The metadata is too large: ${parsed.detail}`);
    }
    return parsed.code === 'xml_forbidden'
      ? failure('forbidden_xml', parsed.detail)
      : failure('not_xml', `This is not XML metadata. ${parsed.detail}`);
  }
  try {
    const entity = identityProvider(parsed.root);
    return 'ok' in entity ? entity : readEntity(entity.entity, options.allowHttpSsoUrl ?? false);
  } finally {
    parsed.dispose();
  }
}

/** The one EntityDescriptor with an IDPSSODescriptor, however deep the EntitiesDescriptors around it. */
function identityProvider(root: XmlElement): { readonly entity: XmlElement } | IdpMetadataFailure {
  if (isElement(root, PROTOCOL, 'Response') || isElement(root, ASSERTION, 'Assertion')) {
    return failure(
      'saml_response',
      'This is a SAML response, not metadata. Ask the identity provider for its metadata.',
    );
  }
  const isEntity = isElement(root, MD, 'EntityDescriptor');
  if (!isEntity && !isElement(root, MD, 'EntitiesDescriptor')) {
    return failure(
      'not_metadata',
      `The document starts with <${root.name}>, and SAML metadata starts with <EntityDescriptor>.`,
    );
  }
  const entities = isEntity ? [root] : entitiesIn(root);
  const providers = entities.filter((entity) => child(entity, MD, 'IDPSSODescriptor'));
  const [provider, second] = providers;
  if (second) {
    const ids = providers.map((entity) => attribute(entity, 'entityID') ?? 'one without an entity ID');
    return failure(
      'several_identity_providers',
      `The metadata describes ${ids.length} identity providers (${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}). Supply one.`,
      ids,
    );
  }
  if (provider) return { entity: provider };
  if (entities.some((entity) => child(entity, MD, 'SPSSODescriptor'))) {
    return failure(
      'service_provider_metadata',
      'This is the metadata of a service provider. The metadata of the identity provider is needed.',
    );
  }
  return failure('no_identity_provider', 'The metadata describes no SAML 2.0 identity provider.');
}

function entitiesIn(group: XmlElement): XmlElement[] {
  return childElements(group).flatMap((element) => {
    if (isElement(element, MD, 'EntityDescriptor')) return [element];
    return isElement(element, MD, 'EntitiesDescriptor') ? entitiesIn(element) : [];
  });
}

function readEntity(
  entity: XmlElement,
  allowHttp: boolean,
): { readonly ok: true; readonly metadata: IdpMetadata } | IdpMetadataFailure {
  const entityId = attribute(entity, 'entityID')?.trim() ?? '';
  if (entityId === '' || entityId.length > 1024) {
    return failure('entity_id_missing', 'The metadata has no entity ID of at most 1,024 characters.');
  }
  // Entra ID also lists WS-Federation roles and an SPSSODescriptor; only what speaks SAML 2.0 counts.
  const descriptors = children(entity, MD, 'IDPSSODescriptor').filter(
    (role) => attribute(role, 'protocolSupportEnumeration')?.split(/\s+/).includes(PROTOCOL) ?? true,
  );
  const [descriptor, second] = descriptors;
  if (!descriptor) return failure('no_identity_provider', 'The identity provider does not support SAML 2.0.');
  if (second) {
    return failure(
      'several_idp_descriptors',
      'The metadata describes the identity provider twice; it is not clear which one signs.',
    );
  }
  const ssoUrls = endpoints(descriptor, 'SingleSignOnService');
  const unusable = ssoProblem(descriptor, ssoUrls, allowHttp);
  if (unusable) return unusable;
  const certificates = signingCertificates(descriptor);
  if ('ok' in certificates) return certificates;
  return {
    ok: true,
    metadata: {
      entityId,
      ssoUrls,
      signingCertificates: certificates,
      nameIdFormats: children(descriptor, MD, 'NameIDFormat')
        .map((format) => wholeText(format)?.trim() ?? '')
        .filter((format) => format !== ''),
      wantAuthnRequestsSigned: /^(true|1)$/.test(attribute(descriptor, 'WantAuthnRequestsSigned') ?? ''),
      sloUrls: endpoints(descriptor, 'SingleLogoutService'),
      validUntil: earliest([entity, descriptor]),
      organizationName: organizationName(entity),
    },
  };
}

/** The first endpoint of each binding, as written. */
function endpoints(descriptor: XmlElement, service: string): IdpMetadata['ssoUrls'] {
  const first = (binding: string) =>
    children(descriptor, MD, service)
      .filter((endpoint) => attribute(endpoint, 'Binding')?.trim() === binding)
      .map((endpoint) => attribute(endpoint, 'Location')?.trim() ?? '')
      .find((location) => location !== '') ?? null;
  return { redirect: first(REDIRECT), post: first(POST) };
}

function ssoProblem(
  descriptor: XmlElement,
  urls: IdpMetadata['ssoUrls'],
  allowHttp: boolean,
): IdpMetadataFailure | null {
  const given = [urls.redirect, urls.post].filter((url) => url !== null);
  if (given.length === 0) {
    const bindings = children(descriptor, MD, 'SingleSignOnService').map(
      (endpoint) => attribute(endpoint, 'Binding') ?? 'no binding',
    );
    return failure(
      'sso_url_missing',
      'The metadata has no SSO URL for HTTP-Redirect or HTTP-POST, the bindings a browser sign-in uses.',
      bindings,
    );
  }
  for (const url of given) {
    const problem = ssoUrlProblem(url, allowHttp);
    if (problem) return problem;
  }
  return null;
}

/**
 * Judges an SSO URL, also one that was typed in by hand: absolute, https, no user name, no control
 * characters; http only on the own machine. Null when it can be used. It is only ever opened by a browser, so its host is not restricted.
 */
export function ssoUrlProblem(url: string, allowHttp = false): IdpMetadataFailure | null {
  const parsed = url.length <= 2048 && /^[\x21-\x7e]+$/.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:\/\//i.test(url) || parsed.username !== '' || parsed.password !== '') {
    return failure('sso_url_invalid', 'The SSO URL is not a complete web address.', [url.slice(0, 200)]);
  }
  const loopback = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(parsed.hostname);
  if (parsed.protocol === 'https:' || allowHttp || loopback) return null;
  return failure('sso_url_not_https', 'The SSO URL must start with https.', [url]);
}

/** Certificates to verify with: those of `use="signing"`, and of no use, which means both (SAML Metadata §2.4.1.1). */
function signingCertificates(descriptor: XmlElement): Certificate[] | IdpMetadataFailure {
  const texts = children(descriptor, MD, 'KeyDescriptor')
    .filter((key) => [null, 'signing'].includes(attribute(key, 'use')))
    .flatMap((key) => children(key, DS, 'KeyInfo'))
    .flatMap((info) => children(info, DS, 'X509Data'))
    // Only the first: what follows is the chain, and a CA must not become a signer of assertions.
    .map((data) => child(data, DS, 'X509Certificate'))
    .filter((element) => element !== null)
    .map((element) => wholeText(element) ?? '');
  if (texts.length === 0) {
    return failure(
      'certificate_missing',
      'The metadata has no signing certificate, so nothing could be verified.',
    );
  }
  const byFingerprint = new Map<string, Certificate>();
  for (const body of texts) {
    const certificate = parseCertificate(body);
    if (!certificate) {
      return failure('certificate_invalid', 'A signing certificate in the metadata cannot be read.', [
        body.trim().slice(0, 64),
      ]);
    }
    byFingerprint.set(certificate.fingerprintSha256, certificate);
  }
  return [...byFingerprint.values()];
}

/** When the metadata ends, the sooner of its own date and its role's; null when it never does or is unreadable. */
function earliest(elements: readonly XmlElement[]): Date | null {
  const times = elements
    .map((element) => attribute(element, 'validUntil')?.trim() ?? '')
    // SAML times are UTC (SAML Core §1.3.3); without a zone, JavaScript would read the server's.
    .map((moment) => Date.parse(/T[\d:.]+$/.test(moment) ? `${moment}Z` : moment))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function organizationName(entity: XmlElement): string | null {
  const organization = child(entity, MD, 'Organization');
  for (const part of ['OrganizationDisplayName', 'OrganizationName']) {
    const element = organization && child(organization, MD, part);
    const name = element ? wholeText(element)?.trim() : null;
    if (name) return name.slice(0, 200);
  }
  return null;
}

function failure(
  code: IdpMetadataFailureCode,
  message: string,
  found: readonly string[] = [],
): IdpMetadataFailure {
  return { ok: false, code, message, found };
}

export type SpMetadataInput = {
  readonly entityId: string;
  readonly acsUrl: string;
  /** Where logout messages are taken, by redirect and by POST; null where there is no single logout. */
  readonly sloUrl: string | null;
  /** With one, requests are announced as signed. */
  readonly signingCertificates: readonly Certificate[];
  /** Every current one, so that the identity provider may encrypt to any during a rotation. */
  readonly encryptionCertificates: readonly Certificate[];
  /** Null announces none. */
  readonly nameIdFormat: string | null;
  readonly wantAssertionsSigned: boolean;
  /** Shown by some identity providers. */
  readonly organization?: { readonly name: string; readonly url: string };
};

/** Our metadata for one connection (SAML Metadata §2.4.4), elements in the order of the schema. */
export function buildSpMetadata(input: SpMetadataInput): string {
  const descriptor = tag(
    'md:SPSSODescriptor',
    {
      AuthnRequestsSigned: String(input.signingCertificates.length > 0),
      WantAssertionsSigned: String(input.wantAssertionsSigned),
      protocolSupportEnumeration: PROTOCOL,
    },
    ...input.signingCertificates.map((certificate) => keyDescriptor('signing', certificate)),
    ...input.encryptionCertificates.map((certificate) => keyDescriptor('encryption', certificate)),
    ...(input.sloUrl === null
      ? []
      : [REDIRECT, POST].map((binding) =>
          tag('md:SingleLogoutService', { Binding: binding, Location: input.sloUrl }),
        )),
    input.nameIdFormat === null ? null : tag('md:NameIDFormat', {}, text(input.nameIdFormat)),
    tag('md:AssertionConsumerService', {
      Binding: POST,
      Location: input.acsUrl,
      index: '0',
      isDefault: 'true',
    }),
  );
  const organization =
    input.organization &&
    tag(
      'md:Organization',
      {},
      tag('md:OrganizationName', { 'xml:lang': 'en' }, text(input.organization.name)),
      tag('md:OrganizationDisplayName', { 'xml:lang': 'en' }, text(input.organization.name)),
      tag('md:OrganizationURL', { 'xml:lang': 'en' }, text(input.organization.url)),
    );
  const entity = tag(
    'md:EntityDescriptor',
    { 'xmlns:md': MD, entityID: input.entityId },
    descriptor,
    organization ?? null,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${entity}\n`;
}

function keyDescriptor(use: 'signing' | 'encryption', certificate: Certificate): string {
  const body = certificate.pem.replaceAll(/-----[^-]+-----|\s/g, '');
  const methods =
    use === 'signing'
      ? []
      : ENCRYPTION_METHODS.map((algorithm) => tag('md:EncryptionMethod', { Algorithm: algorithm }));
  return tag(
    'md:KeyDescriptor',
    { use },
    tag('ds:KeyInfo', { 'xmlns:ds': DS }, tag('ds:X509Data', {}, tag('ds:X509Certificate', {}, text(body)))),
    ...methods,
  );
}

/** What we can decrypt by default, best first, so that an identity provider does not choose CBC or RSA 1.5. */
const ENCRYPTION_METHODS = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
];
