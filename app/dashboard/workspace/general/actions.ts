'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { workspaceAction } from '#lib/dashboard/admin-action.ts';
import * as schema from '#lib/team/workspace-settings.schema.ts';
import { deleteWorkspace, updateWorkspace } from '#lib/team/workspace-settings.ts';

/** Saves name and support address. */
export const save = workspaceAction(
  { permission: 'workspace:write', input: schema.workspaceSettingsInput },
  async ({ input, ...ctx }) => {
    await updateWorkspace(ctx, input);
    refresh();
    return 'The workspace settings are saved.';
  },
);

/** Deletes the workspace; the answer leads out of it. */
export const remove = workspaceAction(
  { permission: 'workspace:write', input: schema.deleteWorkspaceInput },
  async ({ input, ...ctx }) => {
    await deleteWorkspace(ctx, input);
    redirect('/signed-out?after=deleting');
  },
);
