import { expect, test } from '@playwright/test';
import { DomainDataState, type EventName, WorkOS } from '@workos-inc/node';
import { WorkOS as WorkOS2 } from 'workos-node-2';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { callbackOf, loginForCode, postResponse, samlResponse } from '../support/login.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

/** The official SDK, unmodified, in its current major and in the 2.x line, pointed here by base URL. */

const origin = new URL(env().http.url);
const address = { apiHostname: origin.hostname, port: Number(origin.port), https: false };

test('the current SDK builds the authorization URL, exchanges the code and reads the profile', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const workos = new WorkOS(staging.apiKey, { ...address, clientId: staging.clientId });

  const state = 'dj1kUXc0dzlXZ1hjUQ== /deep?link=ü&more';
  const url = workos.sso.getAuthorizationUrl({
    clientId: staging.clientId,
    redirectUri: CALLBACK,
    connection: connection.connectionId,
    state,
  });
  const browser = openBrowser(origin.origin);
  const begun = await browser.get(url);
  expect(begun.status).toBe(302);
  const { code, callback } = await loginForCode(origin.origin, staging.clientId, connection, {
    browser,
    extra: { state },
  });
  expect(callback.get('state')).toBe(state);

  const { profile, accessToken } = await workos.sso.getProfileAndToken({ code, clientId: staging.clientId });
  expect(profile).toMatchObject({
    connectionId: connection.connectionId,
    organizationId: connection.organizationId,
    connectionType: 'GenericSAML',
    idpId: 'ana-1',
    email: 'ana@example.com',
    firstName: 'Ana',
    lastName: 'Silva',
    groups: ['Engineering', 'Admins'],
    rawAttributes: { email: 'ana@example.com', groups: ['Engineering', 'Admins'] },
  });
  expect(profile.id).toMatch(/^prof_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(await workos.sso.getProfile({ accessToken })).toEqual(profile);
});

test('the same person keeps their profile id over logins', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const workos = new WorkOS(staging.apiKey, { ...address, clientId: staging.clientId });
  const ids = new Set<string>();
  for (let round = 0; round < 2; round++) {
    const { code } = await loginForCode(origin.origin, staging.clientId, connection);
    const { profile } = await workos.sso.getProfileAndToken({ code, clientId: staging.clientId });
    ids.add(profile.id);
  }
  expect(ids.size).toBe(1);
});

test('PKCE of the current SDK logs a public client in without a secret', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const workos = new WorkOS({ clientId: staging.clientId, ...address } as never);
  const { url, codeVerifier } = await workos.sso.getAuthorizationUrlWithPKCE({
    clientId: staging.clientId,
    redirectUri: CALLBACK,
    connection: connection.connectionId,
  });
  const extra = Object.fromEntries(new URL(url).searchParams);
  const { code } = await loginForCode(origin.origin, staging.clientId, connection, { extra });
  const { profile } = await workos.sso.getProfileAndToken({
    code,
    clientId: staging.clientId,
    codeVerifier,
  });
  expect(profile.email).toBe('ana@example.com');
});

test('the 2.x SDK logs in with its older names', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const workos = new WorkOS2(staging.apiKey, address);
  const url = workos.sso.getAuthorizationURL({
    clientID: staging.clientId,
    redirectURI: CALLBACK,
    connection: connection.connectionId,
  });
  const extra = Object.fromEntries(new URL(url).searchParams);
  const { code } = await loginForCode(origin.origin, staging.clientId, connection, { extra });
  const { profile, access_token } = await workos.sso.getProfileAndToken({ code, clientID: staging.clientId });
  expect(profile).toMatchObject({ email: 'ana@example.com', first_name: 'Ana', idp_id: 'ana-1' });
  expect(await workos.sso.getProfile({ accessToken: access_token })).toMatchObject({ id: profile.id });
});

test('both SDKs page through connections and organizations to the end', async () => {
  const { staging } = await seedWorkspace();
  const made: string[] = [];
  for (let index = 0; index < 5; index++) {
    made.push((await seedConnection(staging, { domain: `customer${index}.example` })).connectionId);
  }
  const workos = new WorkOS(staging.apiKey, { ...address, clientId: staging.clientId });
  const first = await workos.sso.listConnections({ limit: 2 });
  expect(first.data.map((one) => one.id)).toEqual([made[4], made[3]]);
  const second = await workos.sso.listConnections({ limit: 2, after: first.listMetadata.after ?? '' });
  expect(second.data.map((one) => one.id)).toEqual([made[2], made[1]]);
  const all = await (await workos.sso.listConnections()).autoPagination();
  // The Test Organization's own connection is the sixth.
  expect(all.map((one) => one.id)).toEqual(expect.arrayContaining(made));
  expect(all).toHaveLength(6);
  const organizations = await (await workos.organizations.listOrganizations()).autoPagination();
  expect(organizations).toHaveLength(6);

  // Without `order`, older clients walk towards older items with `before`.
  const old = new WorkOS2(staging.apiKey, address);
  const newest = await old.sso.listConnections({ limit: 2 });
  expect(newest.data.map((one) => one.id)).toEqual([made[4], made[3]]);
  const before = newest.list_metadata?.before;
  const older = await old.sso.listConnections({ limit: 2, ...(before ? { before } : {}) });
  expect(older.data.map((one) => one.id)).toEqual([made[2], made[1]]);
  const oldOrganizations = await old.organizations.listOrganizations({ limit: 100 });
  expect(oldOrganizations.data).toHaveLength(6);
});

test('the current SDK reads what happened, oldest first, and goes on from the last event', async () => {
  const { staging } = await seedWorkspace();
  const workos = new WorkOS(staging.apiKey, address);
  const made = await workos.organizations.createOrganization({
    name: 'Foo Corp',
    domainData: [{ domain: 'foo.example.org', state: DomainDataState.Verified }],
  });
  await workos.organizations.deleteOrganization(made.id);
  const events: EventName[] = ['organization.created', 'organization_domain.created', 'organization.deleted'];
  const one = { events, organizationId: made.id };
  const first = await workos.events.listEvents({ ...one, limit: 2 });
  expect(first.data).toMatchObject([
    {
      event: 'organization.created',
      data: { id: made.id, name: 'Foo Corp', domains: [{ domain: 'foo.example.org', state: 'verified' }] },
      context: { actor: { source: 'api' } },
    },
    { event: 'organization_domain.created', data: { organizationId: made.id } },
  ]);
  const { after } = first.listMetadata;
  const rest = await workos.events.listEvents({ ...one, ...(after ? { after } : {}) });
  expect(rest.data.map(({ event }) => event)).toEqual(['organization.deleted']);
  expect(rest.listMetadata.after ?? null).toBeNull();
  await expect(workos.events.listEvents({ events: [] })).rejects.toMatchObject({ status: 400 });
});

test('errors arrive as the exceptions the SDK documents', async () => {
  const { staging } = await seedWorkspace();
  const workos = new WorkOS(staging.apiKey, { ...address, clientId: staging.clientId });
  await expect(workos.sso.getConnection('conn_nothing')).rejects.toMatchObject({ status: 404 });
  const stranger = new WorkOS('sk_test_wrong', { ...address, clientId: staging.clientId });
  await expect(stranger.sso.listConnections()).rejects.toMatchObject({ status: 401 });
  const code = 'never-issued';
  await expect(workos.sso.getProfileAndToken({ code, clientId: staging.clientId })).rejects.toMatchObject({
    status: 400,
    error: 'invalid_grant',
  });
  // A call that is out of scope here must still be JSON, or the SDK fails on parsing.
  await expect(workos.userManagement.getUser('user_1')).rejects.toMatchObject({ status: 404 });
});

test('an IdP-initiated login that is switched off restarts SP-initiated from what the callback carries', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging, { values: { idpInitiatedMode: 'off' } });
  const browser = openBrowser(origin.origin);
  const callback = callbackOf(await postResponse(browser, connection, await samlResponse(connection, null)));
  expect(callback.get('error')).toBe('idp_initiated_sso_disabled');
  expect(callback.get('connection_id')).toBe(connection.connectionId);
  expect(callback.get('organization_id')).toBe(connection.organizationId);
  expect(callback.get('code')).toBeNull();

  const workos = new WorkOS(staging.apiKey, { ...address, clientId: staging.clientId });
  const url = workos.sso.getAuthorizationUrl({
    clientId: staging.clientId,
    redirectUri: CALLBACK,
    connection: callback.get('connection_id') ?? '',
  });
  const again = await browser.get(url);
  expect(again.headers.get('location')).toContain(connection.idp.ssoUrl);
});
