import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';
import { ENVIRONMENT_COLORS, type EnvironmentColor } from './environment-colors.ts';

const COLOR_NAMES = Object.keys(ENVIRONMENT_COLORS) as [EnvironmentColor, ...EnvironmentColor[]];

const id = z.string().min(1).max(64);
const name = z
  .string({ error: 'Give the environment a name.' })
  .trim()
  .min(1, { error: 'Give the environment a name.' })
  .max(40, { error: 'Use at most 40 characters.' })
  .regex(...ONE_LINE);
const color = z.enum(COLOR_NAMES, { error: 'Choose a color.' });

export const createEnvironmentInput = z.object({
  name,
  kind: z.enum(['staging', 'production'], { error: 'Choose staging or production.' }),
  color,
});
export const updateEnvironmentInput = z.object({ id, name, color });
export const deleteEnvironmentInput = z.object({ id, confirmation: z.string().max(200).default('') });
export const copyConfigurationInput = z.object({ from: id, to: id, digest: z.string().max(64) });
