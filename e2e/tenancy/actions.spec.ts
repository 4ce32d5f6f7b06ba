import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import type { RoleName } from '#lib/auth/permissions.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { openBrowser, type PlainBrowser } from '../support/browser.ts';
import { seedMember } from '../support/dashboard.ts';
import {
  type Answer,
  actionsBelow,
  type Fields,
  labelOf,
  postAction as post,
  REFUSED,
  SIGNED_OUT,
} from '../support/post-action.ts';
import { serverActions } from '../support/routes.ts';
import {
  type Ids,
  inventedIds,
  rowsOf,
  seedTenant,
  signInPlain,
  type Tenant,
  withoutIds,
} from '../support/tenants.ts';

test.describe.configure({ retries: 0 });

/**
 * Every server action of an environment in the production build, posted as a stranger would: with an environment that is not theirs,
 * with ids of others in their own, with a role that may not, and without a session. Those of the workspace itself are
 * in workspace.spec.ts.
 */

const origin = env().http.url;

type Case = {
  /** `earlierVersion`: a version of the owner's connection with other settings. */
  fields: (ids: Ids & { earlierVersion?: string }) => Fields;
  /** The widest role that may not; WHO says who may. */
  closedTo: 'support' | 'support_viewer' | 'nobody';
  /** Names nothing that belongs to somebody, so it works with any ids in one's own environment. */
  names?: 'nothing';
  /** One's own convenience, which the audit log does not mention. */
  audited?: false;
};

const ALL: readonly RoleName[] = ['admin', 'developer', 'sandbox_developer', 'support', 'support_viewer'];
const KINDS = ['staging', 'production'] as const;

/** Who may press, per kind of environment: settings are for developers, customers for support as well. */
const WHO: Readonly<Record<Case['closedTo'], Readonly<Record<(typeof KINDS)[number], readonly RoleName[]>>>> =
  {
    support: {
      staging: ['admin', 'developer', 'sandbox_developer'],
      production: ['admin', 'developer'],
    },
    support_viewer: {
      staging: ['admin', 'developer', 'sandbox_developer', 'support'],
      production: ['admin', 'developer', 'support'],
    },
    nobody: { staging: ALL, production: ALL },
  };

const connection = (ids: Ids) => ({ connectionId: ids.connectionId });
const blue = { create: { width: 200, height: 80, channels: 3, background: '#0b6bcb' } } as const;
let logo: File;
const pem = () => victim.connection.certificates[0]?.pem ?? '';
const newPem = createKeyPair({ commonName: 'another', now: new Date(), validForDays: 30 }).certificatePem;
const idp = (): Fields => ({
  from: 'fields',
  step: 'save',
  idp_metadata_url: '',
  metadata_xml: '',
  idp_entity_id: 'https://evil.example/idp',
  idp_sso_url: 'https://evil.example/sso',
  idp_signing_certs: pem(),
});

const API_KEYS = 'app/dashboard/[environmentId]/api-keys/actions.ts';
const REDIRECTS = 'app/dashboard/[environmentId]/configuration/redirects/actions.ts';
const AUTHENTICATION = 'app/dashboard/[environmentId]/configuration/authentication/actions.ts';
const OAUTH_PROVIDERS = 'app/dashboard/[environmentId]/configuration/oauth-providers/actions.ts';
const ATTRIBUTES = 'app/dashboard/[environmentId]/configuration/attributes/actions.ts';
const ROLES = 'app/dashboard/[environmentId]/configuration/roles/actions.ts';
const BRANDING = 'app/dashboard/[environmentId]/configuration/branding/actions.ts';
const MAPPING = 'app/dashboard/[environmentId]/connections/[connectionId]/attributes/actions.ts';
const GROUPS = 'app/dashboard/[environmentId]/connections/[connectionId]/groups/actions.ts';
const CONNECTIONS = 'app/dashboard/[environmentId]/connections/actions.ts';
const SESSIONS = 'app/dashboard/[environmentId]/sessions/actions.ts';
const ORGANIZATIONS = 'app/dashboard/[environmentId]/organizations/actions.ts';

const SESSION = 'app/dashboard/[environmentId]/sessions/[sessionId]/actions.ts';

/** Input of each action that works for the owner, in an order in which they can follow one another. */
const CASES: Readonly<Record<string, Case>> = {
  [`${API_KEYS} create`]: {
    fields: () => ({ name: 'Mine', lifetime: 'never' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${API_KEYS} reveal`]: { fields: (ids) => ({ id: ids.apiKeyId }), closedTo: 'support' },
  [`${API_KEYS} expire`]: { fields: (ids) => ({ id: ids.apiKeyId, lifetime: '30' }), closedTo: 'support' },
  [`${API_KEYS} rotate`]: {
    fields: (ids) => ({ id: ids.apiKeyId, name: 'Next', lifetime: 'never', overlap: '24' }),
    closedTo: 'support',
  },
  [`${API_KEYS} revoke`]: {
    fields: (ids) => ({ id: ids.apiKeyId, confirmation: 'Staging key' }),
    closedTo: 'support',
  },
  [`${REDIRECTS} add`]: {
    fields: () => ({ uri: 'https://evil.example/callback' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${REDIRECTS} update`]: {
    fields: (ids) => ({ id: ids.redirectUriId, uri: 'https://evil.example/other' }),
    closedTo: 'support',
  },
  [`${REDIRECTS} makeDefault`]: { fields: (ids) => ({ id: ids.redirectUriId }), closedTo: 'support' },
  [`${REDIRECTS} remove`]: { fields: (ids) => ({ id: ids.redirectUriId }), closedTo: 'support' },
  [`${REDIRECTS} addLogout`]: {
    fields: () => ({ uri: 'https://evil.example/signed-out' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${REDIRECTS} updateLogout`]: {
    fields: (ids) => ({ id: ids.logoutRedirectId, uri: 'https://evil.example/goodbye' }),
    closedTo: 'support',
  },
  [`${REDIRECTS} makeDefaultLogout`]: {
    fields: (ids) => ({ id: ids.logoutRedirectId }),
    closedTo: 'support',
  },
  [`${REDIRECTS} removeLogout`]: { fields: (ids) => ({ id: ids.logoutRedirectId }), closedTo: 'support' },
  [`${REDIRECTS} addOrigin`]: {
    fields: () => ({ origin: 'https://evil.example' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${REDIRECTS} removeOrigin`]: { fields: (ids) => ({ id: ids.corsOriginId }), closedTo: 'support' },
  [`${REDIRECTS} saveAddresses`]: {
    fields: () => ({ appHomepageUrl: 'https://evil.example/', signInEndpoint: '', portalReturnUrl: '' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${AUTHENTICATION} saveSettings`]: {
    fields: () => ({ signInConsent: 'on' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${OAUTH_PROVIDERS} saveProvider`]: {
    fields: () => ({ provider: 'GoogleOAuth', clientId: 'client', clientSecret: 'secret', enabled: 'on' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${ATTRIBUTES} savePredefined`]: {
    fields: () => ({ job_title: 'on' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${ATTRIBUTES} reorderAttributes`]: {
    fields: (ids) => ({ order: `${ids.secondAttributeId},${ids.attributeId}` }),
    closedTo: 'support',
  },
  [`${ATTRIBUTES} addAttribute`]: {
    fields: () => ({ name: 'mine', type: 'text' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${ATTRIBUTES} updateAttribute`]: {
    fields: (ids) => ({ id: ids.attributeId, name: 'cost_center', type: 'text', required: 'on' }),
    closedTo: 'support',
  },
  [`${ATTRIBUTES} removeAttribute`]: {
    fields: (ids) => ({ id: ids.attributeId, confirmation: 'cost_center' }),
    closedTo: 'support',
  },
  [`${BRANDING} saveBranding`]: {
    fields: () => ({ name: 'Mine', lightAccent: '#000000' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${BRANDING} uploadLogo`]: {
    fields: () => ({ theme: 'light', logo }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${BRANDING} removeLogo`]: { fields: () => ({ theme: 'light' }), closedTo: 'support', names: 'nothing' },
  [`${BRANDING} resetBranding`]: { fields: () => ({}), closedTo: 'support', names: 'nothing' },
  [`${MAPPING} previewMappingAction`]: {
    fields: (ids) => ({ ...connection(ids), email: 'evil', 'custom.cost_center': 'evil' }),
    closedTo: 'support_viewer',
  },
  [`${MAPPING} reconcileProfilesAction`]: { fields: connection, closedTo: 'support_viewer' },
  [`${MAPPING} undoReconciliationAction`]: {
    fields: (ids) => ({ ...connection(ids), id: 'reconciliation_none' }),
    closedTo: 'support_viewer',
  },
  [`${MAPPING} linkNewIdentitiesAction`]: { fields: connection, closedTo: 'support_viewer' },
  [`${MAPPING} linkNewIdentityAction`]: {
    fields: (ids) => ({ ...connection(ids), freshId: 'prof_none' }),
    closedTo: 'support_viewer',
  },
  [`${MAPPING} separateIdentitiesAction`]: {
    fields: (ids) => ({ ...connection(ids), freshId: 'prof_none' }),
    closedTo: 'support_viewer',
  },
  [`${GROUPS} updateSsoGroup`]: {
    fields: (ids) => ({ ...connection(ids), id: ids.ssoGroupId, name: 'Mine', roleId: ids.roleId }),
    closedTo: 'support_viewer',
  },
  [`${GROUPS} removeSsoGroup`]: {
    fields: (ids) => ({ ...connection(ids), id: ids.ssoGroupId }),
    closedTo: 'support_viewer',
  },
  [`${GROUPS} addSsoGroup`]: {
    fields: (ids) => ({ ...connection(ids), idpId: 'Evil', name: '', roleId: ids.roleId }),
    closedTo: 'support_viewer',
  },
  [`${ROLES} reorderRoles`]: {
    fields: (ids) => ({ order: `${ids.secondRoleId},${ids.roleId}` }),
    closedTo: 'support',
  },
  [`${ROLES} addRole`]: {
    fields: () => ({ name: 'Mine', slug: 'mine', description: '' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${ROLES} setMultipleRoles`]: {
    fields: () => ({ multiple: 'yes' }),
    closedTo: 'support',
    names: 'nothing',
  },
  [`${ROLES} updateRole`]: {
    fields: (ids) => ({ id: ids.roleId, name: 'Taken over', description: '' }),
    closedTo: 'support',
  },
  [`${ROLES} makeDefaultRole`]: { fields: (ids) => ({ id: ids.roleId }), closedTo: 'support' },
  [`${ROLES} removeRole`]: {
    fields: (ids) => ({ id: ids.roleId, confirmation: 'member' }),
    closedTo: 'support',
  },
  [`${CONNECTIONS} saveCustomAttributesAction`]: {
    fields: (ids) => ({ ...connection(ids), 'custom.cost_center': 'evil', 'custom.mine': 'evil' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} createConnectionAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, connection_type: 'OktaSAML', name: 'Mine' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} chooseTypeAction`]: {
    fields: (ids) => ({ ...connection(ids), connection_type: 'OktaSAML' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} renameConnectionAction`]: {
    fields: (ids) => ({ ...connection(ids), name: 'Taken over' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} setConnectionEnabledAction`]: {
    fields: (ids) => ({ ...connection(ids), enabled: 'no' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} restoreVersionAction`]: {
    fields: (ids) => ({ ...connection(ids), number: ids.earlierVersion ?? '1' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} identityProviderAction`]: {
    fields: (ids) => ({ ...connection(ids), ...idp() }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} acceptMetadataAction`]: {
    fields: (ids) => ({ ...connection(ids), hash: 'none' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} dismissMetadataAction`]: {
    fields: (ids) => ({ ...connection(ids), hash: 'none' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} refreshMetadataAction`]: { fields: connection, closedTo: 'support_viewer' },
  [`${CONNECTIONS} addCertificatesAction`]: {
    fields: (ids) => ({ ...connection(ids), idp_signing_certs: newPem }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} removeCertificateAction`]: {
    fields: (ids) => ({ ...connection(ids), certificateId: ids.certificateId }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} refuseCertificateAction`]: {
    fields: (ids) => ({ ...connection(ids), certificateId: ids.certificateId }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} addKeyPairAction`]: {
    fields: (ids) => ({ ...connection(ids), use: 'encryption' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} removeKeyPairAction`]: {
    fields: (ids) => ({ ...connection(ids), use: 'signing', keyPairId: ids.signingKeyId }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} saveServiceProviderAction`]: {
    fields: (ids) => ({ ...connection(ids), sp_entity_id: 'https://evil.example/sp', acs_url: '' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} saveAttributesAction`]: {
    fields: (ids) => ({
      ...connection(ids),
      idp_id: '',
      email: 'evil',
      first_name: '',
      last_name: '',
      name: '',
      groups: '',
    }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} saveSignInSettingsAction`]: {
    fields: (ids) => ({
      ...connection(ids),
      idp_initiated_mode: 'convert',
      clock_tolerance_seconds: '300',
    }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} saveOidcAction`]: {
    fields: (ids) => ({
      ...connection(ids),
      discovery_endpoint: 'https://evil.example',
      client_id: 'evil',
      client_secret: 'evil',
    }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} saveOidcSignInAction`]: {
    fields: (ids) => ({ ...connection(ids), force_authn: 'on', hold_new_ids: 'on' }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} saveLegacyAction`]: {
    fields: (ids) => ({ ...connection(ids), allow_sha1: 'on' }),
    closedTo: 'support_viewer',
  },
  [`${SESSION} addSignerAction`]: {
    fields: (ids) => ({ sessionId: ids.sessionId, confirmation: '00000000' }),
    closedTo: 'support_viewer',
  },
  [`${SESSION} takeEntityIdAction`]: {
    fields: (ids) => ({ sessionId: ids.sessionId, confirmation: 'https://evil.example/idp' }),
    closedTo: 'support_viewer',
  },
  [`${SESSION} mapAttributeAction`]: {
    fields: (ids) => ({ sessionId: ids.sessionId, field: 'last_name' }),
    closedTo: 'support_viewer',
  },
  [`${SESSION} createEvidenceLinkAction`]: {
    fields: (ids) => ({ sessionId: ids.sessionId, days: '7' }),
    closedTo: 'support_viewer',
  },
  [`${SESSION} revokeEvidenceLinkAction`]: {
    fields: (ids) => ({ id: ids.evidenceLinkId }),
    closedTo: 'support_viewer',
  },
  [`${CONNECTIONS} deleteConnectionAction`]: {
    fields: (ids) => ({ ...connection(ids), confirmation: 'Test Identity Provider' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} createOrganizationAction`]: {
    fields: () => ({ name: 'Mine', domain_data: 'mine.example' }),
    closedTo: 'support_viewer',
    names: 'nothing',
  },
  [`${ORGANIZATIONS} renameOrganizationAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, name: 'Taken over' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} saveMetadataAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, key: 'plan', value: 'free' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} addDomainAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, domain: 'evil.example' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} verifyDomainAction`]: {
    fields: (ids) => ({ domainId: ids.domainId }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} removeDomainAction`]: {
    fields: (ids) => ({ domainId: ids.domainId }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} setProfilePolicyAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, allow: 'yes' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} addContactAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, email: 'evil@evil.example', keyRenewal: 'on' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} updateContactAction`]: {
    fields: (ids) => ({ contactId: ids.contactId, name: 'Mine' }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} removeContactAction`]: {
    fields: (ids) => ({ contactId: ids.contactId }),
    closedTo: 'support_viewer',
  },
  [`${ORGANIZATIONS} deleteOrganizationAction`]: {
    fields: (ids) => ({ organizationId: ids.organizationId, confirmation: 'Test Organization' }),
    closedTo: 'support_viewer',
  },
  [`${SESSIONS} saveFilterAction`]: {
    fields: () => ({ name: 'Mine', query: '?state=timed_out' }),
    closedTo: 'nobody',
    names: 'nothing',
    audited: false,
  },
  [`${SESSIONS} removeFilterAction`]: {
    fields: (ids) => ({ id: ids.savedFilterId }),
    closedTo: 'nobody',
    audited: false,
  },
};

const ACTIONS = actionsBelow('app/dashboard/[environmentId]');

let victim: Tenant;
let attacker: Tenant;
let asAttacker: PlainBrowser;
/** Where roles that may do what they may: nothing there is compared. */
let playground: Tenant;
const colleagues = new Map<string, PlainBrowser>();
test.beforeAll(async () => {
  test.setTimeout(120_000);
  [victim, attacker, playground] = await Promise.all([seedTenant(), seedTenant(), seedTenant()]);
  asAttacker = await signInPlain(attacker.member);
  logo = new File([new Uint8Array(await sharp(blue).png().toBuffer())], 'logo.png', { type: 'image/png' });
  for (const { workspaceId } of [victim, playground]) {
    for (const role of ALL) {
      colleagues.set(`${workspaceId} ${role}`, await signInPlain(await seedMember(workspaceId, role)));
    }
  }
});

function colleague({ workspaceId }: Tenant, role: RoleName): PlainBrowser {
  const browser = colleagues.get(`${workspaceId} ${role}`);
  if (!browser) throw new Error(`nobody is ${role}`);
  return browser;
}

test('every action of an environment has a case here, and every one outside the dashboard is known', () => {
  expect(ACTIONS.map(labelOf).sort()).toEqual(Object.keys(CASES).sort());
  const others = serverActions().filter(({ file }) => !file.startsWith('app/dashboard/'));
  const known = [
    // Its one-time token is the proof; e2e/dashboard/first-admin.spec.ts.
    'app/(account)/invite/[token]/actions.ts accept',
    // They name nothing of anybody's: a session can only change its own person's factors, and strangers learn how a
    // domain signs in; e2e/dashboard/authentication.spec.ts.
    ...[
      'addPasskey',
      'beginPasskey',
      'beginPasskeyConfirmation',
      'beginTotp',
      'changePassword',
      'confirm',
      'confirmTotp',
      'regenerateRecoveryCodes',
      'removePasskey',
      'removeTotp',
      'renamePasskey',
    ].map((name) => `app/(account)/own-factors.ts ${name}`),
    ...['beginPasskeySignIn', 'beginPasskeyStep', 'chooseWay', 'passStep', 'signInPlainly'].map(
      (name) => `app/(account)/sign-in/actions.ts ${name}`,
    ),
  ];
  expect(others.map(labelOf).sort()).toEqual(known.sort());
});

for (const action of ACTIONS) {
  const label = labelOf(action);
  const { fields, closedTo, names } = CASES[label] ?? {
    fields: () => ({}),
    closedTo: 'support_viewer' as const,
  };

  test(`${label}: strangers, other roles and nobody change nothing`, async () => {
    const { ids } = victim;
    const production = { ...ids, environmentId: victim.production.environmentId };
    const before = [await rowsOf(ids.environmentId), await rowsOf(production.environmentId)];
    const nowhere = inventedIds();
    const withEnvironment = (one: Ids, environmentId: string) => ({ ...fields(one), environmentId });

    for (const environmentId of [ids.environmentId, production.environmentId, nowhere.environmentId]) {
      const answer = await post(asAttacker, action, attacker.ids, withEnvironment(ids, environmentId));
      expect(answer).toEqual({ status: 'refused', message: REFUSED, fields: {} });
    }
    if (names !== 'nothing') {
      const own = attacker.ids.environmentId;
      const untouched = await rowsOf(own);
      const foreign = await post(asAttacker, action, attacker.ids, withEnvironment(ids, own));
      const invented = await post(asAttacker, action, attacker.ids, withEnvironment(nowhere, own));
      const plain = (answer: Answer) => JSON.parse(withoutIds(JSON.stringify(answer), ids, nowhere));
      expect(foreign.status).toBe('refused');
      expect(plain(foreign)).toEqual(plain(invented));
      expect(await rowsOf(own)).toEqual(untouched);
    }
    for (const kind of KINDS) {
      for (const role of ALL) {
        const mayPress = WHO[closedTo][kind].includes(role);
        const where = mayPress ? playground : victim;
        const input = withEnvironment(where.ids, where[kind].environmentId);
        const answer = await post(colleague(where, role), action, where.ids, input);
        if (mayPress) expect([REFUSED, SIGNED_OUT], `${role} in ${kind}`).not.toContain(answer.message);
        else
          expect(answer, `${role} in ${kind}`).toEqual({ status: 'refused', message: REFUSED, fields: {} });
      }
    }
    const nobody = openBrowser(origin);
    const signedOut = await post(nobody, action, ids, withEnvironment(ids, ids.environmentId));
    expect(signedOut.message).toBe(SIGNED_OUT);
    expect([await rowsOf(ids.environmentId), await rowsOf(production.environmentId)]).toEqual(before);
  });
}

test('a certificate or a key of another connection is not removed through one’s own', async () => {
  const { connectionId, environmentId } = attacker.ids;
  const { certificateId, encryptionKeyId } = victim.ids;
  const before = await rowsOf(victim.ids.environmentId);
  const attempts: [string, Fields][] = [
    ['removeCertificateAction', { certificateId }],
    ['refuseCertificateAction', { certificateId }],
    ['removeKeyPairAction', { keyPairId: encryptionKeyId, use: 'encryption' }],
  ];
  for (const [name, fields] of attempts) {
    const action = ACTIONS.find((one) => one.name === name);
    if (!action) throw new Error(`there is no action ${name}`);
    const answer = await post(asAttacker, action, attacker.ids, { connectionId, environmentId, ...fields });
    expect(answer.status, name).toBe('refused');
  }
  expect(await rowsOf(victim.ids.environmentId)).toEqual(before);
});

test('the owner’s own input is taken by every one of them, and each writes one entry of the audit log', async () => {
  test.setTimeout(120_000);
  const owner = await seedTenant();
  const browser = await signInPlain(owner.member);
  const { ids } = owner;
  const { environmentId } = ids;
  // Refusals that are answers about one's own: the last certificate, and no metadata URL to fetch from.
  const OWN_REFUSALS: Readonly<Record<string, RegExp>> = {
    reconcileProfilesAction: /Look at the list again/,
    undoReconciliationAction: /not found/,
    linkNewIdentitiesAction: /Look at the list again/,
    linkNewIdentityAction: /not found/,
    separateIdentitiesAction: /not found/,
    refreshMetadataAction: /correct the marked/,
    // Their connection speaks SAML.
    saveOidcAction: /does not fit/,
    acceptMetadataAction: /has changed since/,
    dismissMetadataAction: /has changed since/,
    addCertificatesAction: /already|correct the marked/,
    removeCertificateAction: /last|correct the marked/i,
    refuseCertificateAction: /last|correct the marked/i,
    chooseTypeAction: /cannot be changed|correct the marked/,
    deleteConnectionAction: /correct the marked/,
    deleteOrganizationAction: /correct the marked/,
    verifyDomainAction: /verified already/,
    remove: /default/,
    // Their session did not fail, so there is nothing to take from it.
    addSignerAction: /not found/,
    takeEntityIdAction: /not found/,
    mapAttributeAction: /not found/,
    removeLogout: /default/,
  };
  const entries = () =>
    database().auditLogEntry.findMany({
      where: { workspaceId: owner.workspaceId, environmentId },
      orderBy: { id: 'asc' },
    });
  for (const label of Object.keys(CASES)) {
    const action = ACTIONS.find((one) => labelOf(one) === label);
    if (!action) throw new Error(`there is no action ${label}`);
    // An action before this one may have replaced the certificates.
    const certificate = await database().connectionCertificate.findFirst({
      where: { environmentId, connectionId: ids.connectionId },
      select: { id: true },
    });
    const { version } = await database().connection.findFirstOrThrow({
      where: { environmentId },
      orderBy: { id: 'asc' },
      select: { version: true },
    });
    const current = {
      ...ids,
      certificateId: certificate?.id ?? ids.certificateId,
      earlierVersion: `${Math.max(1, version - 1)}`,
    };
    const before = await rowsOf(environmentId);
    const logged = await entries();
    const fields = { ...CASES[label]?.fields(current), environmentId };
    const first = await post(browser, action, ids, fields);
    // One person has signed in, and several of these changes would keep them out.
    const { confirm, hash } = first.review ?? {};
    const answer =
      confirm && hash
        ? await post(browser, action, ids, { ...fields, review_confirmation: confirm, review_hash: hash })
        : first;
    const refusal = OWN_REFUSALS[action.name];
    const [entry, ...more] = (await entries()).slice(logged.length);
    if (refusal && answer.status === 'refused') {
      expect(answer.message, label).toMatch(refusal);
      expect(entry, label).toBeUndefined();
    } else if (action.name === 'previewMappingAction') {
      // It only looks: nothing is written, and so there is no entry.
      expect(answer.status, label).toBe('saved');
      expect(await rowsOf(environmentId), label).toEqual(before);
      expect(entry, label).toBeUndefined();
    } else {
      expect(['saved', 'redirected'], `${label}: ${JSON.stringify(answer)}`).toContain(answer.status);
      expect(await rowsOf(environmentId), label).not.toEqual(before);
      expect(more, label).toEqual([]);
      if (CASES[label]?.audited === false) {
        expect(entry, label).toBeUndefined();
        continue;
      }
      expect(entry, label).toMatchObject({ actorType: 'member', actorName: 'Robin Tester' });
      expect(entry?.ipAddress, label).toBeTruthy();
    }
  }
  expect(await database().connection.count({ where: { environmentId, name: 'Taken over' } })).toBe(1);
});
