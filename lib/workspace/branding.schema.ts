import { z } from 'zod';
import { readColor } from '#lib/branding/colors.ts';
import { LOGO_LIMIT, THEMES } from '#lib/branding/look.ts';
import { ONE_LINE } from '#lib/one-line.ts';

/** A color as typed; empty for ours. */
const color = z
  .string()
  .trim()
  .default('')
  .transform((typed, context) => {
    if (typed === '') return null;
    const read = readColor(typed);
    if (read === null) {
      context.addIssue({ code: 'custom', message: 'Enter a color such as #0b6bcb, or leave it empty.' });
      return z.NEVER;
    }
    return read;
  });

export const brandingInput = z.object({
  name: z
    .string()
    .trim()
    .max(60, { error: 'Use at most 60 characters.' })
    .regex(...ONE_LINE)
    .default('')
    .transform((name) => name || null),
  lightBackground: color,
  lightAccent: color,
  darkBackground: color,
  darkAccent: color,
});

const theme = z.enum(THEMES);

export const uploadLogoInput = z.object({
  theme,
  logo: z
    .custom<Blob>((value) => value instanceof Blob && value.size > 0, { error: 'Choose an image.' })
    .refine((value) => value.size <= LOGO_LIMIT, {
      error: `The file is larger than ${LOGO_LIMIT / 1024} KB. Save it smaller, then choose it again.`,
    }),
});

export const removeLogoInput = z.object({ theme });
export const resetBrandingInput = z.object({});
