import { systemActor } from '#lib/auth/actor.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { openBrowser, type PlainBrowser } from './browser.ts';
import { PASSWORD, type SeededMember, seedDashboard } from './dashboard.ts';
import { signInAtTestIdp } from './test-idp.ts';

/** One id of everything that an environment owns. */
export type Ids = {
  environmentId: string;
  organizationId: string;
  externalId: string;
  domainId: string;
  domain: string;
  contactId: string;
  connectionId: string;
  certificateId: string;
  encryptionKeyId: string;
  signingKeyId: string;
  redirectUriId: string;
  redirectUri: string;
  logoutRedirectId: string;
  corsOriginId: string;
  apiKeyId: string;
  attributeId: string;
  secondAttributeId: string;
  roleId: string;
  secondRoleId: string;
  ssoGroupId: string;
  sessionId: string;
  evidenceLinkId: string;
  /** Of the member that `seedDashboard` makes. */
  savedFilterId: string;
};

/** A workspace whose staging environment owns one of everything; `ids` names them. */
export async function seedTenant() {
  const world = await seedDashboard();
  const { staging, connection } = world;
  const now = new Date();
  const { environmentId } = staging;
  const scope = systemScope({ id: environmentId, kind: 'staging' });
  const signing = await addKeyPair(
    { data: staging.data, scope, now, actor: systemActor('Test') },
    { connectionId: connection.id, use: 'signing' },
  );
  const externalId = `customer-${newExternalKey()}`;
  const { organizationId } = connection;
  await database().organization.update({
    where: { environmentId_id: { environmentId, id: organizationId } },
    data: { externalId },
  });
  const uris = await staging.data.redirectUris.all();
  const attributeId = newId('attributeDefinition', now);
  const secondAttributeId = newId('attributeDefinition', now);
  const attribute = { type: 'text', isPredefined: false, required: false, now } as const;
  await staging.data.attributeDefinitions.add({
    ...attribute,
    id: attributeId,
    name: 'cost_center',
    position: 1,
  });
  await staging.data.attributeDefinitions.add({
    ...attribute,
    id: secondAttributeId,
    name: 'region',
    position: 2,
  });
  const [roleId, secondRoleId] = [newId('appRole', now), newId('appRole', now)];
  const ssoGroupId = newId('ssoGroup', now);
  const role = { description: '', isDefault: false, now };
  await staging.data.appRoles.add({ ...role, id: roleId, slug: 'member', name: 'Member', priority: 1 });
  await staging.data.appRoles.add({ ...role, id: secondRoleId, slug: 'guest', name: 'Guest', priority: 2 });
  await staging.data.ssoGroups.add(connection.id, {
    id: ssoGroupId,
    idpId: 'Staff',
    name: null,
    roleId,
    now,
  });
  const logoutRedirectId = newId('logoutRedirectUri', now);
  for (const [id, uri] of [
    [newId('logoutRedirectUri', now), 'https://app.example.com/goodbye'],
    [logoutRedirectId, 'https://app.example.com/signed-out'],
  ] as const) {
    await staging.data.logoutRedirectUris.add({ id, uri, isDefault: id !== logoutRedirectId, now });
  }
  const corsOriginId = newId('corsOrigin', now);
  await staging.data.corsOrigins.add({ id: corsOriginId, origin: 'https://spa.example.com', now });
  const contactId = newId('organizationContact', now);
  const mails = { certificateExpiry: true, connectionTrouble: true, keyRenewal: true };
  await staging.data.organizationContacts.add(
    { id: contactId, organizationId, email: 'it@example.com', name: 'Identity team', ...mails },
    now,
  );
  const own = { environmentId };
  const [domain, encryption, apiKey] = await Promise.all([
    database().organizationDomain.findFirstOrThrow({ where: own }),
    database().connectionKeyPair.findFirstOrThrow({ where: { ...own, use: 'encryption' } }),
    database().apiKey.findFirstOrThrow({ where: own, orderBy: { id: 'asc' } }),
  ]);
  const member = await database().teamMember.findUniqueOrThrow({ where: { email: world.member.email } });
  const savedFilterId = newId('savedFilter', now);
  await staging.data.savedFilters.add({
    id: savedFilterId,
    name: 'Failed',
    query: '?state=failed',
    workspaceId: world.workspaceId,
    teamMemberId: member.id,
    now,
  });
  const redirectUri = uris.find((uri) => !uri.isDefault);
  if (!redirectUri || !connection.certificates[0]) throw new Error('the environment is not complete');
  const sessionId = await failTestLogin(staging.clientId, connection.id, environmentId);
  const evidenceLinkId = newId('evidenceLink', now);
  await staging.data.evidenceLinks.add({
    id: evidenceLinkId,
    sessionId,
    tokenHash: hashSecret(newToken()),
    createdByName: 'Ada',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 60 * 60 * 1000),
  });
  const ids: Ids = {
    environmentId,
    organizationId,
    externalId,
    domainId: domain.id,
    domain: domain.domain,
    contactId,
    connectionId: connection.id,
    certificateId: connection.certificates[0].id,
    encryptionKeyId: encryption.id,
    signingKeyId: signing.id,
    redirectUriId: redirectUri.id,
    redirectUri: redirectUri.uri,
    logoutRedirectId,
    corsOriginId,
    apiKeyId: apiKey.id,
    attributeId,
    secondAttributeId,
    roleId,
    secondRoleId,
    ssoGroupId,
    sessionId,
    evidenceLinkId,
    savedFilterId,
  };
  return { ...world, ids };
}

export type Tenant = Awaited<ReturnType<typeof seedTenant>>;

/** A failed sign-in with both messages, which counts as a test of the dashboard. */
async function failTestLogin(clientId: string, connection: string, environmentId: string): Promise<string> {
  const origin = env().http.url;
  const browser = openBrowser(origin);
  const redirect_uri = `${origin}/example/callback`;
  const query = new URLSearchParams({ client_id: clientId, connection, redirect_uri, response_type: 'code' });
  const form = await signInAtTestIdp(browser, `/sso/authorize?${query}`, { fault: 'expired' });
  await browser.post(form.action, form.fields);
  const { id } = await database().ssoSession.findFirstOrThrow({ where: { environmentId } });
  await database().ssoSession.update({
    where: { environmentId_id: { environmentId, id } },
    data: { origin: 'test', state: 'test_failed' },
  });
  return id;
}

/** The same ids, of things that do not exist. */
export function inventedIds(): Ids {
  const now = new Date();
  const domain = `${newExternalKey().toLowerCase()}.example`;
  return {
    environmentId: newId('environment', now),
    organizationId: newId('organization', now),
    externalId: `customer-${newExternalKey()}`,
    domainId: newId('organizationDomain', now),
    domain,
    contactId: newId('organizationContact', now),
    connectionId: newId('connection', now),
    certificateId: newId('connectionCertificate', now),
    encryptionKeyId: newId('encryptionKeyPair', now),
    signingKeyId: newId('signingKeyPair', now),
    redirectUriId: newId('redirectUri', now),
    redirectUri: `https://${domain}/callback`,
    logoutRedirectId: newId('logoutRedirectUri', now),
    corsOriginId: newId('corsOrigin', now),
    apiKeyId: newId('apiKey', now),
    attributeId: newId('attributeDefinition', now),
    secondAttributeId: newId('attributeDefinition', now),
    roleId: newId('appRole', now),
    secondRoleId: newId('appRole', now),
    ssoGroupId: newId('ssoGroup', now),
    sessionId: newId('ssoSession', now),
    evidenceLinkId: newId('evidenceLink', now),
    savedFilterId: newId('savedFilter', now),
  };
}

/** Counts a job makes of sessions, whenever it runs. */
const COUNTS = new Set([
  'SessionRollup',
  'StaleSessions',
  'SessionHour',
  'HandshakeHour',
  'ConnectionHour',
  'ConnectionDay',
]);

/** Every row of an environment, by table: equal before and after means that nothing was written. */
export async function rowsOf(environmentId: string): Promise<Record<string, unknown>> {
  const db = database();
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'environmentId' ORDER BY 1`;
  const rows = await Promise.all(
    tables
      .filter(({ name }) => !COUNTS.has(name))
      .map(async ({ name }) => {
        const found = await db.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
          `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE "environmentId" = $1 ORDER BY to_jsonb(t)::text`,
          environmentId,
        );
        return [name, found.map(({ row: { lastUsedAt: _, ...row } }) => row)] as const;
      }),
  );
  return Object.fromEntries(rows);
}

/** What differs between two answers to the same question about two ids, besides the ids: nothing, one hopes. */
export function withoutIds(text: string, ...known: Ids[]): string {
  const values = known.flatMap((ids) => Object.entries(ids)).sort((a, b) => b[1].length - a[1].length);
  let plain = text;
  for (const [name, value] of values) {
    plain = plain.replaceAll(value, `<${name}>`).replaceAll(encodeURIComponent(value), `<${name}>`);
    // The end of an id stands in titles.
    if (name === 'sessionId') plain = plain.replaceAll(value.slice(-8), '<end of sessionId>');
  }
  return plain
    .replace(/\b[a-z0-9_]+_[0-9A-HJKMNP-TV-Z]{26}\b/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/nonce(=\\?"|-|":"|\\":\\")[\w+/=]{20,}/g, 'nonce$1<nonce>');
}

/** Signs a browser without a screen in to the dashboard. */
export async function signInPlain(member: SeededMember): Promise<PlainBrowser> {
  await database().rateLimit.deleteMany({ where: { key: { startsWith: 'sign-in:ip:' } } });
  const browser = openBrowser(env().http.url);
  const { csrfToken } = (await (await browser.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = { csrfToken, email: member.email, password: PASSWORD, json: 'true' };
  const answer = await browser.post('/api/auth/callback/credentials', form);
  if (answer.status !== 200) throw new Error(`signing in was answered with ${answer.status}`);
  return browser;
}
