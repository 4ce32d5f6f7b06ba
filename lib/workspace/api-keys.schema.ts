import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';
import { KEY_LIFETIMES, KEY_OVERLAPS } from './key-lifetimes.ts';

const id = z.string().min(1).max(64);

/** `date` is a day (YYYY-MM-DD); the key works until it ends, UTC. */
const expiry = {
  lifetime: z.enum(
    KEY_LIFETIMES.map((choice) => choice.value),
    { error: 'Choose when the key expires.' },
  ),
  date: z.string().optional(),
};

const name = z
  .string({ error: 'Give the key a name.' })
  .trim()
  .min(1, { error: 'Give the key a name.' })
  .max(64, { error: 'Use at most 64 characters.' })
  .regex(...ONE_LINE);

export const createApiKeyInput = z.object({ name, ...expiry });
/** `overlap` and `until` say when the old key ends, like `lifetime` and `date` of the new one. */
export const rotateApiKeyInput = z.object({
  id,
  name,
  ...expiry,
  overlap: z.enum(
    KEY_OVERLAPS.map((choice) => choice.value),
    { error: 'Choose when the old key stops working.' },
  ),
  until: z.string().optional(),
});
export const apiKeyIdInput = z.object({ id });
export const expireApiKeyInput = z.object({ id, ...expiry });
export const revokeApiKeyInput = z.object({ id, confirmation: z.string().trim().max(200).optional() });
