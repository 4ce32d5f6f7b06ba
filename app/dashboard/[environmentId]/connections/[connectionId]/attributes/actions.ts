'use server';

import { refresh } from 'next/cache';
import {
  previewMappingForm,
  reconcileForm,
  undoReconciliationForm,
} from '#lib/connections/connection-form.schema.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { reconcileProfiles, undoReconciliation } from '#lib/sso/reconcile-profiles.ts';
import { previewOf } from '#lib/sso/recorded-responses.ts';

const permission = 'connections:write';

/** Shows what a mapping would make of recorded sign-ins; saves nothing. */
export const previewMappingAction = adminAction(
  { permission, input: previewMappingForm },
  async ({ input, ...ctx }) => ({ message: 'Nothing is saved yet.', result: await previewOf(ctx, input) }),
);

/** Brings the reviewed profiles in line with the mapping. */
export const reconcileProfilesAction = adminAction(
  { permission, input: reconcileForm },
  async ({ input, ...ctx }) => {
    const count = await reconcileProfiles(ctx, input);
    refresh();
    return `${profiles(count)} changed. You can take this back.`;
  },
);

/** Gives the profiles of a batch back what they had. */
export const undoReconciliationAction = adminAction(
  { permission, input: undoReconciliationForm },
  async ({ input, ...ctx }) => {
    const count = await undoReconciliation(ctx, input);
    refresh();
    return `${profiles(count)} as before.`;
  },
);

function profiles(count: number): string {
  return count === 1 ? '1 profile is' : `${count.toLocaleString('en-US')} profiles are`;
}
