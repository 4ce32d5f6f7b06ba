import { type Actor, systemActor } from '#lib/auth/actor.ts';
import { isSsoCallbackOf, ssoCallbackUrl } from '#lib/auth/sso-callback.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { database } from '#lib/db/client.ts';
import { testIdpEntityId, testIdpSloUrl, testIdpSsoUrl } from '#lib/test-idp/address.ts';

/**
 * Moves what we host ourselves to a changed public origin (another PORT or GATEHOUSE_URL): the connections
 * to our own test identity provider, the example app's callback, and that of members' own SSO. Customers' settings are not touched.
 */
export async function followOrigin(origin: string, now: Date): Promise<void> {
  const source = { actor: systemActor('Start-up'), now };
  const environments = await database().environment.findMany({
    where: { kind: 'staging' },
    select: { id: true, kind: true },
  });
  for (const environment of environments) {
    const data = forEnvironment(systemScope(environment));
    const entityId = testIdpEntityId(origin, environment.id);
    const own = await data.connections.page({ connectionTypes: ['TestIdp'] }, { limit: 100, order: 'asc' });
    for (const connection of own.data) {
      const ours = connection.idpEntityId?.endsWith(`/test-idp/${environment.id}`);
      if (!ours || connection.idpEntityId === entityId) continue;
      const moved = {
        idpEntityId: entityId,
        idpSsoUrl: testIdpSsoUrl(origin, environment.id),
        idpSloUrl: testIdpSloUrl(origin, environment.id),
      };
      await data.transaction(async (rows) => {
        await rows.connections.update(connection.id, moved, now);
        await rows.connectionVersions.record(source, { connectionId: connection.id });
        await rows.auditLog.record(source, {
          action: 'connection.updated',
          target: { type: 'connection', id: connection.id, name: connection.name },
          before: {
            idpEntityId: connection.idpEntityId,
            idpSsoUrl: connection.idpSsoUrl,
            idpSloUrl: connection.idpSloUrl,
          },
          after: moved,
        });
      });
    }
    const callback = `${origin}/example/callback`;
    const uris = await data.redirectUris.all();
    const old = uris.find((one) => one.uri.endsWith('/example/callback') && one.uri !== callback);
    if (!old || uris.some((one) => one.uri === callback)) continue;
    await data.transaction(async (rows) => {
      await rows.redirectUris.rename(old.id, callback, now);
      await rows.auditLog.record(source, {
        action: 'redirect_uri.updated',
        target: { type: 'redirect_uri', id: old.id, name: callback },
        before: { uri: old.uri },
        after: { uri: callback },
      });
    });
  }
  await followDashboardSso(origin, source);
}

/** The way back of members who sign in to the dashboard through their own connection is an address of ours too. */
async function followDashboardSso(origin: string, source: { actor: Actor; now: Date }): Promise<void> {
  const all = await database().$queryRaw<
    { workspaceId: string; id: string; kind: 'staging' | 'production' }[]
  >`
    SELECT s."workspaceId", e.id, e.kind::text AS kind
      FROM "DashboardSso" s JOIN "Environment" e ON e.id = s."environmentId"`;
  for (const { workspaceId, ...environment } of all) {
    const data = forEnvironment(systemScope(environment));
    const callback = ssoCallbackUrl(origin, workspaceId);
    const uris = await data.redirectUris.all();
    const old = uris.find((one) => isSsoCallbackOf(one.uri, workspaceId));
    if (!old || uris.some((one) => one.uri === callback)) continue;
    await data.transaction(async (rows) => {
      await rows.redirectUris.rename(old.id, callback, source.now);
      await rows.auditLog.record(source, {
        action: 'redirect_uri.updated',
        target: { type: 'redirect_uri', id: old.id, name: callback },
        before: { uri: old.uri },
        after: { uri: callback },
      });
    });
  }
}
