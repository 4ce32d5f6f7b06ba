'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { removeFilterInput, saveFilterInput } from '#lib/sso/saved-filters.schema.ts';
import { removeFilter, saveFilter } from '#lib/sso/saved-filters.ts';

/** Keeps what the session list is filtered for under a name, for the signed-in member. */
export const saveFilterAction = adminAction(
  { permission: 'sessions:read', input: saveFilterInput },
  async ({ input, member, ...ctx }) => {
    await saveFilter(ctx, member, input);
    refresh();
    return `Saved as ${input.name}`;
  },
);

/** Deletes one of the signed-in member's own filters. */
export const removeFilterAction = adminAction(
  { permission: 'sessions:read', input: removeFilterInput },
  async ({ input, member, ...ctx }) => {
    const { name, query } = await removeFilter(ctx, member, input);
    refresh();
    return { message: `${name} is deleted`, result: { name, query } };
  },
);
