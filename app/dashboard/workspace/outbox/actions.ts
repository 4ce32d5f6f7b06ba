'use server';

import { refresh } from 'next/cache';
import { workspaceAction } from '#lib/dashboard/admin-action.ts';
import { mailIdInput } from '#lib/mail/outbox.schema.ts';
import { retryMail } from '#lib/mail/outbox.ts';

/** Has a mail sent once more. */
export const retry = workspaceAction(
  { permission: 'outbox:write', input: mailIdInput },
  async ({ input, ...ctx }) => {
    const message = await retryMail(ctx, input);
    refresh();
    return message;
  },
);
