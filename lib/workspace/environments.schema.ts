import { z } from 'zod';

/** Colors of an environment, with the words of the menu; each stands beside the environment's name, never alone. */
export const ENVIRONMENT_COLORS = {
  amber: 'Amber',
  orange: 'Orange',
  pink: 'Pink',
  violet: 'Violet',
  blue: 'Blue',
  teal: 'Teal',
  green: 'Green',
  gray: 'Gray',
} as const;

export type EnvironmentColor = keyof typeof ENVIRONMENT_COLORS;

const COLOR_NAMES = Object.keys(ENVIRONMENT_COLORS) as [EnvironmentColor, ...EnvironmentColor[]];

const id = z.string().min(1).max(64);
const name = z
  .string({ error: 'Give the environment a name.' })
  .trim()
  .min(1, { error: 'Give the environment a name.' })
  .max(40, { error: 'Use at most 40 characters.' })
  .regex(/^\P{Cc}*$/u, { error: 'Use one line without control characters.' });
const color = z.enum(COLOR_NAMES, { error: 'Choose a color.' });

export const createEnvironmentInput = z.object({
  name,
  kind: z.enum(['staging', 'production'], { error: 'Choose staging or production.' }),
  color,
});
export const updateEnvironmentInput = z.object({ id, name, color });
export const deleteEnvironmentInput = z.object({ id, confirmation: z.string().max(200).default('') });
export const copyConfigurationInput = z.object({ from: id, to: id, digest: z.string().max(64) });
