'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { oauthProviderInput } from '#lib/workspace/oauth-providers.schema.ts';
import { saveOAuthProvider } from '#lib/workspace/oauth-providers.ts';

/** Saves one provider: its client, and whether people can sign in with it. */
export const saveProvider = adminAction(
  { permission: 'sign_in:write', input: oauthProviderInput },
  async ({ input, ...ctx }) => {
    const { enabled, label } = await saveOAuthProvider(ctx, input);
    refresh();
    return enabled ? `People can sign in with ${label} now.` : `${label} is saved, and off.`;
  },
);
