import { z } from 'zod';
import { isEmail } from '#lib/attributes/email.ts';
import { PASSWORD_CHARACTERS } from '#lib/auth/password-characters.ts';
import { ONE_LINE } from '#lib/one-line.ts';

const line = (empty: string, max: number) =>
  z
    .string({ error: empty })
    .trim()
    .min(1, { error: empty })
    .max(max, { error: `Use at most ${max} characters.` })
    .regex(...ONE_LINE);

/**
 * What a person types to accept an invitation. `email` and `workspaceName` belong to the first admin's form
 * and are ignored for invited members.
 */
export const acceptInvitationInput = z.object({
  name: line('Enter your name.', 100),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .refine(isEmail, { error: 'Enter an email address, as in ada@example.com.' })
    .optional(),
  workspaceName: z.string().trim().max(100, { error: 'Use at most 100 characters.' }).optional(),
  password: z
    .string({ error: 'Choose a password.' })
    .min(PASSWORD_CHARACTERS.min, { error: `Use at least ${PASSWORD_CHARACTERS.min} characters.` })
    .max(PASSWORD_CHARACTERS.max, { error: `Use at most ${PASSWORD_CHARACTERS.max} characters.` }),
});
