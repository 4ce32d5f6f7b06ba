import type { z } from 'zod';
import { requireEnvironmentNotInUse } from '#lib/auth/dashboard-sso-guard.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import type { EnvironmentRow } from '#lib/data/environments.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { EnvironmentColor } from './environment-colors.ts';
import type {
  createEnvironmentInput,
  deleteEnvironmentInput,
  updateEnvironmentInput,
} from './environments.schema.ts';
import { equipEnvironment } from './equip-environment.ts';

/** More would not fit a menu, and nobody could tell them apart by their color. */
export const MAX_ENVIRONMENTS = 20;

/** Making the keys of a staging environment takes a second or two on a busy machine. */
const EQUIPPING_MS = 30_000;
const DELETING_MS = 60_000;

/** One environment as the workspace's pages show it. */
export type EnvironmentListItem = {
  id: string;
  name: string;
  kind: 'staging' | 'production';
  color: EnvironmentColor;
  clientId: string;
  organizations: number;
  connections: number;
  createdAt: string;
  /** Production without billing information. */
  locked: boolean;
  /** Why it cannot be deleted; null when it can. */
  keep: string | null;
};

const LAST_STAGING =
  'This is the last staging environment. Every workspace has one, for tests: create another one first.';

const ADMINS_ONLY = 'Customers sign in through it, so only an Admin can delete it.';

/** Whether whoever asks may delete production environments. */
type Rights = { deleteProduction: boolean };

/** The workspace's environments, oldest first. */
export async function listEnvironments(
  ctx: Pick<WorkspaceContext, 'data'>,
  rights: Rights,
): Promise<{ environments: EnvironmentListItem[]; full: boolean }> {
  const [rows, workspace] = await Promise.all([ctx.data.environments.all(), ctx.data.workspace.get()]);
  const environments = rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    locked: row.kind === 'production' && workspace.productionEnabledAt === null,
    keep: whyKept(rows, row, rights),
  }));
  return { environments, full: rows.length >= MAX_ENVIRONMENTS };
}

/**
 * Makes an environment of its own client ID; a staging one is ready to use like the first one. Throws
 * `invalid_request_parameters` for a name that is taken and `conflict` when there are too many.
 */
export async function createEnvironment(
  ctx: WorkspaceContext,
  input: z.output<typeof createEnvironmentInput> & { origin: string },
): Promise<EnvironmentRow> {
  const { now } = ctx;
  return ctx.data.transaction(
    async (data) => {
      await data.workspace.lock();
      const rows = await data.environments.all();
      if (rows.length >= MAX_ENVIRONMENTS) {
        throw new AppError(
          'conflict',
          `There are ${MAX_ENVIRONMENTS} environments already. Delete one you no longer use.`,
        );
      }
      refuseTakenName(rows, input.name);
      const { origin, ...chosen } = input;
      const row = {
        ...chosen,
        id: newId('environment', now),
        clientId: newId('client', now),
        createdAt: now,
      };
      await data.environments.add(row);
      const inside = await opened(data, row.id);
      await equipEnvironment(inside, {
        environmentId: row.id,
        kind: row.kind,
        origin,
        actor: ctx.actor,
        now,
      });
      await inside.auditLog.record(ctx, {
        action: 'environment.created',
        target: target(row),
        after: { name: row.name, kind: row.kind, color: row.color },
      });
      return row;
    },
    { timeoutMs: EQUIPPING_MS },
  );
}

/** Changes name and color. Throws entity_not_found, or `invalid_request_parameters` for a name that is taken. */
export async function updateEnvironment(
  ctx: WorkspaceContext,
  input: z.output<typeof updateEnvironmentInput>,
): Promise<void> {
  await ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const rows = await data.environments.all();
    const row = rows.find((one) => one.id === input.id);
    if (!row) throw entityNotFound('Environment', input.id);
    refuseTakenName(
      rows.filter((one) => one.id !== row.id),
      input.name,
    );
    const { name, color } = input;
    await data.environments.update(row.id, { name, color }, ctx.now);
    const inside = await opened(data, row.id);
    await inside.auditLog.record(ctx, {
      action: 'environment.updated',
      target: target({ ...row, name }),
      before: { name: row.name, color: row.color },
      after: { name, color },
    });
  });
}

/**
 * Deletes an environment with everything in it, for good, and returns its name. `confirmation` must be the
 * name. Throws entity_not_found, `forbidden` for a production environment without the right to it, `conflict` for the
 * last staging environment and one through which members sign in, or `invalid_request_parameters`.
 */
export async function deleteEnvironment(
  ctx: WorkspaceContext,
  input: z.output<typeof deleteEnvironmentInput>,
  rights: Rights,
): Promise<string> {
  const { id } = deletable(await ctx.data.environments.all(), input, rights);
  await requireEnvironmentNotInUse(ctx.data, id);
  // Millions of sessions do not fit one transaction. Should this stop halfway, some history is gone and nothing else.
  while (await ctx.data.environments.sweepSessions(input.id));
  return ctx.data.transaction(
    async (data) => {
      await data.workspace.lock();
      const row = deletable(await data.environments.all(), input, rights);
      await requireEnvironmentNotInUse(data, row.id);
      await data.environments.remove(row.id);
      await data.auditLog.record(ctx, {
        action: 'environment.deleted',
        target: target(row),
        before: {
          name: row.name,
          kind: row.kind,
          clientId: row.clientId,
          organizations: row.organizations,
          connections: row.connections,
        },
      });
      return row.name;
    },
    { timeoutMs: DELETING_MS },
  );
}

type Counted = Awaited<ReturnType<WorkspaceRepositories['environments']['all']>>[number];

function deletable(
  rows: readonly Counted[],
  input: { id: string; confirmation: string },
  rights: Rights,
): Counted {
  const row = rows.find((one) => one.id === input.id);
  if (!row) throw entityNotFound('Environment', input.id);
  const kept = whyKept(rows, row, rights);
  if (kept !== null) throw new AppError(kept === ADMINS_ONLY ? 'forbidden' : 'conflict', kept);
  if (input.confirmation.trim() !== row.name) {
    throw invalidField('confirmation', `Type ${row.name} to confirm.`, 'confirmation_mismatch');
  }
  return row;
}

function whyKept(rows: readonly Counted[], row: { kind: string }, rights: Rights): string | null {
  if (row.kind === 'production') return rights.deleteProduction ? null : ADMINS_ONLY;
  return rows.filter((one) => one.kind === 'staging').length === 1 ? LAST_STAGING : null;
}

function refuseTakenName(rows: readonly { name: string }[], name: string): void {
  if (rows.some((row) => row.name.toLowerCase() === name.toLowerCase())) {
    throw invalidField('name', 'Another environment has this name. Choose one that tells them apart.');
  }
}

async function opened(data: WorkspaceRepositories, id: string) {
  const inside = await data.environments.open(id);
  if (!inside) throw entityNotFound('Environment', id);
  return inside;
}

function target(row: { id: string; name: string }) {
  return { type: 'environment', id: row.id, name: row.name };
}
