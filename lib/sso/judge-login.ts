import {
  type AttributeDefinition,
  type CustomMapping,
  readCustomAttributes,
} from '#lib/attributes/custom-attributes.ts';
import type { ProfileField } from '#lib/attributes/identity-providers.ts';
import {
  emailDomainAllowed,
  type FieldMapping,
  type NormalizedProfile,
  type ProfileInput,
  toProfile,
} from '#lib/attributes/profile.ts';
import type { LoginConnection } from '#lib/data/login-path.ts';
import { type Certificate, parseCertificate } from '#lib/saml/certificate.ts';
import type { DecryptionKey } from '#lib/saml/decrypt.ts';
import type { SamlFailure } from '#lib/saml/failure.ts';
import { type OpenedResponse, unsolicited, type Verdict } from '#lib/saml/response.ts';
import type { RefusalCode } from './session-errors.ts';

/*
 * What a response comes to under given settings at a given time: the one judge of live sign-ins, replays and what-ifs.
 * Everything is an argument, nothing is read or written, so the same arguments always give the same answer.
 */

/** A refusal with evidence: one of the validator's, or one of REFUSALS. */
export type Refusal = Omit<SamlFailure, 'code'> & { code: SamlFailure['code'] | RefusalCode };

/** How the standard fields were filled, and the attributes that the environment defines. */
export type Mapping = { fields: readonly FieldMapping[]; custom: readonly CustomMapping[] };

/** What a sign-in is judged by. */
export type LoginSettings = {
  state: LoginConnection['state'];
  values: Pick<
    LoginConnection,
    | 'connectionType'
    | 'idpEntityId'
    | 'idpInitiatedMode'
    | 'clockToleranceSeconds'
    | 'allowSha1'
    | 'allowSmallRsaKeys'
    | 'allowUnsignedCbc'
    | 'attributeMap'
    | 'customAttributeMap'
  >;
  certificates: readonly { pem: string; fingerprintSha256: string }[];
  allowOutside: boolean;
  domains: readonly string[];
  attributeDefinitions: readonly AttributeDefinition[];
};

/** What else a response is judged by. */
export type LoginFacts = {
  now: Date;
  /** The request it has to answer; null for a sign-in that began at the identity provider. */
  requestId: string | null;
  serviceProvider: { entityId: string; acsUrl: string };
  decryptionKeys: readonly DecryptionKey[];
};

/** Why no response at all is taken under these settings; null when they are complete and on. */
export function refusedBySettings({ state, values }: LoginSettings): Refusal | null {
  if (state !== 'active' && state !== 'validating') {
    return {
      code: 'connection_unlinked',
      received: state,
      expected: 'active',
      detail: `The connection is ${state}, so its responses are not accepted.`,
    };
  }
  if (!values.idpEntityId) {
    return {
      code: 'configuration_incomplete',
      detail: 'The connection has no identity provider entity ID, so no response can be checked against it.',
    };
  }
  return null;
}

/**
 * Stops a response nobody asked for where the settings do not allow it: refused, or dropped so that the sign-in begins
 * again (lib/saml/idp-initiated.ts). Either way nothing in it was checked.
 */
export function refusedAsUnsolicited(
  { values }: LoginSettings,
  opened: Pick<OpenedResponse, 'inResponseTo' | 'responseId'>,
): Refusal | null {
  // Garbage has no InResponseTo either; only a readable response is an IdP-initiated login.
  if (opened.inResponseTo !== null || opened.responseId === null) return null;
  switch (values.idpInitiatedMode) {
    case 'allow':
    case 'consent':
      return null;
    case 'convert':
      return {
        code: 'idp_initiated_converted',
        detail: 'The sign-in began at the identity provider, so this connection begins it again.',
      };
    case 'off':
      return {
        code: 'idp_initiated_sso_disabled',
        detail: 'The sign-in began at the identity provider, which this connection does not allow.',
      };
  }
}

export type Judged = { verdict: Verdict; mapping: Mapping | null } & (
  | { refusal: Refusal; profile: null; customAttributes: null }
  | {
      refusal: null;
      verdict: Extract<Verdict, { ok: true }>;
      mapping: Mapping;
      profile: NormalizedProfile;
      customAttributes: Readonly<Record<string, unknown>>;
    }
);

/** The validator's verdict, then the profile, then its email domain. Closes `opened`. */
export function judgeLogin(opened: OpenedResponse, settings: LoginSettings, facts: LoginFacts): Judged {
  const { values } = settings;
  const verdict = opened.judge({
    now: facts.now,
    clockToleranceSeconds: values.clockToleranceSeconds,
    serviceProvider: facts.serviceProvider,
    identityProvider: {
      entityId: values.idpEntityId ?? '',
      certificates: settings.certificates.flatMap((row) => certificateOf(row) ?? []),
    },
    expectedInResponseTo: facts.requestId ?? unsolicited,
    decryptionKeys: facts.decryptionKeys,
    allow: legacySwitches(values),
  });
  const refused = (refusal: Refusal, mapping: Mapping | null) =>
    ({ verdict, mapping, refusal, profile: null, customAttributes: null }) as const;
  if (!verdict.ok) return refused(verdict.failure, null);
  const read = judgeProfile(verdict.assertion, settings);
  if (read.refusal) return refused(read.refusal, read.mapping);
  return { verdict, ...read };
}

/** What a profile is made of. */
export type Named = Pick<ProfileInput, 'attributes' | 'friendlyNames' | 'nameId'>;

type JudgedProfile = { mapping: Mapping } & (
  | { refusal: Refusal; profile: null; customAttributes: null }
  | { refusal: null; profile: NormalizedProfile; customAttributes: Readonly<Record<string, unknown>> }
);

/** What an assertion says of a person under the settings, and whether the organization takes that person. Pure. */
export function judgeProfile(
  assertion: Named,
  settings: Pick<LoginSettings, 'attributeDefinitions' | 'allowOutside' | 'domains'> & {
    values: Pick<LoginSettings['values'], 'connectionType' | 'attributeMap' | 'customAttributeMap'>;
    /** Fields nobody gets in without; those of every profile where it is absent. */
    required?: readonly ProfileField[];
  },
): JudgedProfile {
  const { values } = settings;
  const mapped = toProfile({
    attributes: assertion.attributes,
    friendlyNames: assertion.friendlyNames,
    nameId: assertion.nameId,
    connectionType: values.connectionType,
    overrides: values.attributeMap,
    ...(settings.required ? { required: settings.required } : {}),
  });
  const custom = readCustomAttributes({
    attributes: assertion.attributes,
    friendlyNames: assertion.friendlyNames,
    definitions: settings.attributeDefinitions,
    map: values.customAttributeMap,
  });
  const mapping: Mapping = { fields: mapped.mapping, custom: custom.mapping };
  const refused = (refusal: Refusal) =>
    ({ mapping, refusal, profile: null, customAttributes: null }) as const;
  const missing = [...(mapped.ok ? [] : mapped.missing), ...custom.missing];
  if (!mapped.ok || missing.length > 0) {
    return refused({
      code: 'attributes_missing',
      expected: missing,
      received: Object.keys(assertion.attributes),
      detail: `The response carries no usable ${missing.join(', ')}.`,
    });
  }
  const { profile } = mapped;
  if (!settings.allowOutside && !emailDomainAllowed(profile.email, [...settings.domains])) {
    return refused({
      code: 'email_domain_not_allowed',
      expected: settings.domains,
      received: profile.email,
      detail:
        settings.domains.length === 0
          ? 'The organization has no verified domain, so no email address belongs to it.'
          : 'The email domain is not one of the organization’s verified domains.',
    });
  }
  return { mapping, refusal: null, profile, customAttributes: custom.values };
}

/** The switches that make a check weaker, as the validator takes them. */
export function legacySwitches(values: LoginSettings['values']) {
  return {
    sha1: values.allowSha1,
    smallRsaKeys: values.allowSmallRsaKeys,
    cbcWithoutOuterSignature: values.allowUnsignedCbc,
  };
}

/** Parsed certificates by fingerprint: parsing one costs a third of a validation. */
const parsed = new Map<string, Certificate>();

function certificateOf(row: { pem: string; fingerprintSha256: string }): Certificate | null {
  const known = parsed.get(row.fingerprintSha256);
  if (known) return known;
  const certificate = parseCertificate(row.pem);
  if (certificate) {
    if (parsed.size >= 5000) parsed.clear();
    parsed.set(row.fingerprintSha256, certificate);
  }
  return certificate;
}
