import { expect, test } from '@playwright/test';
import { type Actor, systemActor } from '#lib/auth/actor.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { idFloor } from '#lib/ids.ts';
import type { AuditAction } from './actions.ts';
import { auditLogInput, auditLogQuery } from './audit-log.schema.ts';
import { exportAuditLog } from './export-audit-log.ts';
import { listAuditLog } from './list-audit-log.ts';

type World = Awaited<ReturnType<typeof testEnvironments>>;
let world: World;
const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 60 * 60;

test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  await fill();
});
test.afterAll(() => world.close());

const ada = { ...systemActor('Ada Lovelace'), type: 'member' as const, id: 'team_member_ada' };
const key = {
  ...systemActor('Server key'),
  type: 'api_key' as const,
  id: 'api_key_1',
  ipAddress: '203.0.113.7',
};

type Written = {
  at: Date;
  actor: Actor;
  action: AuditAction;
  target: [type: string, id: string, name: string];
};

/** Written directly: ids of one process never go back in time, so only rows made by hand can be of several days. */
async function write(environmentId: string | null, { at, actor, action, target }: Written, more = {}) {
  await world.db.auditLogEntry.create({
    data: {
      id: idFloor('auditLogEntry', at),
      workspaceId: world.workspace.scope.workspaceId,
      environmentId,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      ipAddress: actor.ipAddress,
      action,
      targetType: target[0],
      targetId: target[1],
      targetName: target[2],
      createdAt: at,
      ...more,
    },
  });
}

/** Nov 11: Ada in staging. Nov 12: a key in production. Nov 13: Ada in the workspace. Nov 14: 60 by the system. */
async function fill(): Promise<void> {
  const staging = world.staging.scope.environmentId;
  const at = (days: number, seconds = 0) => new Date(NOW.getTime() + ((days - 10) * DAY + seconds) * 1000);
  await write(
    staging,
    { at: at(0), actor: ada, action: 'connection.updated', target: ['connection', 'conn_1', 'Acme Okta'] },
    { before: { name: 'Acme' }, after: { name: 'Acme Okta' } },
  );
  await write(world.production.scope.environmentId, {
    at: at(1),
    actor: key,
    action: 'organization.deleted',
    target: ['organization', 'org_1', 'Acme Corp'],
  });
  await write(null, {
    at: at(2),
    actor: ada,
    action: 'invitation.created',
    target: ['invitation', 'inv_1', 'grace@example.com'],
  });
  for (let index = 0; index < 60; index++) {
    await write(staging, {
      at: at(3, index),
      actor: systemActor('Domain check'),
      action: 'organization_domain.verified',
      target: ['organization_domain', `dom_${index}`, `d${index}.example`],
    });
  }
}

const workspaceAt = (now: Date): WorkspaceContext => ({ ...world.workspace, now });

async function names(query: Record<string, string>): Promise<string[]> {
  const environments = [{ id: world.staging.scope.environmentId, name: 'Staging' }];
  const list = await listAuditLog(workspaceAt(NOW), auditLogInput.parse(query), environments);
  return list.lines.map((line) => line.target.name);
}

test('pages lead from the newest to the oldest and back, without a gap and without a repetition', async () => {
  const ctx = workspaceAt(NOW);
  const first = await listAuditLog(ctx, auditLogInput.parse({}), []);
  expect(first.lines).toHaveLength(50);
  expect(first.newer).toBeNull();
  const second = await listAuditLog(ctx, auditLogInput.parse({ older: first.older }), []);
  expect(second.lines).toHaveLength(13);
  expect(second.older).toBeNull();
  const all = [...first.lines, ...second.lines].map(({ id }) => id);
  expect(new Set(all).size).toBe(63);
  expect([...all].sort().reverse()).toEqual(all);
  const back = await listAuditLog(ctx, auditLogInput.parse({ newer: second.newer }), []);
  expect(back.lines.map(({ id }) => id)).toEqual(first.lines.map(({ id }) => id));
});

test('filters choose by actor, action, environment and day', async () => {
  expect(await names({ actor: ada.id })).toEqual(['grace@example.com', 'Acme Okta']);
  expect(await names({ action: 'organization.deleted' })).toEqual(['Acme Corp']);
  expect(await names({ environment: world.production.scope.environmentId })).toEqual(['Acme Corp']);
  expect(await names({ environment: 'workspace' })).toEqual(['grace@example.com']);
  expect(await names({ actor: ada.id, environment: 'workspace', action: 'connection.updated' })).toEqual([]);
  expect(await names({ from: '2026-11-12', to: '2026-11-13' })).toEqual(['grace@example.com', 'Acme Corp']);
  expect(await names({ to: '2026-11-11' })).toEqual(['Acme Okta']);
  expect(await names({ range: '1d' })).toEqual([]);
  expect((await names({ range: '7d' })).length).toBe(50);
});

test('a search finds whole ids and addresses, and the beginning of names in any case', async () => {
  expect(await names({ q: 'conn_1' })).toEqual(['Acme Okta']);
  expect(await names({ q: '203.0.113.7' })).toEqual(['Acme Corp']);
  expect(await names({ q: 'acme' })).toEqual(['Acme Corp', 'Acme Okta']);
  expect(await names({ q: 'ADA' })).toEqual(['grace@example.com', 'Acme Okta']);
  expect(await names({ q: 'acme', actor: ada.id })).toEqual(['Acme Okta']);
  expect(await names({ q: 'okta' })).toEqual([]);
  // Matches by target and by actor: once.
  expect((await names({ q: 'd' })).length).toBe(50);
});

test('what makes no sense in an address counts as absent', () => {
  const query = {
    actor: "x' OR 1",
    action: 'connection.exploded',
    environment: ['a', 'b'],
    range: 'constructor',
    from: '2026-02-31',
    to: 'tomorrow',
    older: '\0',
    q: '  ',
  };
  expect(auditLogQuery(auditLogInput.parse(query))).toBe('?environment=a');
});

test('an entry says in words what happened, and leads to the thing while it is there', async () => {
  const { staging, production } = world;
  const environments = [{ id: staging.scope.environmentId, name: 'Staging' }];
  const input = auditLogInput.parse({ q: 'Acme' });
  const { lines, actors } = await listAuditLog(workspaceAt(NOW), input, environments);
  const base = `/dashboard/${staging.scope.environmentId}`;
  expect(lines).toMatchObject([
    {
      action: 'Organization deleted',
      target: { href: null },
      actor: { type: 'api_key', name: 'Server key' },
    },
    {
      action: 'Connection changed',
      environment: 'Staging',
      target: { href: `${base}/connections/conn_1` },
      changes: [{ field: 'Name', before: 'Acme', after: 'Acme Okta' }],
    },
  ]);
  expect(lines[0]?.environment).toContain(production.scope.environmentId);
  expect(actors.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Domain check', 'Server key']);
});

test('the log of another workspace is not shown, searched, counted or exported', async () => {
  const scope = systemWorkspaceScope('team_other');
  const ctx: WorkspaceContext = { ...world.workspace, scope, data: forWorkspace(scope, world.db) };
  for (const query of [
    {},
    { q: 'acme' },
    { actor: ada.id },
    { environment: world.staging.scope.environmentId },
  ]) {
    const list = await listAuditLog(ctx, auditLogInput.parse(query), []);
    expect([list.lines, list.actors]).toEqual([[], []]);
  }
  expect(await text(await exportAuditLog(ctx, auditLogInput.parse({}), 'json'))).not.toContain('Acme');
});

async function text(pieces: AsyncGenerator<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

test('an export holds what the filters choose, newest first, and is itself in the log', async () => {
  const ctx = workspaceAt(new Date(NOW.getTime() + 1000));
  const action: AuditAction = 'organization_domain.verified';
  const json = JSON.parse(await text(await exportAuditLog(ctx, auditLogInput.parse({ action }), 'json')));
  expect(json).toHaveLength(60);
  expect(json[0]).toMatchObject({ action, target: { name: 'd59.example' }, actor: { name: 'Domain check' } });
  const csv = await text(await exportAuditLog(ctx, auditLogInput.parse({ q: 'acme' }), 'csv'));
  const lines = csv.trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^"time","action","description","actor_type"/);
  expect(lines[2]).toContain('"{""name"":""Acme""}","{""name"":""Acme Okta""}"');
  expect(await text(await exportAuditLog(ctx, auditLogInput.parse({ q: 'nobody' }), 'json'))).toBe('[]\n');
  const exports = await world.db.auditLogEntry.findMany({
    where: { workspaceId: ctx.scope.workspaceId, action: 'audit_log.exported' },
    orderBy: { id: 'asc' },
  });
  expect(exports.map(({ after }) => after)).toEqual([{ action }, { q: 'acme' }, { q: 'nobody' }]);
});
