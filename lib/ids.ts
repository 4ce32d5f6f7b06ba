import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Kind of thing → prefix of its id, as official SDKs and documents show them. */
export const ID_PREFIXES = {
  workspace: 'team',
  teamMember: 'team_member',
  invitation: 'invitation',
  dashboardSession: 'dashboard_session',
  memberTotp: 'totp',
  memberRecoveryCode: 'recovery_code',
  memberPasskey: 'passkey',
  teamDomain: 'team_domain',
  environment: 'environment',
  mail: 'mail',
  client: 'client',
  auditLogEntry: 'audit_log_entry',
  complianceDocument: 'compliance_document',
  apiKey: 'api_key',
  redirectUri: 'redir',
  logoutRedirectUri: 'logout_redir',
  corsOrigin: 'cors_origin',
  signingKey: 'sso_oidc_key_pair',
  organization: 'org',
  organizationDomain: 'org_domain',
  organizationContact: 'org_contact',
  connection: 'conn',
  connectionCertificate: 'saml_x509_cert',
  encryptionKeyPair: 'saml_enc_key_pair',
  signingKeyPair: 'saml_party_trust',
  profile: 'prof',
  attributeDefinition: 'attribute',
  appRole: 'role',
  ssoGroup: 'sso_group',
  brandingLogo: 'logo',
  profileReconciliation: 'reconciliation',
  ssoSession: 'sso_session',
  billingTaxId: 'billing_tax_id',
  cardConfirmation: 'card_confirmation',
  invoice: 'invoice',
  invoiceLine: 'invoice_line',
  invoiceCredit: 'invoice_credit',
  savedFilter: 'saved_filter',
  logout: 'logout',
  evidenceLink: 'evidence_link',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;
export type Id<K extends IdKind> = `${(typeof ID_PREFIXES)[K]}_${string}`;

const ulid = monotonicFactory();
const ULID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Mints `<prefix>_<ULID>`; ids of one process sort by the time they were made. */
export function newId<K extends IdKind>(kind: K, now: Date): Id<K> {
  return `${ID_PREFIXES[kind]}_${ulid(now.getTime())}`;
}

/** The smallest id a kind can have at `at` (ULID time part, zero tail): turns a time range into an id range. */
export function idFloor<K extends IdKind>(kind: K, at: Date): Id<K> {
  let time = Math.max(0, at.getTime());
  let text = '';
  for (let i = 0; i < 10; i++) {
    text = ULID_ALPHABET[time % 32] + text;
    time = Math.floor(time / 32);
  }
  return `${ID_PREFIXES[kind]}_${text}${'0'.repeat(16)}`;
}

/** The moment inside an id; null when it is no id of ours. */
export function timeOfId(id: string): Date | null {
  const letters = id.slice(id.lastIndexOf('_') + 1).slice(0, 10);
  let time = 0;
  for (const letter of letters) {
    const value = ULID_ALPHABET.indexOf(letter);
    if (value < 0) return null;
    time = time * 32 + value;
  }
  const date = new Date(time);
  return letters.length < 10 || Number.isNaN(date.getTime()) ? null : date;
}

/** 16 characters [A-Za-z0-9] (95 bits): the public key of a connection in its ACS URL and SP entity ID. */
export function newExternalKey(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  while (text.length < 16) {
    for (const byte of randomBytes(24)) {
      // 248 = 4 * 62: larger bytes would favor the first letters.
      if (byte < 248 && text.length < 16) text += alphabet[byte % 62];
    }
  }
  return text;
}

/** ID of an AuthnRequest: 160 random bits behind an underscore, because an XML ID may not start with a digit. */
export function newSamlId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}
