/** A condition on text that contains `text`, whatever its case; `%` and `_` in it stand for themselves. */
export function containing(text: string) {
  return { contains: text.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const };
}
