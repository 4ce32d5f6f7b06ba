import { z } from 'zod';

export const signInSettingsInput = z.object({
  signInConsent: z
    .literal('on')
    .optional()
    .transform((value) => value === 'on'),
});
