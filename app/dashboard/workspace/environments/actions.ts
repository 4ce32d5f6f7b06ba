'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { workspaceAction } from '#lib/dashboard/admin-action.ts';
import { env } from '#lib/env.ts';
import { copyConfiguration } from '#lib/workspace/copy-configuration.ts';
import * as schema from '#lib/workspace/environments.schema.ts';
import * as environments from '#lib/workspace/environments.ts';

const permission = 'environments:write';

export const createEnvironmentAction = workspaceAction(
  { permission, input: schema.createEnvironmentInput },
  async ({ input, ...ctx }) => {
    const { name } = await environments.createEnvironment(ctx, { ...input, origin: env().http.url });
    refresh();
    return `${name} is ready.`;
  },
);

export const updateEnvironmentAction = workspaceAction(
  { permission, input: schema.updateEnvironmentInput },
  async ({ input, ...ctx }) => {
    await environments.updateEnvironment(ctx, input);
    refresh();
    return 'The environment is saved.';
  },
);

export const deleteEnvironmentAction = workspaceAction(
  { permission, input: schema.deleteEnvironmentInput },
  async ({ input, ...ctx }) => {
    const name = await environments.deleteEnvironment(ctx, input, {
      deleteProduction: ctx.may('production:delete'),
    });
    refresh();
    return `${name} and everything in it is deleted.`;
  },
);

/** Carries out the difference that was shown. */
export const copyConfigurationAction = workspaceAction(
  { permission, input: schema.copyConfigurationInput },
  async ({ input, ...ctx }) => {
    // Also when it is refused: then the list below has changed.
    refresh();
    const { changes } = await copyConfiguration(ctx, input);
    const { from, to } = input;
    const query = new URLSearchParams({ from, to, copied: String(changes) });
    redirect(`/dashboard/workspace/environments/copy?${query}`);
  },
);
