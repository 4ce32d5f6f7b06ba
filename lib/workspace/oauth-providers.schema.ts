import { z } from 'zod';

const on = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

const oneLine = /^[\x21-\x7e]*$/;

/** What a provider's console gives, and what to do with it. An empty secret leaves the one that is stored. */
export const oauthProviderInput = z.object({
  provider: z.enum(['GoogleOAuth', 'MicrosoftOAuth', 'GitHubOAuth']),
  enabled: on,
  clientId: z
    .string()
    .trim()
    .max(300, { error: 'Use at most 300 characters.' })
    .regex(oneLine, { error: 'A client ID has no spaces. Copy it once more.' })
    .default(''),
  clientSecret: z
    .string()
    .trim()
    .max(500, { error: 'Use at most 500 characters.' })
    .regex(oneLine, { error: 'A client secret has no spaces. Copy it once more.' })
    .default(''),
  scopes: z
    .string()
    .max(2000, { error: 'Use at most 2,000 characters.' })
    .default('')
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))])
    .refine((scopes) => scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(scope)), {
      error: 'Scopes have neither quotes nor backslashes.',
    })
    .refine((scopes) => scopes.length <= 30, { error: 'Use at most 30 scopes.' }),
  returnTokens: on,
});
