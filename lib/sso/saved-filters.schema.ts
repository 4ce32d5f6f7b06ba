import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

export const saveFilterInput = z.object({
  name: z
    .string({ error: 'Give the filter a name.' })
    .trim()
    .min(1, { error: 'Give the filter a name.' })
    .max(40, { error: 'Use at most 40 characters.' })
    .regex(...ONE_LINE),
  /** The list's query string, with or without its question mark. */
  query: z.string().max(2000),
});
export const removeFilterInput = z.object({ id: z.string().min(1).max(64) });
