import { expect, test } from '@playwright/test';
import type { Actor } from '#lib/auth/actor.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeAll(async () => {
  world = await testEnvironments();
});
test.afterAll(() => world.close());

const ada: Actor = {
  type: 'member',
  id: 'team_member_1',
  name: 'Ada',
  ipAddress: '203.0.113.7',
  userAgent: 'Browser',
  requestId: 'request-1',
};
const target = { type: 'redirect_uri', id: 'redir_1', name: 'https://app.example/callback' };

const entries = (targetId: string) =>
  world.db.auditLogEntry.findMany({ where: { workspaceId: world.workspace.scope.workspaceId, targetId } });

test('an entry says who, what, when, from where, and what changed', async () => {
  const { staging, workspace } = world;
  const ctx = { ...staging, actor: ada };
  const entry = { action: 'redirect_uri.updated', target, before: { uri: 'a', isDefault: true } } as const;
  await ctx.data.auditLog.record(ctx, { ...entry, after: { uri: 'b', isDefault: true } });
  expect(await entries('redir_1')).toEqual([
    {
      id: expect.stringMatching(/^audit_log_entry_/),
      workspaceId: workspace.scope.workspaceId,
      environmentId: staging.scope.environmentId,
      actorType: 'member',
      actorId: ada.id,
      actorName: 'Ada',
      action: 'redirect_uri.updated',
      targetType: 'redirect_uri',
      targetId: 'redir_1',
      targetName: 'https://app.example/callback',
      before: { uri: 'a' },
      after: { uri: 'b' },
      ipAddress: '203.0.113.7',
      userAgent: 'Browser',
      requestId: 'request-1',
      createdAt: staging.now,
    },
  ]);
});

test('what belongs to the workspace itself has no environment', async () => {
  const { workspace } = world;
  const invited = { type: 'invitation', id: 'invitation_1', name: 'grace@example.com' };
  await workspace.data.auditLog.record(workspace, { action: 'invitation.created', target: invited });
  const [row] = await entries('invitation_1');
  expect(row).toMatchObject({ environmentId: null, before: null, after: null, actorType: 'system' });
});

test('a change that is undone leaves no entry', async () => {
  const { staging } = world;
  const undone = staging.data.transaction(async (data) => {
    const name = { ...target, id: 'redir_undone' };
    await data.auditLog.record(staging, { action: 'redirect_uri.deleted', target: name });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await entries('redir_undone')).toEqual([]);
});

test('a change that changed nothing leaves no entry', async () => {
  const { staging } = world;
  await staging.data.auditLog.record(staging, {
    action: 'redirect_uri.updated',
    target: { ...target, id: 'redir_same' },
    before: { uri: 'a' },
    after: { uri: 'a' },
  });
  expect(await entries('redir_same')).toEqual([]);
});

test('the database itself refuses to change, delete or empty the log', async () => {
  const { staging, db } = world;
  await staging.data.auditLog.record(staging, {
    action: 'redirect_uri.deleted',
    target: { ...target, id: 'redir_kept' },
  });
  const [kept] = await entries('redir_kept');
  const refused = /append-only/;
  await expect(db.$executeRaw`UPDATE "AuditLogEntry" SET "actorName" = 'nobody'`).rejects.toThrow(refused);
  await expect(db.$executeRaw`DELETE FROM "AuditLogEntry" WHERE "targetId" = 'redir_kept'`).rejects.toThrow(
    refused,
  );
  await expect(db.$executeRaw`TRUNCATE "AuditLogEntry"`).rejects.toThrow(refused);
  await expect(db.$executeRaw`TRUNCATE "Workspace" CASCADE`).resolves.toBeDefined();
  expect(await entries('redir_kept')).toEqual([kept]);
});
