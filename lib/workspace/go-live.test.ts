import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createApiKey } from '#lib/workspace/api-keys.ts';
import { collapseChecklist, goLiveChecklist } from '#lib/workspace/go-live.ts';

const EXAMPLE = 'https://sso.example.com/example/callback';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

async function done(): Promise<string[]> {
  const { steps } = await goLiveChecklist(world.workspace, {
    teamMemberId: 'nobody',
    exampleCallback: EXAMPLE,
  });
  return steps.filter((step) => step.done).map((step) => step.key);
}

function signIn(
  kind: 'staging' | 'production',
  redirectUri: string | null,
  origin = 'service_provider' as const,
) {
  const { scope, now } = world[kind];
  const { environmentId } = scope;
  const id = newId('ssoSession', now);
  const data = { id, environmentId, origin, state: 'successful', redirectUri, createdAt: now } as const;
  return world.db.ssoSession.create({ data });
}

test('each step knows by itself whether it is done', async () => {
  const { production } = world;
  expect(await done()).toEqual(['unlock']);
  await signIn('staging', EXAMPLE);
  expect(await done()).toEqual(['test', 'unlock']);
  await signIn('staging', 'https://app.example.com/callback');
  expect(await done()).toEqual(['test', 'button', 'unlock']);
  const { id } = await createApiKey(production, { name: 'server', lifetime: 'never' });
  expect(await done()).toContain('secure');
  expect(await done()).not.toContain('credentials');
  await world.db.apiKey.updateMany({
    where: { environmentId: production.scope.environmentId, id },
    data: { lastUsedAt: production.now },
  });
  expect(await done()).toContain('credentials');
  await world.db.apiKey.updateMany({
    where: { environmentId: production.scope.environmentId, id },
    data: { lastUsedAt: new Date(production.now.getTime() - 31 * 86_400_000) },
  });
  expect(await done()).not.toContain('secure');
  await signIn('production', 'https://app.example.com/callback');
  expect(await done()).toContain('receive');
});

test('each member folds the checklist away alone, and unfolds it again', async () => {
  const { workspace, db, staging } = world;
  const { workspaceId } = workspace.scope;
  const member = async (email: string) => {
    const id = newId('teamMember', staging.now);
    const at = staging.now;
    await db.teamMember.create({
      data: {
        id,
        workspaceId,
        email,
        name: 'Robin',
        role: 'admin',
        passwordHash: 'x',
        createdAt: at,
        updatedAt: at,
      },
    });
    return id;
  };
  const [one, other] = [await member('one@example.com'), await member('other@example.com')];
  const collapsed = async (teamMemberId: string) =>
    (await goLiveChecklist(workspace, { teamMemberId, exampleCallback: EXAMPLE })).collapsed;
  await collapseChecklist(workspace, { teamMemberId: one, collapsed: true });
  expect([await collapsed(one), await collapsed(other)]).toEqual([true, false]);
  await collapseChecklist(workspace, { teamMemberId: one, collapsed: false });
  expect(await collapsed(one)).toBe(false);
});
