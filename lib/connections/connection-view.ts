import { CONNECTION_TYPES, type ConnectionType } from '#lib/attributes/connection-types.ts';
import {
  attributeNames,
  PROFILE_FIELDS,
  type ProfileField,
  type SetupFacts,
  setupFacts,
} from '#lib/attributes/identity-providers.ts';
import { requiredFields } from '#lib/attributes/profile.ts';
import type { ConnectionLine } from '#lib/data/connection-list.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import { hasOidcLogout, isOidcConnectionType, OIDC_TYPE_FACTS } from '#lib/oidc/connections.ts';
import {
  type Certificate,
  EXPIRY_NOTICE_DAYS,
  formatFingerprint,
  parseCertificate,
} from '#lib/saml/certificate.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { renewalsUnderWay } from '#lib/saml/key-renewal.ts';
import {
  acsUrl,
  oidcCallbackUrl,
  oidcLogoutUrl,
  ownAcsUrl,
  sloUrl,
  spEntityId,
  spMetadataUrl,
} from '#lib/sso/service-provider.ts';
import { MAX_ENCRYPTION_KEY_PAIRS } from './add-key-pair.ts';
import { type ConnectionState, isConfigured } from './connection-states.ts';
import { type IdentityProvider, readingHash } from './identity-provider-input.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type CertificateStatus = 'valid' | 'expiring' | 'expired' | 'not_yet_valid';

/** A certificate as pages show it. Times are ISO 8601. */
export type CertificateView = {
  id: string;
  pem: string;
  /** `AA:BB:…`, SHA-256. */
  fingerprint: string;
  subject: string;
  issuer: string;
  /** `RSA, 2048 bits` */
  key: string;
  notBefore: string;
  notAfter: string;
  /** Whole days until it ends; negative when it has. */
  daysLeft: number;
  status: CertificateStatus;
  /** When a response signed with it was last accepted; null for never, absent where it does not sign responses. */
  lastSeenAt?: string | null;
  /** New from the metadata and not seen yet beside one that is, or gone from the metadata and about to be retired. */
  standing?: 'staged' | 'leaving' | null;
  /** When the metadata brought it, while that is news: it can be refused. */
  newSince?: string | null;
};

/** One line of the list of connections. */
export type ConnectionListItem = {
  id: string;
  name: string;
  typeLabel: string;
  state: ConnectionState;
  organization: { id: string; name: string };
  idpInitiatedMode: IdpInitiatedMode;
  /** Of the certificate that lasts longest; null without any. */
  certificate: { status: CertificateStatus; notAfter: string; daysLeft: number } | null;
  lastSignInAt: string | null;
  createdAt: string;
};

/** What the header of every page of a connection shows. */
export type ConnectionHeaderView = {
  id: string;
  name: string;
  type: string;
  typeLabel: string;
  state: ConnectionState;
  organization: { id: string; name: string };
  /** The state would let people sign in. */
  isTestable: boolean;
};

export type AttributeView = {
  field: ProfileField;
  label: string;
  required: boolean;
  /** Names tried in order where nothing is mapped. */
  names: readonly string[];
  /** The one attribute that is read instead. */
  mappedTo: string | null;
};

/** What an OpenID provider and we have told each other. The secret is not in it. */
export type OidcView = {
  redirectUri: string;
  /** Where it sends people whom it has signed out. */
  logoutUri: string;
  /** Where all of its kind have their discovery document; null where each customer has one. */
  usualDiscoveryEndpoint: string | null;
  /** Null while nobody has entered it. */
  saved: {
    clientId: string;
    discoveryEndpoint: string;
    issuer: string;
    tokenAuth: string;
    /** Whether it says where tokens are revoked and sessions are ended. */
    hasLogout: boolean;
  } | null;
};

/** A connection as its pages show it. No key of ours is in it. */
export type ConnectionView = ConnectionHeaderView & {
  externalId: string | null;
  serviceProvider: {
    acsUrl: string;
    entityId: string;
    metadataUrl: string;
    /** Where the identity provider sends logout messages. */
    logoutUrl: string;
    ownAcsUrl: string;
    ownEntityId: string;
    acsUrlOverride: string | null;
    entityIdOverride: string | null;
  };
  /** Null for a draft. */
  identityProvider: {
    entityId: string | null;
    ssoUrl: string | null;
    ssoBinding: 'redirect' | 'post';
    /** Null where it offers no single logout. */
    sloUrl: string | null;
    sloBinding: 'redirect' | 'post';
    metadataUrl: string | null;
  } | null;
  /** The OpenID provider; null for SAML. */
  oidc: OidcView | null;
  isConfigured: boolean;
  certificates: readonly CertificateView[];
  signingCertificate: CertificateView | null;
  encryptionCertificates: readonly CertificateView[];
  /** Certificates of ours that were renewed and have to reach the identity provider. */
  renewals: readonly {
    use: 'signing' | 'encryption';
    certificate: CertificateView;
    /** When the new one is used, or needed. ISO 8601. */
    switchAt: string;
    switched: boolean;
  }[];
  /** There is room for one more encryption certificate. */
  mayAddEncryptionCertificate: boolean;
  attributes: readonly AttributeView[];
  guide: SetupFacts;
  settings: {
    nameIdFormat: string | null;
    idpInitiatedMode: IdpInitiatedMode;
    forceAuthn: boolean;
    loginHintInSubject: boolean;
    holdNewIds: boolean;
    clockToleranceSeconds: number;
    allowSha1: boolean;
    allowSmallRsaKeys: boolean;
    allowUnsignedCbc: boolean;
  };
  createdAt: string;
  updatedAt: string;
  activatedAt: string | null;
  /** Number of its version: a form that changes it says which one it was loaded from. */
  version: number;
};

/** What was read from metadata or typed by hand, to be looked at before it is saved. */
export type IdentityProviderPreview = {
  entityId: string;
  ssoUrl: string;
  ssoBinding: 'redirect' | 'post';
  sloUrl: string | null;
  sloBinding: 'redirect' | 'post';
  metadataUrl: string | null;
  /** Goes back with the save, which takes nothing but what was shown. */
  hash: string;
  certificates: readonly CertificateView[];
  wantsSignedRequests: boolean;
};

export const FIELD_LABELS: Readonly<Record<ProfileField, string>> = {
  idp_id: 'User ID',
  email: 'Email',
  first_name: 'First name',
  last_name: 'Last name',
  name: 'Full name',
  groups: 'Groups',
};

/** The name people know a connection type by; the type itself for one this version does not know. */
export function typeLabel(connectionType: string): string {
  return CONNECTION_TYPES[connectionType as ConnectionType]?.label ?? connectionType;
}

/** The list's line of a row. */
export function connectionListItem(
  row: ConnectionLine,
  lastSignInAt: Date | null,
  now: Date,
): ConnectionListItem {
  const [last] = row.certificates;
  return {
    id: row.id,
    name: row.name,
    typeLabel: typeLabel(row.connectionType),
    state: row.state,
    organization: row.organization,
    idpInitiatedMode: row.idpInitiatedMode,
    certificate: last
      ? {
          status: certificateStatus(null, last.notAfter, now),
          notAfter: last.notAfter.toISOString(),
          daysLeft: daysUntil(last.notAfter, now),
        }
      : null,
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

type HeaderRow = Pick<ConnectionRow, 'id' | 'name' | 'connectionType' | 'state'> & {
  organization: { id: string; name: string };
};

/** The header's view of a row. */
export function connectionHeaderView(row: HeaderRow): ConnectionHeaderView {
  return {
    id: row.id,
    name: row.name,
    type: row.connectionType,
    typeLabel: typeLabel(row.connectionType),
    state: row.state,
    organization: { id: row.organization.id, name: row.organization.name },
    isTestable: row.state === 'active' || row.state === 'validating',
  };
}

/** The pages' view of a row. */
export function connectionView(row: ConnectionRow, now: Date): ConnectionView {
  const pairs = (use: 'signing' | 'encryption') =>
    row.keyPairs
      .filter((pair) => pair.use === use)
      .map((pair) => certificateView({ ...pair, pem: pair.certificatePem }, now));
  const map = row.attributeMap as Partial<Record<ProfileField, string>>;
  const names = attributeNames(row.connectionType);
  return {
    ...connectionHeaderView(row),
    externalId: row.externalId,
    serviceProvider: {
      acsUrl: acsUrl(row),
      entityId: spEntityId(row),
      metadataUrl: spMetadataUrl(row.externalKey),
      logoutUrl: sloUrl(row.externalKey),
      ownAcsUrl: ownAcsUrl(row.externalKey),
      ownEntityId: spEntityId({ ...row, spEntityId: null }),
      acsUrlOverride: row.acsUrl,
      entityIdOverride: row.spEntityId,
    },
    identityProvider:
      row.idpEntityId === null && row.idpSsoUrl === null
        ? null
        : {
            entityId: row.idpEntityId,
            ssoUrl: row.idpSsoUrl,
            ssoBinding: row.idpSsoBinding === 'post' ? 'post' : 'redirect',
            sloUrl: row.idpSloUrl,
            sloBinding: row.idpSloBinding === 'post' ? 'post' : 'redirect',
            metadataUrl: row.idpMetadataUrl,
          },
    oidc: oidcView(row),
    isConfigured: isConfigured(row),
    certificates: row.certificates.map((one) => ({
      ...certificateView(one, now),
      lastSeenAt: one.lastSeenAt?.toISOString() ?? null,
      standing: standing(one, row.certificates),
      newSince: newSince(one, row.certificates, now),
    })),
    signingCertificate: pairs('signing')[0] ?? null,
    encryptionCertificates: pairs('encryption'),
    renewals: renewalsUnderWay(row.keyPairs, now).map(({ fresh, switchAt, switched }) => ({
      use: fresh.use,
      certificate: certificateView({ ...fresh, pem: fresh.certificatePem }, now),
      switchAt: switchAt.toISOString(),
      switched,
    })),
    mayAddEncryptionCertificate: pairs('encryption').length < MAX_ENCRYPTION_KEY_PAIRS,
    attributes: PROFILE_FIELDS.map((field) => ({
      field,
      label: FIELD_LABELS[field],
      required: requiredFields(row.connectionType).includes(field),
      names: names[field],
      mappedTo: map[field] ?? null,
    })),
    guide: setupFacts(row.connectionType),
    settings: {
      nameIdFormat: row.nameIdFormat,
      idpInitiatedMode: row.idpInitiatedMode,
      forceAuthn: row.forceAuthn,
      loginHintInSubject: row.loginHintInSubject,
      holdNewIds: row.holdNewIds,
      clockToleranceSeconds: row.clockToleranceSeconds,
      allowSha1: row.allowSha1,
      allowSmallRsaKeys: row.allowSmallRsaKeys,
      allowUnsignedCbc: row.allowUnsignedCbc,
    },
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    activatedAt: row.activatedAt?.toISOString() ?? null,
  };
}

function oidcView(row: ConnectionRow): OidcView | null {
  if (!isOidcConnectionType(row.connectionType)) return null;
  const { oidcClientId: clientId, oidcDiscoveryEndpoint: discoveryEndpoint, oidcIssuer: issuer } = row;
  return {
    redirectUri: oidcCallbackUrl(row.externalKey),
    logoutUri: oidcLogoutUrl(row.externalKey),
    usualDiscoveryEndpoint: OIDC_TYPE_FACTS[row.connectionType].discoveryEndpoint,
    saved:
      clientId === null || discoveryEndpoint === null || issuer === null
        ? null
        : {
            clientId,
            discoveryEndpoint,
            issuer,
            tokenAuth: row.oidcTokenAuth ?? 'client_secret_basic',
            hasLogout: hasOidcLogout(row),
          },
  };
}

type Followed = Pick<ConnectionRow['certificates'][number], 'fromMetadata' | 'missingSince' | 'lastSeenAt'>;

function standing(one: Followed, all: readonly Followed[]): 'staged' | 'leaving' | null {
  if (one.missingSince !== null) return 'leaving';
  const isWaiting = one.fromMetadata && one.lastSeenAt === null;
  return isWaiting && all.some((other) => other.lastSeenAt !== null) ? 'staged' : null;
}

/** A certificate that joined others is news until it was used, and for two days at least. */
const NEWS_MS = 2 * DAY_MS;
/** Those that came with one reading are stored within this time. */
const TOGETHER_MS = 60_000;

function newSince(
  { createdAt, fromMetadata, lastSeenAt, missingSince }: Followed & { createdAt: Date },
  all: readonly { createdAt: Date }[],
  now: Date,
): string | null {
  const joined = all.some((other) => createdAt.getTime() - other.createdAt.getTime() > TOGETHER_MS);
  const fresh = lastSeenAt === null || now.getTime() - createdAt.getTime() < NEWS_MS;
  return fromMetadata && missingSince === null && joined && fresh ? createdAt.toISOString() : null;
}

/** The view of an identity provider that was read and not stored yet. */
export function identityProviderPreview(read: IdentityProvider, now: Date): IdentityProviderPreview {
  return {
    entityId: read.idpEntityId,
    ssoUrl: read.idpSsoUrl,
    ssoBinding: read.idpSsoBinding,
    sloUrl: read.idpSloUrl,
    sloBinding: read.idpSloBinding,
    metadataUrl: read.idpMetadataUrl,
    hash: readingHash(read),
    certificates: read.certificates.map((one) => describeCertificate(one.fingerprintSha256, one, now)),
    wantsSignedRequests: read.wantsSignedRequests,
  };
}

function certificateView(
  row: { id: string; pem: string; fingerprintSha256: string; notBefore: Date; notAfter: Date },
  now: Date,
): CertificateView {
  const certificate = parseCertificate(row.pem);
  if (certificate) return describeCertificate(row.id, certificate, now);
  return {
    id: row.id,
    pem: row.pem,
    fingerprint: formatFingerprint(row.fingerprintSha256),
    subject: '',
    issuer: '',
    key: '',
    ...validity(row.notBefore, row.notAfter, now),
  };
}

/** The view of a certificate that may not be stored. */
export function describeCertificate(id: string, certificate: Certificate, now: Date): CertificateView {
  const { keyType, keyBits } = certificate;
  const kind = keyType === 'other' ? 'Other key type' : keyType.toUpperCase();
  return {
    id,
    pem: certificate.pem,
    fingerprint: formatFingerprint(certificate.fingerprintSha256),
    subject: certificate.subject,
    issuer: certificate.issuer,
    key: keyBits === 0 ? kind : `${kind}, ${keyBits} bits`,
    ...validity(certificate.notBefore, certificate.notAfter, now),
  };
}

function validity(notBefore: Date, notAfter: Date, now: Date) {
  return {
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    daysLeft: daysUntil(notAfter, now),
    status: certificateStatus(notBefore, notAfter, now),
  };
}

/** Whole days until a moment; negative once it has passed. */
export function daysUntil(date: Date, now: Date): number {
  return Math.floor((date.getTime() - now.getTime()) / DAY_MS);
}

/** How a certificate stands at `now`; without `notBefore`, by its end alone. */
export function certificateStatus(notBefore: Date | null, notAfter: Date, now: Date): CertificateStatus {
  if (notAfter <= now) return 'expired';
  if (notBefore !== null && notBefore > now) return 'not_yet_valid';
  return daysUntil(notAfter, now) < EXPIRY_NOTICE_DAYS ? 'expiring' : 'valid';
}
