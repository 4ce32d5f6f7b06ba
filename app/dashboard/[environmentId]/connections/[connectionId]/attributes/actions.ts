'use server';

import { refresh } from 'next/cache';
import {
  identityForm,
  linkIdentitiesForm,
  previewMappingForm,
  reconcileForm,
  undoReconciliationForm,
} from '#lib/connections/connection-form.schema.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { keepIdentitiesSeparate, linkNewIdentities } from '#lib/sso/new-identities.ts';
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

/** Links everybody who was reviewed to the profile they had before their ID changed. */
export const linkNewIdentitiesAction = adminAction(
  { permission, input: linkIdentitiesForm },
  async ({ input, ...ctx }) => {
    const count = await linkNewIdentities(ctx, input);
    refresh();
    return `${profiles(count)} linked. You can take this back.`;
  },
);

/** Links one person. */
export const linkNewIdentityAction = adminAction(
  { permission, input: identityForm },
  async ({ input, ...ctx }) => {
    await linkNewIdentities(ctx, input);
    refresh();
    return 'The profile is linked. You can take this back.';
  },
);

/** Says that two people had one address after the other. */
export const separateIdentitiesAction = adminAction(
  { permission, input: identityForm },
  async ({ input, ...ctx }) => {
    await keepIdentitiesSeparate(ctx, input);
    refresh();
    return 'Both profiles stay as they are.';
  },
);

function profiles(count: number): string {
  return count === 1 ? '1 profile is' : `${count.toLocaleString('en-US')} profiles are`;
}
