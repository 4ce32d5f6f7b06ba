import { systemActor } from '#lib/auth/actor.ts';
import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { type Database, database } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { equipEnvironment } from './equip-environment.ts';

export type CreatedWorkspace = {
  workspaceId: string;
  staging: { environmentId: string; clientId: string };
  production: { environmentId: string; clientId: string };
};

/**
 * Makes a workspace as a newcomer finds it: Staging ready to use, Production empty (equip-environment.ts).
 * `origin` is our public origin, without a trailing slash.
 */
export async function createWorkspace(
  input: { name: string; origin: string; now: Date },
  db: Database = database(),
): Promise<CreatedWorkspace> {
  const { now, origin } = input;
  const workspaceId = newId('workspace', now);
  const actor = systemActor('Start-up');
  await db.workspace.create({
    data: { id: workspaceId, name: input.name, createdAt: now, updatedAt: now },
  });
  const made = { workspaceId } as CreatedWorkspace;
  for (const kind of ['staging', 'production'] as const) {
    const environmentId = newId('environment', now);
    const clientId = newId('client', now);
    await db.environment.create({
      data: {
        id: environmentId,
        workspaceId,
        name: kind === 'staging' ? 'Staging' : 'Production',
        kind,
        color: kind === 'staging' ? 'amber' : 'green',
        clientId,
        signInConsent: true,
        createdAt: now,
        updatedAt: now,
      },
    });
    const data = forEnvironment(systemScope({ id: environmentId, kind }), db);
    await equipEnvironment(data, { environmentId, kind, origin, actor, now });
    made[kind] = { environmentId, clientId };
  }
  const source = { actor, now };
  await forWorkspace(systemWorkspaceScope(workspaceId), db).auditLog.record(source, {
    action: 'workspace.created',
    target: { type: 'workspace', id: workspaceId, name: input.name },
  });
  return made;
}
