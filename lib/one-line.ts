/**
 * What names and other short texts are made of, for `z.string().regex(...ONE_LINE)`: no control characters, no line
 * separators, and nothing that turns the direction of what stands beside it (Unicode Bidi_Control), because names are
 * shown in sentences of ours, in mails and on the pages of a sign-in.
 */
export const ONE_LINE = [
  /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u,
  { error: 'Use one line without control characters.' },
] as const;
