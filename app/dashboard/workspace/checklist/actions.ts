'use server';

import { z } from 'zod';
import { memberAction } from '#lib/dashboard/admin-action.ts';
import { collapseChecklist } from '#lib/workspace/go-live.ts';

const input = z.object({ collapsed: z.enum(['true', 'false']).transform((value) => value === 'true') });

/** Folds the go-live checklist away for the signed-in member, or opens it again. */
export const rememberChecklist = memberAction({ input }, async ({ input: { collapsed }, ...ctx }) => {
  await collapseChecklist(ctx, { teamMemberId: ctx.member.id, collapsed });
  return collapsed ? 'Folded away' : 'Opened';
});
