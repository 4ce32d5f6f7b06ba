import { systemActor } from '#lib/auth/actor.ts';
import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { openDatabase, useDatabase } from '#lib/db/client.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { publishToProcess } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { newToken } from '#lib/secrets.ts';
import type { EnvironmentContext, WorkspaceContext } from './context.ts';
import { forEnvironment } from './for-environment.ts';
import { forWorkspace } from './for-workspace.ts';

/**
 * For tests of use cases: a database of its own with one workspace, with contexts of it and of its environments. `at` is
 * the time all of them start from.
 */
export async function testEnvironments(at = new Date('2026-11-21T12:00:00.000Z')) {
  const { url, drop } = await testDatabase();
  publishToProcess({ DATABASE_URL: url, GATEHOUSE_SECRET_KEY: newToken() });
  const db = openDatabase(url);
  useDatabase(db);
  const workspaceId = newId('workspace', at);
  await db.workspace.create({
    data: { id: workspaceId, name: 'Test', productionEnabledAt: at, createdAt: at, updatedAt: at },
  });
  const environment = async (kind: 'staging' | 'production'): Promise<EnvironmentContext> => {
    const id = newId('environment', at);
    const clientId = newId('client', at);
    await db.environment.create({
      data: { id, workspaceId, name: kind, kind, clientId, createdAt: at, updatedAt: at },
    });
    const scope = systemScope({ id, kind });
    return { scope, data: forEnvironment(scope, db), now: at, actor: systemActor('Test') };
  };
  const staging = await environment('staging');
  const production = await environment('production');
  const workspaceScope = systemWorkspaceScope(workspaceId);
  const workspace: WorkspaceContext = {
    scope: workspaceScope,
    data: forWorkspace(workspaceScope, db),
    now: at,
    actor: systemActor('Test'),
  };
  const close = async () => {
    await db.$disconnect();
    await drop();
  };
  return { workspace, staging, production, db, close };
}

/** The same context some seconds later. */
export function later(context: EnvironmentContext, seconds: number): EnvironmentContext {
  return { ...context, now: new Date(context.now.getTime() + seconds * 1000) };
}
