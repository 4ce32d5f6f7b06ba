import { z } from 'zod';
import { isEmail } from '#lib/attributes/email.ts';
import { ONE_LINE } from '#lib/one-line.ts';

export const DELETION_REASONS = [
  { value: 'no_longer_needed', label: 'We no longer need it' },
  { value: 'trial', label: 'It was for trying things out' },
  { value: 'merged', label: 'We use another workspace' },
  { value: 'other', label: 'Another reason' },
] as const;

export const workspaceSettingsInput = z.object({
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, { error: 'Enter a name.' })
    .max(100, { error: 'Use at most 100 characters.' })
    .regex(...ONE_LINE),
  supportEmail: z
    .string()
    .trim()
    .refine((text) => text === '' || isEmail(text), {
      error: 'Enter an email address, as in support@example.com, or nothing.',
    })
    .default(''),
});

export const deleteWorkspaceInput = z.object({
  reason: z.enum(
    DELETION_REASONS.map(({ value }) => value),
    { error: 'Choose a reason.' },
  ),
  acknowledged: z.literal('on', { error: 'Confirm that you know what is lost.' }),
  confirmation: z.string().max(400).default(''),
});
