import { AppError } from '#lib/errors.ts';

const MAX_KEYS = 50;
const MAX_KEY_CHARACTERS = 40;
const MAX_VALUE_CHARACTERS = 600;

/**
 * Merges a metadata change into what is stored: a text sets, null deletes a key; `{}` or null clears all.
 * Throws invalid_metadata (400) for anything but at most 50 texts of at most 600 characters, keys of at most 40.
 */
export function mergeMetadata(
  stored: Readonly<Record<string, string>>,
  change: unknown,
): Record<string, string> {
  if (change === null) return {};
  if (typeof change !== 'object' || Array.isArray(change)) throw invalid('The metadata must be an object.');
  const entries = Object.entries(change);
  if (entries.length === 0) return {};
  const merged = new Map(Object.entries(stored));
  for (const [key, value] of entries) {
    if (key === '' || key.length > MAX_KEY_CHARACTERS) {
      throw invalid(`A metadata key must have 1 to ${MAX_KEY_CHARACTERS} characters.`);
    }
    if (value === null) merged.delete(key);
    else if (typeof value === 'string' && value.length <= MAX_VALUE_CHARACTERS && !value.includes('\0')) {
      merged.set(key, value);
    } else
      throw invalid(
        `The metadata value of ${key} must be text of at most ${MAX_VALUE_CHARACTERS} characters.`,
      );
  }
  if (merged.size > MAX_KEYS) throw invalid(`An organization can have at most ${MAX_KEYS} metadata keys.`);
  return Object.fromEntries(merged);
}

function invalid(message: string): AppError {
  return new AppError('invalid_metadata', message);
}
