import { createHash } from 'node:crypto';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, type ErrorCode, type FieldError } from '#lib/errors.ts';
import { fetchOutside, type OutsideReply, outsidePolicy } from '#lib/http/outside.ts';
import { type Certificate, parseCertificates } from '#lib/saml/certificate.ts';
import {
  type IdpMetadata,
  type IdpMetadataFailure,
  METADATA_LIMITS,
  parseIdpMetadata,
  ssoUrlProblem,
} from '#lib/saml/metadata.ts';

/** The three ways to say who the identity provider is. */
export type IdentityProviderInput =
  | { from: 'metadata_xml'; xml: string }
  /** `asRead`: the readingHash of what somebody has compared; anything else that is there by now is refused. */
  | { from: 'metadata_url'; url: string; asRead?: string | undefined }
  | {
      from: 'fields';
      entityId: string;
      ssoUrl: string;
      ssoBinding?: 'redirect' | 'post' | undefined;
      /** Where logout messages go; empty or absent for none. */
      sloUrl?: string | null | undefined;
      sloBinding?: 'redirect' | 'post' | undefined;
      /** PEM or bare base64; one text may hold several certificates. */
      certificates: readonly string[];
    };

/** An identity provider as a connection stores it. */
export type IdentityProvider = {
  idpEntityId: string;
  idpSsoUrl: string;
  idpSsoBinding: 'redirect' | 'post';
  /** Null where it offers no single logout that we can take part in. */
  idpSloUrl: string | null;
  idpSloBinding: 'redirect' | 'post';
  /** Set when the values came from there and are refreshed from there. */
  idpMetadataUrl: string | null;
  /** At least one, none twice. */
  certificates: readonly Certificate[];
  /** The identity provider says in its metadata that it refuses unsigned requests. */
  wantsSignedRequests: boolean;
};

export type IdentityProviderReading =
  | { ok: true; identityProvider: IdentityProvider }
  | { ok: false; code: ErrorCode; fields: readonly FieldError[] };

export const MAX_CERTIFICATES = 10;
const MAX_ENTITY_ID_CHARACTERS = 1024;

/**
 * Turns metadata XML, a metadata URL (fetched now) or separate fields into checked values, or into field
 * errors for a form. Field names are `metadata_xml`, `idp_metadata_url`, `idp_entity_id`, `idp_sso_url` and
 * `idp_signing_certs`. Expired certificates pass as long as one is not: identity providers leave old ones behind.
 */
export async function readIdentityProvider(
  { scope, now }: Pick<EnvironmentContext, 'scope' | 'now'>,
  input: IdentityProviderInput,
): Promise<IdentityProviderReading> {
  switch (input.from) {
    case 'metadata_xml':
      return fromMetadata(input.xml, 'metadata_xml', null, now);
    case 'metadata_url':
      return asCompared(await fromUrl(input.url.trim(), scope.kind, now), input.asRead);
    case 'fields':
      return fromFields(input, now);
  }
}

/** The same, for callers that refuse by exception. Throws an AppError carrying the field errors. */
export async function requireIdentityProvider(
  context: Pick<EnvironmentContext, 'scope' | 'now'>,
  input: IdentityProviderInput,
): Promise<IdentityProvider> {
  const reading = await readIdentityProvider(context, input);
  if (reading.ok) return reading.identityProvider;
  throw new AppError(reading.code, reading.fields[0]?.message, { fields: reading.fields });
}

/** Fetches metadata as the environment's policy allows. With `etag`, the answer may be that nothing has changed. */
export function fetchMetadata(
  url: string,
  kind: 'staging' | 'production',
  etag: string | null,
): Promise<OutsideReply> {
  return fetchOutside(url, {
    policy: outsidePolicy(kind),
    maxBytes: METADATA_LIMITS.bytes,
    accept: 'application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
    etag,
  });
}

/** Reads metadata that was fetched from a URL. */
export function readFetchedMetadata(body: Uint8Array, url: string, now: Date): IdentityProviderReading {
  return fromMetadata(body, 'idp_metadata_url', url, now);
}

/** SHA-256 of everything that decides over a sign-in, in hex. */
export function readingHash(read: IdentityProvider): string {
  const { idpEntityId, idpSsoUrl, idpSsoBinding, idpSloUrl, idpSloBinding, certificates } = read;
  const fingerprints = certificates.map((one) => one.fingerprintSha256).sort();
  const facts = [idpEntityId, idpSsoUrl, idpSsoBinding, idpSloUrl, idpSloBinding, fingerprints];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function asCompared(reading: IdentityProviderReading, asRead: string | undefined): IdentityProviderReading {
  if (!reading.ok || asRead === undefined || readingHash(reading.identityProvider) === asRead) return reading;
  const message = 'The metadata says something else than when it was read. Read it again, and compare.';
  return refused('idp_metadata_url', 'metadata_changed', message, 'conflict');
}

async function fromUrl(
  url: string,
  kind: 'staging' | 'production',
  now: Date,
): Promise<IdentityProviderReading> {
  const reply = await fetchMetadata(url, kind, null);
  if (!reply.ok) return refused('idp_metadata_url', reply.code, reply.message, 'idp_metadata_fetch_failed');
  return readFetchedMetadata(reply.body, url, now);
}

function fromMetadata(
  source: string | Uint8Array,
  field: string,
  idpMetadataUrl: string | null,
  now: Date,
): IdentityProviderReading {
  const parsed = parseIdpMetadata(source);
  const code = idpMetadataUrl === null ? 'invalid_request_parameters' : 'idp_metadata_fetch_failed';
  if (!parsed.ok) return refused(field, parsed.code, parsed.message, code);
  const { metadata } = parsed;
  if (metadata.signingCertificates.length > MAX_CERTIFICATES) {
    return refused(field, 'too_many_certificates', tooMany(), code);
  }
  if (metadata.validUntil !== null && metadata.validUntil <= now) {
    const message = 'The metadata has expired. Ask the identity provider for its current metadata.';
    return refused(field, 'metadata_expired', message, code);
  }
  const expired = allExpired(metadata.signingCertificates, now);
  return expired
    ? refused(field, 'certificate_expired', expired, 'certificate_expired')
    : ok(metadata, idpMetadataUrl);
}

function ok(metadata: IdpMetadata, idpMetadataUrl: string | null): IdentityProviderReading {
  const { redirect, post } = metadata.ssoUrls;
  // A logout URL that cannot be used must not keep people from signing in.
  const sloUrls = {
    redirect: usableSloUrl(metadata.sloUrls.redirect),
    post: usableSloUrl(metadata.sloUrls.post),
  };
  return {
    ok: true,
    identityProvider: {
      idpEntityId: metadata.entityId,
      idpSsoUrl: redirect ?? post ?? '',
      idpSsoBinding: redirect === null ? 'post' : 'redirect',
      idpSloUrl: sloUrls.redirect ?? sloUrls.post,
      idpSloBinding: sloUrls.redirect === null && sloUrls.post !== null ? 'post' : 'redirect',
      idpMetadataUrl,
      certificates: metadata.signingCertificates,
      wantsSignedRequests: metadata.wantAuthnRequestsSigned,
    },
  };
}

function fromFields(
  input: Extract<IdentityProviderInput, { from: 'fields' }>,
  now: Date,
): IdentityProviderReading {
  const entityId = entityIdField(input.entityId);
  const ssoUrl = ssoUrlField(input.ssoUrl);
  const certificates = certificatesField(input.certificates, now);
  const sloUrl = sloUrlField(input.sloUrl ?? '');
  const problems = [entityId, ssoUrl, sloUrl, certificates].flatMap((one) => ('error' in one ? [one] : []));
  const [first] = problems;
  if (first) return { ok: false, code: first.code, fields: problems.map((one) => one.error) };
  if ('error' in entityId || 'error' in ssoUrl || 'error' in sloUrl || 'error' in certificates) {
    throw new Error('unreachable');
  }
  return {
    ok: true,
    identityProvider: {
      idpEntityId: entityId.value,
      idpSsoUrl: ssoUrl.value,
      idpSsoBinding: input.ssoBinding ?? 'redirect',
      idpSloUrl: sloUrl.value,
      idpSloBinding: input.sloBinding ?? 'redirect',
      idpMetadataUrl: null,
      certificates: certificates.value,
      wantsSignedRequests: false,
    },
  };
}

/** One judged field: its value, or what to tell whoever typed it. */
export type Field<Value> = { value: Value } | { error: FieldError; code: ErrorCode };

/** The identity provider's entity ID: any text an IdP may call itself by. SAML Core §8.3.6. */
export function entityIdField(text: string): Field<string> {
  const value = text.trim();
  if (value === '') return wrong('idp_entity_id', 'missing', "Enter the identity provider's entity ID.");
  if (value.length > MAX_ENTITY_ID_CHARACTERS || /\s|\p{Cc}/u.test(value)) {
    const message = 'The entity ID must be one word of at most 1,024 characters, usually a web address.';
    return wrong('idp_entity_id', 'entity_id_invalid', message);
  }
  return { value };
}

/** Where browsers are sent to sign in. */
export function ssoUrlField(text: string): Field<string> {
  const value = text.trim();
  if (value === '') return wrong('idp_sso_url', 'missing', "Enter the identity provider's SSO URL.");
  const problem: IdpMetadataFailure | null = ssoUrlProblem(value);
  return problem ? wrong('idp_sso_url', problem.code, problem.message) : { value };
}

/** Where logout messages are sent; empty for none. */
export function sloUrlField(text: string): Field<string | null> {
  const value = text.trim();
  if (value === '') return { value: null };
  const problem = ssoUrlProblem(value);
  const message = problem?.message.replace('SSO URL', 'logout URL') ?? '';
  return problem ? wrong('idp_slo_url', problem.code, message) : { value };
}

function usableSloUrl(url: string | null): string | null {
  return url !== null && ssoUrlProblem(url) === null ? url : null;
}

/** Certificates the identity provider signs with: at least one, at least one of them not expired. */
export function certificatesField(texts: readonly string[], now: Date): Field<Certificate[]> {
  const given = texts.filter((text) => text.trim() !== '');
  if (given.length === 0) {
    return wrong('idp_signing_certs', 'missing', 'Paste a certificate of the identity provider.');
  }
  const byFingerprint = new Map<string, Certificate>();
  for (const text of given) {
    const certificates = parseCertificates(text);
    if (!certificates) {
      return wrong(
        'idp_signing_certs',
        'invalid_certificate',
        certificateMessage(text),
        'invalid_certificate',
      );
    }
    for (const one of certificates) byFingerprint.set(one.fingerprintSha256, one);
  }
  const value = [...byFingerprint.values()];
  if (value.length > MAX_CERTIFICATES) return wrong('idp_signing_certs', 'too_many_certificates', tooMany());
  const expired = allExpired(value, now);
  return expired
    ? wrong('idp_signing_certs', 'certificate_expired', expired, 'certificate_expired')
    : { value };
}

/** What a text that is no certificate seems to be, for whoever pasted it. */
function certificateMessage(text: string): string {
  if (text.includes('PRIVATE KEY')) {
    return 'This is a private key. Paste the certificate instead, and treat the key as leaked.';
  }
  if (text.includes('<'))
    return 'This is XML. Paste it as metadata, or only the text of its X509Certificate.';
  return 'This is not an X.509 certificate. It starts with -----BEGIN CERTIFICATE-----.';
}

function allExpired(certificates: readonly Certificate[], now: Date): string | null {
  if (certificates.some((one) => one.notAfter > now)) return null;
  const last = new Date(Math.max(...certificates.map((one) => one.notAfter.getTime())));
  return `The certificate expired on ${last.toISOString().slice(0, 10)}. Ask the identity provider for its current one.`;
}

function tooMany(): string {
  return `A connection can have at most ${MAX_CERTIFICATES} certificates.`;
}

function wrong(
  field: string,
  code: string,
  message: string,
  refusal: ErrorCode = 'invalid_request_parameters',
): { error: FieldError; code: ErrorCode } {
  return { error: { field, code, message }, code: refusal };
}

function refused(field: string, code: string, message: string, refusal: ErrorCode): IdentityProviderReading {
  return { ok: false, code: refusal, fields: [{ field, code, message }] };
}
