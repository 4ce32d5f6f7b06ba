import { createHash } from 'node:crypto';
import { CONNECTION_TYPES } from '#lib/attributes/connection-types.ts';
import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import { IDP_INITIATED_MODES, isIdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { NAME_ID_FORMATS } from '#lib/saml/name-id.ts';

/** One setting that two versions differ in, in the words of the pages that set it. */
export type SettingChange = { label: string; before: readonly string[]; after: readonly string[] };

/** Columns of a connection by what the dashboard calls them; one that is missing here is called by its own name. */
const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  connectionType: 'Identity provider',
  externalId: 'External ID',
  idpEntityId: 'IdP entity ID',
  idpSsoUrl: 'IdP SSO URL',
  idpSsoBinding: 'Request binding',
  idpMetadataUrl: 'Metadata URL',
  idpSloUrl: 'IdP logout URL',
  idpSloBinding: 'Logout binding',
  oidcClientId: 'Client ID',
  oidcClientSecretSealed: 'Client secret',
  oidcDiscoveryEndpoint: 'Discovery endpoint',
  oidcIssuer: 'Issuer',
  oidcAuthorizationEndpoint: 'Authorization endpoint',
  oidcTokenEndpoint: 'Token endpoint',
  oidcJwksUri: 'Address of the signing keys',
  oidcUserinfoEndpoint: 'Userinfo endpoint',
  oidcRevocationEndpoint: 'Revocation endpoint',
  oidcEndSessionEndpoint: 'End session endpoint',
  oidcTokenAuth: 'Proof at the token endpoint',
  spEntityId: 'Own SP entity ID',
  acsUrl: 'Own ACS URL',
  nameIdFormat: 'NameID format',
  idpInitiatedMode: 'IdP-initiated sign-in',
  forceAuthn: 'Ask for credentials every time',
  loginHintInSubject: 'Send the login hint as Subject',
  holdNewIds: 'Hold sign-ins with a new ID',
  clockToleranceSeconds: 'Clock tolerance',
  allowSha1: 'Accept SHA-1 signatures',
  allowSmallRsaKeys: 'Accept RSA keys under 2048 bits',
  allowUnsignedCbc: 'Accept AES-CBC inside an unsigned response',
};

/** What we ask of the identity provider: no recorded response tells what it would answer. */
const ASKED = new Set<string | undefined>([
  LABELS['idpSsoUrl'],
  LABELS['idpSsoBinding'],
  LABELS['nameIdFormat'],
  LABELS['forceAuthn'],
  LABELS['loginHintInSubject'],
  LABELS['oidcClientId'],
  LABELS['oidcClientSecretSealed'],
  LABELS['oidcDiscoveryEndpoint'],
  LABELS['oidcIssuer'],
  LABELS['oidcAuthorizationEndpoint'],
  LABELS['oidcTokenEndpoint'],
  LABELS['oidcJwksUri'],
  LABELS['oidcUserinfoEndpoint'],
  LABELS['oidcTokenAuth'],
  'Our signing keys',
]);
/** What no sign-in depends on. */
const SILENT = new Set<string | undefined>([
  LABELS['name'],
  LABELS['externalId'],
  LABELS['idpMetadataUrl'],
  LABELS['idpSloUrl'],
  LABELS['idpSloBinding'],
  LABELS['oidcRevocationEndpoint'],
  LABELS['oidcEndSessionEndpoint'],
]);

/** Whether a change can be judged by responses that came, and whether it changes what is asked for. */
export function judgedBy(changes: readonly SettingChange[]): { responses: boolean; asks: boolean } {
  return {
    responses: changes.some(({ label }) => !ASKED.has(label) && !SILENT.has(label)),
    asks: changes.some(({ label }) => ASKED.has(label)),
  };
}

/** What differs from one version to the next, in the order of the pages. */
export function settingChanges(before: ConnectionSettings, after: ConnectionSettings): SettingChange[] {
  const sides = [lines(before), lines(after)] as const;
  const labels = [...new Set(sides.flatMap((side) => [...side.keys()]))];
  return labels.flatMap((label) => {
    const [was, is] = sides.map((side) => side.get(label) ?? []) as [string[], string[]];
    if (was.join('\0') === is.join('\0')) return [];
    // Of a list only what came and what went.
    return [
      {
        label,
        before: was.filter((item) => !is.includes(item)),
        after: is.filter((item) => !was.includes(item)),
      },
    ];
  });
}

function lines(settings: ConnectionSettings): Map<string, string[]> {
  const { attributeMap, customAttributeMap, ...columns } = settings.values;
  const found = new Map<string, string[]>([['State', [STATES[settings.state] ?? settings.state]]]);
  for (const name of [...new Set([...Object.keys(LABELS), ...Object.keys(columns)])]) {
    found.set(LABELS[name] ?? name, shown(name, columns[name]));
  }
  found.set('Certificates of the identity provider', settings.certificates.map(fingerprint));
  for (const use of ['signing', 'encryption'] as const) {
    found.set(`Our ${use} keys`, settings.keyPairs.filter((pair) => pair.use === use).map(fingerprint));
  }
  found.set('Attribute mapping', mapped({ ...attributeMap, ...customAttributeMap }));
  found.set('Verified email domains of the organization', settings.domains);
  found.set('Allow profiles outside the organization', shown('', settings.allowOutside));
  found.set(
    'Custom attributes of the environment',
    settings.attributeDefinitions.map(
      ({ name, type, required }) => `${name} (${type}${required ? ', required' : ''})`,
    ),
  );
  return found;
}

const STATES: Readonly<Record<string, string>> = {
  active: 'On',
  inactive: 'Off',
  draft: 'Draft',
  requires_type: 'Type needed',
};

function shown(name: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (name === 'oidcClientSecretSealed') {
    // Another one, and nothing of it.
    return [`Saved (${createHash('sha256').update(String(value)).digest('hex').slice(0, 8)})`];
  }
  if (typeof value === 'boolean') return [value ? 'On' : 'Off'];
  if (name === 'clockToleranceSeconds') return [`${value} seconds`];
  if (name === 'nameIdFormat')
    return [NAME_ID_FORMATS[value as keyof typeof NAME_ID_FORMATS] ?? String(value)];
  if (name === 'connectionType') {
    return [CONNECTION_TYPES[value as keyof typeof CONNECTION_TYPES]?.label ?? String(value)];
  }
  if (name === 'idpInitiatedMode' && typeof value === 'string' && isIdpInitiatedMode(value)) {
    return [IDP_INITIATED_MODES[value].label];
  }
  if (name === 'idpSsoBinding' || name === 'idpSloBinding')
    return [value === 'post' ? 'HTTP-POST' : 'HTTP-Redirect'];
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

function mapped(map: Readonly<Record<string, string>>): string[] {
  return Object.entries(map)
    .map(([field, source]) => `${field} ← ${source}`)
    .sort();
}

function fingerprint({ fingerprintSha256 }: { fingerprintSha256: string }): string {
  return `SHA-256 ${fingerprintSha256.slice(0, 16)}…${fingerprintSha256.slice(-8)}`;
}
