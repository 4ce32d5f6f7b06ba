import { expect, test } from '@playwright/test';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { setRequireMfa } from './require-mfa.ts';
import { addTeamDomain, checkTeamDomain } from './team-domains.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

async function anotherWorkspace() {
  const id = newId('workspace', NOW);
  await world.db.workspace.create({ data: { id, name: 'Other', createdAt: NOW, updatedAt: NOW } });
  const scope = systemWorkspaceScope(id);
  return { ...world.workspace, scope, data: forWorkspace(scope, world.db) };
}

/** A name server that publishes the record of a row. */
const publishing =
  (row: { verificationPrefix: string; verificationToken: string; domain: string } | undefined) =>
  async (name: string) =>
    row && name === `${row.verificationPrefix}.${row.domain}` ? [row.verificationToken] : [];

test('a domain counts once its record is found, and not before', async () => {
  const ctx = world.workspace;
  expect(await addTeamDomain(ctx, { domain: ' ACME.example.com. ' })).toBe('acme.example.com');
  const [row] = await ctx.data.teamDomains.all();
  const id = row?.id ?? '';
  expect(row?.verifiedAt).toBeNull();
  await expect(
    checkTeamDomain(ctx, { id, resolveTxt: async () => ['something else'] }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    checkTeamDomain(ctx, { id, resolveTxt: () => Promise.reject(new Error('SERVFAIL')) }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await ctx.data.teamDomains.get(id))?.verifiedAt).toBeNull();
  expect(await checkTeamDomain(ctx, { id, resolveTxt: publishing(row) })).toBe('acme.example.com');
  expect((await ctx.data.teamDomains.get(id))?.verifiedAt).toEqual(NOW);
});

test('checks are counted', async () => {
  const ctx = world.workspace;
  await addTeamDomain(ctx, { domain: 'acme.example.com' });
  const id = (await ctx.data.teamDomains.all())[0]?.id ?? '';
  const check = () => checkTeamDomain(ctx, { id, resolveTxt: async () => [] });
  for (let attempt = 0; attempt < 30; attempt++)
    await expect(check()).rejects.toMatchObject({ code: 'conflict' });
  await expect(check()).rejects.toMatchObject({ code: 'rate_limited' });
});

for (const domain of ['gmail.com', 'co.uk', 'ada@acme.example.com', '192.0.2.1', 'nonsense']) {
  test(`${domain} cannot belong to a team`, async () => {
    await expect(addTeamDomain(world.workspace, { domain })).rejects.toMatchObject({
      code: 'invalid_request_parameters',
    });
    expect(await world.workspace.data.teamDomains.all()).toEqual([]);
  });
}

test('two workspaces may claim a domain, one can prove it', async () => {
  const other = await anotherWorkspace();
  for (const ctx of [world.workspace, other]) await addTeamDomain(ctx, { domain: 'acme.example.com' });
  const [mine] = await world.workspace.data.teamDomains.all();
  const [theirs] = await other.data.teamDomains.all();
  await checkTeamDomain(world.workspace, { id: mine?.id ?? '', resolveTxt: publishing(mine) });
  await expect(
    checkTeamDomain(other, { id: theirs?.id ?? '', resolveTxt: publishing(theirs) }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    checkTeamDomain(other, { id: mine?.id ?? '', resolveTxt: publishing(mine) }),
    'nor by the other’s id',
  ).rejects.toMatchObject({ code: 'entity_not_found' });
  expect((await other.data.teamDomains.all())[0]?.verifiedAt).toBeNull();
});

test('the demand for a second factor is recorded once each way', async () => {
  const ctx = world.workspace;
  for (const required of [true, true, false]) await setRequireMfa(ctx, required);
  expect(await ctx.data.authenticationPolicy.requireMfa()).toBe(false);
  const entries = await world.db.auditLogEntry.findMany({
    where: { workspaceId: ctx.scope.workspaceId, action: 'authentication_policy.updated' },
    orderBy: { id: 'asc' },
  });
  expect(entries.map(({ after }) => after)).toEqual([{ requireMfa: true }, { requireMfa: false }]);
});
