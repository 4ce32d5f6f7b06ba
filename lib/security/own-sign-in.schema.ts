import { z } from 'zod';
import { PASSWORD_CHARACTERS } from '#lib/auth/password-characters.ts';
import { ONE_LINE } from '#lib/one-line.ts';

const CHOOSE = 'Give it a name that tells your passkeys apart.';
const passkeyName = z
  .string({ error: CHOOSE })
  .trim()
  .min(1, { error: CHOOSE })
  .max(64, { error: 'Use at most 64 characters.' })
  .regex(...ONE_LINE);
const code = z.string().trim().max(64).optional();
const answer = z.string().min(1).max(80_000);

export const nothing = z.object({});
/** One proof: digits or a recovery code in `code`, or the browser's JSON in `answer`. */
/** The same from a browser without JavaScript says where to go on: `next`, which nobody has checked. */
export const secondStepInput = z.object({
  code,
  answer: answer.optional(),
  next: z.string().max(4096).optional(),
});
export const confirmInput = z.object({
  code,
  password: z.string().max(256).optional(),
  answer: answer.optional(),
});
export const totpCodeInput = z.object({ code });
export const newPasskeyInput = z.object({ name: passkeyName, answer });
export const passkeyNameInput = z.object({ id: z.string().min(1).max(64), name: passkeyName });
export const passkeyIdInput = z.object({ id: z.string().min(1).max(64) });

export const changePasswordInput = z.object({
  currentPassword: z
    .string({ error: 'Enter your password.' })
    .min(1, { error: 'Enter your password.' })
    .max(256),
  password: z
    .string({ error: 'Choose a password.' })
    .min(PASSWORD_CHARACTERS.min, { error: `Use at least ${PASSWORD_CHARACTERS.min} characters.` })
    .max(PASSWORD_CHARACTERS.max, { error: `Use at most ${PASSWORD_CHARACTERS.max} characters.` }),
});
