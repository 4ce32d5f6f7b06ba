'use server';

import { previewMappingForm } from '#lib/connections/connection-form.schema.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { previewOf } from '#lib/sso/recorded-responses.ts';

/** Shows what a mapping would make of recorded sign-ins; saves nothing. */
export const previewMappingAction = adminAction(
  { permission: 'connections:write', input: previewMappingForm },
  async ({ input, ...ctx }) => ({ message: 'Nothing is saved yet.', result: await previewOf(ctx, input) }),
);
