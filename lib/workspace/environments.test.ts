import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { saveBranding } from './branding.ts';
import { copyConfiguration, previewCopy } from './copy-configuration.ts';
import {
  addAttribute,
  attributesView,
  MAX_CUSTOM_ATTRIBUTES,
  setPredefinedAttributes,
} from './custom-attributes.ts';
import {
  createEnvironment,
  deleteEnvironment,
  listEnvironments,
  MAX_ENVIRONMENTS,
  updateEnvironment,
} from './environments.ts';
import { addRedirectUri } from './redirect-uris.ts';
import { addRole } from './roles.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const RIGHTS = { deleteProduction: true };

const preview = {
  name: 'Preview',
  kind: 'staging',
  color: 'violet',
  origin: 'http://localhost:3000',
} as const;

test('a new staging environment begins like the first one of a workspace', async () => {
  const { workspace, db } = world;
  const made = await createEnvironment(workspace, preview);
  expect(await db.environment.findUniqueOrThrow({ where: { id: made.id } })).toMatchObject({
    workspaceId: workspace.scope.workspaceId,
    name: 'Preview',
    color: 'violet',
    clientId: made.clientId,
  });
  const inside = await workspace.data.environments.open(made.id);
  const uris = await inside?.redirectUris.all();
  expect(uris?.map((row) => [row.uri, row.isDefault])).toEqual([
    ['http://localhost:3000/example/callback', true],
    ['http://localhost:*/callback', false],
  ]);
  expect(await inside?.apiKeys.all()).toHaveLength(1);
  const [connection] =
    (await inside?.connections.ofIdentityProvider(`http://localhost:3000/test-idp/${made.id}`)) ?? [];
  expect(connection).toMatchObject({ state: 'active', connectionType: 'TestIdp' });
  const where = { workspaceId: workspace.scope.workspaceId, action: 'environment.created' };
  expect(await db.auditLogEntry.findMany({ where })).toMatchObject([
    { environmentId: made.id, targetName: 'Preview' },
  ]);
});

test('a new production environment is empty but for the key that signs its tokens', async () => {
  const { workspace, db } = world;
  const { id } = await createEnvironment(workspace, { ...preview, kind: 'production' });
  const inside = await workspace.data.environments.open(id);
  expect(await inside?.redirectUris.all()).toEqual([]);
  expect(await inside?.apiKeys.all()).toEqual([]);
  expect(await db.signingKey.count({ where: { environmentId: id } })).toBe(1);
});

test('a name stands for one environment, whatever its case, and there are only so many', async () => {
  const { workspace } = world;
  const create = (name: string) => createEnvironment(workspace, { ...preview, kind: 'production', name });
  await expect(create('STAGING')).rejects.toMatchObject({ fields: [{ field: 'name' }] });
  const { environments } = await listEnvironments(workspace, RIGHTS);
  const id = environments[0]?.id ?? '';
  const rename = (name: string) => updateEnvironment(workspace, { id, name, color: 'pink' });
  await expect(rename('Production')).rejects.toMatchObject({ fields: [{ field: 'name' }] });
  await rename('Staging');
  expect((await listEnvironments(workspace, RIGHTS)).environments[0]).toMatchObject({
    name: 'Staging',
    color: 'pink',
  });
  for (let left = MAX_ENVIRONMENTS - 2; left > 0; left--) await create(`Number ${left}`);
  expect((await listEnvironments(workspace, RIGHTS)).full).toBe(true);
  await expect(create('One more')).rejects.toMatchObject({ code: 'conflict' });
});

test('deleting takes the typed name, and everything inside goes along', async () => {
  const { workspace, db } = world;
  const { now } = workspace;
  const { id } = await createEnvironment(workspace, preview);
  await db.ssoSession.create({
    data: {
      id: newId('ssoSession', now),
      environmentId: id,
      origin: 'service_provider',
      state: 'failed',
      createdAt: now,
    },
  });
  const connection = await db.connection.findFirstOrThrow({ where: { environmentId: id } });
  await db.consumedAssertion.create({
    data: { environmentId: id, connectionId: connection.id, assertionHash: 'x', expiresAt: now },
  });
  for (const confirmation of ['', 'preview', 'Staging']) {
    await expect(deleteEnvironment(workspace, { id, confirmation }, RIGHTS)).rejects.toMatchObject({
      fields: [{ field: 'confirmation' }],
    });
  }
  expect(await db.ssoSession.count({ where: { environmentId: id } })).toBe(1);
  expect(await deleteEnvironment(workspace, { id, confirmation: 'Preview' }, RIGHTS)).toBe('Preview');
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.table_name AS name FROM information_schema.columns c
      JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema
     WHERE c.table_schema = 'public' AND c.column_name = 'environmentId' AND t.table_type = 'BASE TABLE'
       AND c.table_name <> 'AuditLogEntry'`;
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM "${name}" WHERE "environmentId" = $1`,
      id,
    );
    expect(rows, name).toEqual([]);
  }
});

test('the last staging environment stays; the last production one may go', async () => {
  const { workspace, staging, production } = world;
  const last = { id: staging.scope.environmentId, confirmation: 'staging' };
  await expect(deleteEnvironment(workspace, last, RIGHTS)).rejects.toMatchObject({ code: 'conflict' });
  await deleteEnvironment(
    workspace,
    { id: production.scope.environmentId, confirmation: 'production' },
    RIGHTS,
  );
  const second = await createEnvironment(workspace, preview);
  await deleteEnvironment(workspace, last, RIGHTS);
  expect((await listEnvironments(workspace, RIGHTS)).environments).toMatchObject([
    { id: second.id, keep: expect.stringMatching(/last staging/) },
  ]);
});

test('without the right to it a production environment stays, and the list says why', async () => {
  const { workspace, production } = world;
  const rights = { deleteProduction: false };
  const row = { id: production.scope.environmentId, confirmation: 'production' };
  await expect(deleteEnvironment(workspace, row, rights)).rejects.toMatchObject({ code: 'forbidden' });
  const { environments } = await listEnvironments(workspace, rights);
  expect(environments.find(({ id }) => id === row.id)?.keep).toMatch(/only an Admin/);
  const spare = await createEnvironment(workspace, preview);
  await deleteEnvironment(workspace, { id: spare.id, confirmation: 'Preview' }, rights);
});

test('an environment of another workspace is not there', async () => {
  const { workspace, db, staging } = world;
  const other = newId('workspace', workspace.now);
  await db.workspace.create({
    data: { id: other, name: 'Other', createdAt: workspace.now, updatedAt: workspace.now },
  });
  const id = newId('environment', workspace.now);
  const at = { createdAt: workspace.now, updatedAt: workspace.now };
  await db.environment.create({
    data: {
      id,
      workspaceId: other,
      name: 'Theirs',
      kind: 'staging',
      clientId: newId('client', workspace.now),
      ...at,
    },
  });
  const own = staging.scope.environmentId;
  expect(await workspace.data.environments.open(id)).toBeNull();
  expect(await previewCopy(workspace, { from: id, to: own })).toBeNull();
  const gone = { code: 'entity_not_found' };
  await expect(updateEnvironment(workspace, { id, name: 'Mine', color: 'gray' })).rejects.toMatchObject(gone);
  await expect(deleteEnvironment(workspace, { id, confirmation: 'Theirs' }, RIGHTS)).rejects.toMatchObject(
    gone,
  );
  await expect(copyConfiguration(workspace, { from: id, to: own, digest: '' })).rejects.toMatchObject(gone);
  await expect(copyConfiguration(workspace, { from: own, to: id, digest: '' })).rejects.toMatchObject(gone);
  await workspace.data.environments.remove(id);
  while (await workspace.data.environments.sweepSessions(id));
  expect(await db.environment.count({ where: { id, name: 'Theirs' } })).toBe(1);
});

test('a copy adds what the target may have, says what it may not, and leaves its own alone', async () => {
  const { workspace, staging, production, db } = world;
  for (const uri of [
    'http://localhost:3000/callback',
    'https://app.example.com/callback',
    'https://*.example.com/x',
  ]) {
    await addRedirectUri(staging, { uri });
  }
  const pair = { from: staging.scope.environmentId, to: production.scope.environmentId };
  const before = await previewCopy(workspace, pair);
  expect(before?.parts[0]?.lines).toEqual([
    { text: 'http://localhost:3000/callback', outcome: 'refused', note: expect.stringMatching(/localhost/) },
    { text: 'https://app.example.com/callback', outcome: 'add', note: 'Becomes the default.' },
    { text: 'https://*.example.com/x', outcome: 'add', note: null },
  ]);
  expect(before?.changes).toBe(2);
  expect(await production.data.redirectUris.all()).toEqual([]);
  await copyConfiguration(workspace, { ...pair, digest: before?.digest ?? '' });
  expect((await production.data.redirectUris.all()).map((row) => [row.uri, row.isDefault])).toEqual([
    ['https://app.example.com/callback', true],
    ['https://*.example.com/x', false],
  ]);
  expect(await previewCopy(workspace, pair)).toMatchObject({ changes: 0 });
  const where = { workspaceId: workspace.scope.workspaceId, action: 'environment.configuration_copied' };
  expect(await db.auditLogEntry.findMany({ where })).toMatchObject([
    {
      after: {
        from: 'staging',
        redirect_uris: ['https://app.example.com/callback', 'https://*.example.com/x'],
      },
    },
  ]);
});

test('attributes are copied with type and requirement, behind those that are there, which stay as they are', async () => {
  const { workspace, staging, production } = world;
  await setPredefinedAttributes(staging, { names: ['job_title'] });
  await addAttribute(staging, { name: 'region', type: 'text', required: true });
  await addAttribute(staging, { name: 'badge', type: 'number', required: false });
  await addAttribute(production, { name: 'badge', type: 'text', required: true });
  const pair = { from: staging.scope.environmentId, to: production.scope.environmentId };
  const shown = await previewCopy(workspace, pair);
  expect(shown?.parts[1]?.lines).toEqual([
    { text: 'Job title', outcome: 'add', note: 'Predefined attribute.' },
    {
      text: 'region',
      outcome: 'add',
      note: 'Text, required. Sign-ins there without a value fail from then on.',
    },
    { text: 'badge', outcome: 'same', note: 'production keeps its own: Text, required.' },
  ]);
  await copyConfiguration(workspace, { ...pair, digest: shown?.digest ?? '' });
  const { predefined, custom } = await attributesView(production);
  expect(predefined.filter((one) => one.isOn).map((one) => one.name)).toEqual(['job_title']);
  expect(custom).toMatchObject([
    { name: 'badge', type: 'text', required: true },
    { name: 'region', type: 'text', required: true },
  ]);
});

test('a full list of attributes takes no further one', async () => {
  const { workspace, staging, production } = world;
  const add = (to: typeof staging, name: string) => addAttribute(to, { name, type: 'text', required: false });
  for (const name of ['one', 'two']) await add(staging, name);
  for (let n = 1; n < MAX_CUSTOM_ATTRIBUTES; n++) await add(production, `own_${n}`);
  const pair = { from: staging.scope.environmentId, to: production.scope.environmentId };
  const lines = (await previewCopy(workspace, pair))?.parts[1]?.lines;
  expect(lines?.map((line) => line.outcome)).toEqual(['add', 'refused']);
});

test('roles are copied behind those that are there, as the default only where there is none', async () => {
  const { workspace, staging, production } = world;
  await addRole(staging, { slug: 'viewer', name: 'Viewer', description: 'Reads', isDefault: true });
  await addRole(staging, { slug: 'admin', name: 'Admin', description: '', isDefault: false });
  await addRole(production, { slug: 'admin', name: 'Chief', description: '', isDefault: false });
  const pair = { from: staging.scope.environmentId, to: production.scope.environmentId };
  const shown = await previewCopy(workspace, pair);
  expect(shown?.parts.find((part) => part.key === 'roles')?.lines).toMatchObject([
    { text: 'viewer', outcome: 'add', note: expect.stringContaining('Becomes the default') },
    { text: 'admin', outcome: 'same', note: 'production keeps its own name and description: Chief.' },
  ]);
  await copyConfiguration(workspace, { ...pair, digest: shown?.digest ?? '' });
  expect(await production.data.appRoles.all()).toMatchObject([
    { slug: 'admin', name: 'Chief', isDefault: false },
    { slug: 'viewer', name: 'Viewer', description: 'Reads', isDefault: true },
  ]);
  await addRole(staging, { slug: 'guest', name: 'Guest', description: '', isDefault: true });
  const again = await previewCopy(workspace, pair);
  expect(again?.parts.find((part) => part.key === 'roles')?.lines[2]).toMatchObject({
    text: 'guest',
    note: expect.stringContaining('production keeps its own'),
  });
  await copyConfiguration(workspace, { ...pair, digest: again?.digest ?? '' });
  expect((await production.data.appRoles.all()).find((row) => row.isDefault)?.slug).toBe('viewer');
});

test('branding fills in what the target has not chosen, both colors of a theme together, and the logo with its picture', async () => {
  const { workspace, staging, production } = world;
  const look = { name: 'Acme', lightBackground: '#ffffff', lightAccent: '#0b6bcb' } as const;
  await saveBranding(staging, { ...look, darkBackground: '#101418', darkAccent: '#70b8ff' });
  const image = new Uint8Array([137, 80, 78, 71]);
  const { now } = staging;
  const logo = { theme: 'light', width: 120, height: 40, image, now } as const;
  await staging.data.branding.replaceLogo({ id: newId('brandingLogo', now), ...logo });
  const own = { name: 'Acme Live', lightBackground: null, lightAccent: '#8a1c1c' };
  await saveBranding(production, { ...own, darkBackground: null, darkAccent: null });
  const pair = { from: staging.scope.environmentId, to: production.scope.environmentId };
  const shown = await previewCopy(workspace, pair);
  expect(shown?.parts.find((part) => part.key === 'branding')?.lines).toMatchObject([
    { text: 'Name: Acme', outcome: 'same', note: 'production keeps its own.' },
    { text: 'Colors, light: background #ffffff, accent #0b6bcb', outcome: 'same' },
    { text: 'Logo, light: 120 × 40 pixels', outcome: 'add' },
    { text: 'Colors, dark: background #101418, accent #70b8ff', outcome: 'add' },
  ]);
  await copyConfiguration(workspace, { ...pair, digest: shown?.digest ?? '' });
  expect(await production.data.branding.get()).toEqual({
    ...own,
    darkBackground: '#101418',
    darkAccent: '#70b8ff',
  });
  const [copied] = await production.data.branding.logos();
  expect(await production.data.branding.image(copied?.id ?? '')).toEqual(image);
  expect(await staging.data.branding.logos()).toHaveLength(1);
  expect(await previewCopy(workspace, pair)).toMatchObject({ changes: 0 });
});

test('what a deleted environment owes until its end stays on the bill', async () => {
  const { workspace, production, db } = world;
  const { now } = workspace;
  const organizationId = newId('organization', now);
  await production.data.organizations.add(
    organizationId,
    {
      name: 'Customer',
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    now,
  );
  await production.data.connections.add(
    {
      id: newId('connection', now),
      organizationId,
      name: 'Okta',
      connectionType: 'OktaSAML',
      state: 'active',
      externalKey: newExternalKey(),
      idpEntityId: null,
      idpSsoUrl: null,
      idpMetadataUrl: null,
      activatedAt: now,
    },
    now,
  );
  await deleteEnvironment(
    workspace,
    { id: production.scope.environmentId, confirmation: 'production' },
    RIGHTS,
  );
  expect(
    await db.connectionActivation.findMany({ where: { workspaceId: workspace.scope.workspaceId } }),
  ).toMatchObject([{ connectionName: 'Okta', environmentName: 'production', endedAt: expect.any(Date) }]);
});

test('a difference that changed after it was shown is not carried out', async () => {
  const { workspace, staging, production } = world;
  await addRedirectUri(staging, { uri: 'https://app.example.com/callback' });
  const pair = { from: staging.scope.environmentId, to: production.scope.environmentId };
  const shown = await previewCopy(workspace, pair);
  await addRedirectUri(staging, { uri: 'https://evil.example.com/callback' });
  const late = copyConfiguration(workspace, { ...pair, digest: shown?.digest ?? '' });
  await expect(late).rejects.toMatchObject({ code: 'conflict' });
  expect(await production.data.redirectUris.all()).toEqual([]);
});
