'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { signInSettingsInput } from '#lib/workspace/sign-in-settings.schema.ts';
import { saveSignInSettings } from '#lib/workspace/sign-in-settings.ts';

/** Saves how sign-ins go. */
export const saveSettings = adminAction(
  { permission: 'sign_in:write', input: signInSettingsInput },
  async ({ input, ...ctx }) => {
    await saveSignInSettings(ctx, input);
    refresh();
    return input.signInConsent
      ? 'People are asked for consent now.'
      : 'People are no longer asked for consent.';
  },
);
