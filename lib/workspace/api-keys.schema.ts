import { z } from 'zod';

const id = z.string().min(1).max(64);

/** Choices of the expiry menu: days from now; `never` and `date` speak for themselves. */
export const KEY_LIFETIMES = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'On a day' },
] as const;

/** Choices of when a replaced key ends: hours from now; `date` is a day, and `now` speaks for itself. */
export const KEY_OVERLAPS = [
  { value: '24', label: 'In a day' },
  { value: '1', label: 'In an hour' },
  { value: '168', label: 'In 7 days' },
  { value: '720', label: 'In 30 days' },
  { value: 'date', label: 'On a day' },
  { value: 'now', label: 'At once' },
] as const;

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
  .regex(/^\P{Cc}*$/u, { error: 'Use one line without control characters.' });

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
