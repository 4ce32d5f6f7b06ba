import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { fixtures } from '#lib/saml/testdata/cases.ts';
import { ACS, ENTITY_ID, IDP, pem } from '#lib/saml/testdata/signer.ts';
import { completeSamlLogin } from '#lib/sso/complete-saml-login.ts';
import { reviewed } from './review.ts';

const NOW = new Date('2030-01-15T12:00:00Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;

test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  await staging.data.redirectUris.add({
    id: newId('redirectUri', NOW),
    uri: 'http://localhost:9/callback',
    isDefault: true,
    now: NOW,
  });
});
test.afterAll(() => world.close());

/** A connection through which somebody has signed in once. */
async function used() {
  const organization = await createOrganization(staging, { name: 'Corp', domains: ['corp.example'] });
  const { connection } = await createConnection(staging, {
    organizationId: organization.id,
    connectionType: 'GenericSAML',
    spEntityId: ENTITY_ID,
    acsUrl: ACS,
    identityProvider: {
      from: 'fields',
      entityId: IDP,
      ssoUrl: 'https://idp.test/sso',
      certificates: [pem('idp.crt')],
    },
  });
  const { sessionId } = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: fixtures('accepted').find(({ name }) => name === 'unsolicited')?.encodedResponse ?? '',
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now: NOW,
  });
  return {
    connectionId: connection.id,
    externalKey: connection.externalKey,
    organizationId: organization.id,
    sessionId,
  };
}

/** What a form of the dashboard does: returns what it was told, or the refusal. */
async function save(
  change: (ctx: EnvironmentContext) => Promise<unknown>,
  typed: Readonly<Record<string, string>> = {},
): Promise<string | AppError> {
  const form = new FormData();
  for (const [name, value] of Object.entries(typed)) form.append(name, value);
  const { context, told } = reviewed({ ...staging, environment: { id: 'environment_1' } }, form);
  try {
    await change(context);
    return told();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const settings = async (connectionId: string) =>
  (await staging.data.connectionVersions.list(connectionId, null, 1))[0];

test('a change that would make a sign-in fail is taken back until somebody types how many', async () => {
  const { connectionId, sessionId } = await used();
  const change = (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { last_name: 'sn' } });
  const refused = await save(change);
  expect(refused).toMatchObject({
    code: 'sign_ins_would_fail',
    message: 'Of the last recorded sign-in, 0 would still succeed, 1 would now fail.',
    detail: {
      confirm: '1 would fail',
      groups: [
        {
          count: 1,
          logins: [{ href: `/dashboard/environment_1/sessions/${sessionId}`, user: 'ada@corp.example' }],
        },
      ],
    },
  });
  expect(await save(change, { review_confirmation: 'yes' })).toBeInstanceOf(AppError);
  expect(await settings(connectionId)).toMatchObject({ number: 1 });
  expect((await staging.data.connections.get(connectionId))?.attributeMap).toEqual({});

  const typed = { review_confirmation: ' 1 Would fail', change_reason: 'They move tonight' };
  expect(await save(change, typed)).toContain('1 would now fail');
  expect(await settings(connectionId)).toMatchObject({ number: 2, reason: 'They move tonight' });
});

test('the organization’s domains are reviewed for all of its connections', async () => {
  const { organizationId } = await used();
  const refused = await save((ctx) =>
    updateOrganization(ctx, { id: organizationId, domains: ['other.example'] }),
  );
  expect(refused).toMatchObject({ detail: { confirm: '1 would fail' } });
  expect((await staging.data.organizations.get(organizationId))?.domains).toMatchObject([
    { domain: 'corp.example' },
  ]);
});

test('a change that makes a known person somebody new is held too', async () => {
  const { connectionId } = await used();
  const refused = await save((ctx) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { idp_id: 'firstName' } }),
  );
  expect(refused).toMatchObject({ code: 'sign_ins_would_fail', detail: { confirm: '1 would be new' } });
});

/** What anybody on the internet can do, `times` times. */
async function garbage(externalKey: string, times: number) {
  for (let count = 0; count < times; count += 1) {
    await completeSamlLogin({
      externalKey,
      encodedResponse: Buffer.from(`not xml ${count}`).toString('base64'),
      relayState: null,
      browserToken: null,
      visitor: { ipAddress: null, userAgent: null },
      now: new Date(NOW.getTime() + 1000 + count),
    });
  }
}

test('garbage that is posted meanwhile hides no sign-in from the review, and is not counted', async () => {
  const { connectionId, externalKey } = await used();
  await garbage(externalKey, 120);
  const refused = await save((ctx) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { last_name: 'sn' } }),
  );
  expect(refused).toMatchObject({
    message: 'Of the last recorded sign-in, 0 would still succeed, 1 would now fail.',
  });
});

test('where people have signed in and nothing of it is left, the change is held until somebody says so', async () => {
  const { connectionId } = await used();
  await world.db.ssoSessionRecord.deleteMany({
    where: { environmentId: staging.scope.environmentId },
  });
  const change = (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, clockToleranceSeconds: 30 });
  expect(await save(change)).toMatchObject({
    message: expect.stringMatching(/none of their sign-ins is recorded any more/),
    detail: { confirm: 'not checked', groups: [] },
  });
  expect(await save(change, { review_confirmation: 'not checked' })).toBe(
    ' There is no recorded sign-in to check this against.',
  );
});

test('a change that keeps nobody out is saved at once, and says so', async () => {
  const { connectionId } = await used();
  expect(await save((ctx) => updateConnection(ctx, { id: connectionId, clockToleranceSeconds: 90 }))).toBe(
    ' Of the last recorded sign-in, 1 would still succeed.',
  );
});
