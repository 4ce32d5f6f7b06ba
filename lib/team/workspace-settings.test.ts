import { expect, test } from '@playwright/test';
import type { MemberContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { finishDeletions } from './finish-deletions.ts';
import { inviteMember } from './invite-member.ts';
import { deleteWorkspace, updateWorkspace } from './workspace-settings.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const MINUTE = 60_000;

let world: Awaited<ReturnType<typeof testEnvironments>>;
let ada: MemberContext;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  const { workspaceId } = world.workspace.scope;
  const id = newId('teamMember', NOW);
  await world.db.teamMember.create({
    data: {
      id,
      workspaceId,
      email: 'ada@example.com',
      name: 'Ada',
      role: 'admin',
      createdAt: NOW,
      updatedAt: NOW,
    },
  });
  ada = { ...world.workspace, member: { id, dashboardSessionId: '' } };
});
test.afterEach(() => world.close());

const actions = async () =>
  (
    await world.db.auditLogEntry.findMany({
      where: { workspaceId: world.workspace.scope.workspaceId },
      orderBy: { id: 'asc' },
    })
  ).map(({ action, actorType }) => [action, actorType]);

const deletion = (confirmation: string) =>
  deleteWorkspace(ada, { reason: 'trial', acknowledged: 'on', confirmation });

test('name and support address are saved; an address that is none is refused and saves nothing', async () => {
  await updateWorkspace(ada, { name: 'Acme', supportEmail: 'help@acme.example' });
  const bad = updateWorkspace(ada, { name: 'Other', supportEmail: 'help' });
  await expect(bad).rejects.toMatchObject({ fields: [{ field: 'supportEmail' }] });
  expect(await ada.data.workspace.get()).toMatchObject({ name: 'Acme', supportEmail: 'help@acme.example' });
  await updateWorkspace(ada, { name: 'Acme', supportEmail: '' });
  expect(await ada.data.workspace.get()).toMatchObject({ supportEmail: null });
  expect(await actions()).toEqual([
    ['workspace.updated', 'system'],
    ['workspace.updated', 'system'],
  ]);
});

test('a workspace whose name was not typed stays open', async () => {
  await expect(deletion('Tes')).rejects.toMatchObject({ fields: [{ field: 'confirmation' }] });
  const row = await world.db.workspace.findFirstOrThrow();
  expect(row.deletionRequestedAt).toBeNull();
});

test('deleting shuts every door at once, tells the Admins, and removes the rows a while later', async () => {
  const { db, staging, workspace } = world;
  const { workspaceId } = workspace.scope;
  const { environmentId } = staging.scope;
  await staging.data.apiKeys.add({
    id: newId('apiKey', NOW),
    name: 'Key',
    secretHash: hashSecret(newToken()),
    secretSealed: null,
    hint: 'abcd',
    expiresAt: null,
    now: NOW,
  });
  await staging.data.redirectUris.add({
    id: newId('redirectUri', NOW),
    uri: 'https://app.example/callback',
    isDefault: true,
    now: NOW,
  });
  const organizationId = newId('organization', NOW);
  await staging.data.organizations.add(
    organizationId,
    {
      name: 'Customer',
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    NOW,
  );
  await staging.data.connections.add(
    {
      id: newId('connection', NOW),
      organizationId,
      name: 'Connection',
      connectionType: 'GenericSAML',
      state: 'active',
      externalKey: 'A'.repeat(16),
    },
    NOW,
  );
  await db.dashboardSession.create({
    data: {
      id: newId('dashboardSession', NOW),
      workspaceId,
      teamMemberId: ada.member.id,
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: new Date(NOW.getTime() + MINUTE),
    },
  });
  await inviteMember(workspace, { email: 'new@example.com', role: 'support' });

  await deletion('Test');

  expect(await db.dashboardSession.count({ where: { workspaceId, revokedAt: null } })).toBe(0);
  expect(await db.invitation.count({ where: { workspaceId, revokedAt: null } })).toBe(0);
  expect(await db.apiKey.count({ where: { environmentId, revokedAt: null } })).toBe(0);
  expect(await staging.data.redirectUris.all()).toEqual([]);
  const login = await staging.data.login.forAuthorize({ connectionId: null, organizationId });
  expect(login.connections ?? []).toEqual([]);
  const told = await db.mail.findMany({ where: { workspaceId, template: 'workspace_deletion' } });
  expect(told.map(({ to }) => to)).toEqual(['ada@example.com']);

  expect(await finishDeletions(new Date(NOW.getTime() + 5 * MINUTE), db)).toEqual({ removed: 0 });
  const later = new Date(NOW.getTime() + 20 * MINUTE);
  const both = await Promise.all([finishDeletions(later, db), finishDeletions(later, db)]);
  expect(both.map(({ removed }) => removed).sort()).toEqual([0, 1]);
  expect(await db.workspace.count()).toBe(0);
  expect(await db.environment.count()).toBe(0);
  expect(await db.teamMember.count()).toBe(0);
  expect(await actions()).toEqual([
    ['invitation.created', 'system'],
    ['workspace.deletion_requested', 'system'],
    ['workspace.deleted', 'system'],
  ]);
});

test('a workspace that nobody deleted is never removed', async () => {
  expect(await finishDeletions(new Date(NOW.getTime() + 365 * 24 * 60 * MINUTE), world.db)).toEqual({
    removed: 0,
  });
  expect(await world.db.workspace.count()).toBe(1);
});
