/**
 * Text as PostgreSQL can hold it: U+FFFD stands for NUL, which `text` has no room for, and for halves of surrogate
 * pairs, which are no character. What was received stays readable; its exact bytes are kept apart.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** JSON for a `jsonb` column, with every text and key storable, and texts cut after `longest` characters. */
export function storableJson(value: unknown, longest = Number.POSITIVE_INFINITY): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') {
      return storableText(inner.length > longest ? `${inner.slice(0, longest)}…` : inner);
    }
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [storableText(key), one]));
  });
}
