import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import type { SsoSessionState } from '#lib/db/generated/enums.ts';
import { idFloor, newExternalKey, newId } from '#lib/ids.ts';
import { overview } from '#lib/workspace/overview.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

async function addConnection({ data, now }: EnvironmentContext, name: string): Promise<string> {
  const organizationId = newId('organization', now);
  await data.organizations.add(
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
  const id = newId('connection', now);
  const values = { connectionType: 'GenericSAML', state: 'active', externalKey: newExternalKey() } as const;
  await data.connections.add({ id, organizationId, name, ...values }, now);
  return id;
}

const ago = (hours: number) => new Date(world.staging.now.getTime() - hours * 3_600_000);
let count = 0;
async function addSession(
  connectionId: string,
  state: SsoSessionState,
  hoursAgo: number,
  { accepted = false } = {},
): Promise<void> {
  const createdAt = ago(hoursAgo);
  const { environmentId } = world.staging.scope;
  await world.db.ssoSession.create({
    data: {
      id: idFloor('ssoSession', createdAt).slice(0, -16) + String(count++).padStart(16, '0'),
      environmentId,
      connectionId,
      origin: 'service_provider',
      state,
      errorCode: state === 'failed' ? 'invalid_x509_certificate' : null,
      createdAt,
      ...(accepted ? { respondedAt: createdAt, authorizedAt: createdAt } : {}),
    },
  });
}

test('a connection fails once nobody got in after a failure, since the first one, with what was changed before', async () => {
  const { staging } = world;
  const broken = await addConnection(staging, 'Broken');
  const healthy = await addConnection(staging, 'Healthy');
  for (const [hours, state] of [
    [30, 'failed'],
    [20, 'successful'],
    [6, 'failed'],
    [5, 'failed'],
  ] as const) {
    await addSession(broken, state, hours);
    await addSession(healthy, state, hours + 0.1);
  }
  await addSession(healthy, 'successful', 1);
  // Ids of one process never go back in time; these have to.
  const note = (
    hours: number,
    action: 'connection.updated' | 'connection_certificate.deleted',
    connectionId = broken,
  ) =>
    world.db.auditLogEntry.create({
      data: {
        id: idFloor('auditLogEntry', ago(hours)),
        workspaceId: world.workspace.scope.workspaceId,
        environmentId: staging.scope.environmentId,
        actorType: 'system',
        actorId: 'test',
        actorName: 'Test',
        action,
        ...(action === 'connection.updated'
          ? { targetType: 'connection', targetId: connectionId }
          : { targetType: 'connection_certificate', targetId: 'saml_x509_cert_1', before: { connectionId } }),
        targetName: 'Broken',
        createdAt: ago(hours),
      },
    });
  await note(21, 'connection.updated');
  await note(7, 'connection_certificate.deleted');
  // What was done to another connection did not break this one.
  await note(6.5, 'connection_certificate.deleted', healthy);
  await note(6.4, 'connection.updated', healthy);
  await note(4, 'connection.updated');
  const { failing, connections, totals } = await overview(staging, '7d');
  expect(failing).toMatchObject([
    {
      id: broken,
      since: ago(6).toISOString(),
      lastSuccess: ago(20).toISOString(),
      changes: [{ action: 'connection_certificate.deleted' }],
    },
  ]);
  expect(totals).toEqual({ successful: 3, failed: 6, timed_out: 0, in_progress: 0 });
  expect(connections.map(({ id, total, failed }) => [id, total, failed])).toEqual([
    [healthy, 5, 3],
    [broken, 4, 3],
  ]);
});

test('a connection through which nobody ever got in fails since its first failure', async () => {
  const broken = await addConnection(world.staging, 'Broken');
  await addSession(broken, 'failed', 8);
  await addSession(broken, 'test_failed', 9);
  const { failing } = await overview(world.staging, '24h');
  expect(failing).toMatchObject([{ id: broken, since: ago(9).toISOString(), lastSuccess: null }]);
  expect((await overview(world.production, '24h')).failing).toEqual([]);
});

test('an accepted response got somebody in, even if the app never redeemed the code; and the figures say so', async () => {
  const { staging } = world;
  const connection = await addConnection(staging, 'Healthy');
  await addSession(connection, 'failed', 9);
  await addSession(connection, 'timed_out', 8, { accepted: true });
  await addSession(connection, 'timed_out', 7, { accepted: true });
  await addSession(connection, 'timed_out', 6);
  const view = await overview(staging, '24h');
  expect(view.failing).toEqual([]);
  expect([view.totals.timed_out, view.notRedeemed]).toEqual([3, 2]);
  await addSession(connection, 'failed', 2);
  expect((await overview(staging, '24h')).failing).toMatchObject([
    { since: ago(2).toISOString(), lastSuccess: ago(7).toISOString() },
  ]);
});
