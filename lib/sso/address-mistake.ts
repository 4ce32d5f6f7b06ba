/** How an address or ID differs from the one that was expected: known mistakes by name, and the first character that differs. */
export type AddressMistake = { sentence: string; at: number };

/**
 * What somebody who entered `received` for `expected` did; null where the two have nothing to do with each other. `other`
 * is the value of ours that is easily taken for it, with its name.
 */
export function addressMistake(
  expected: string,
  received: string,
  other: { name: string; value: string } | null,
): AddressMistake | null {
  if (expected === received || expected === '' || received === '') return null;
  const at = firstDifference(expected, received);
  const sentence =
    other && received === other.value
      ? `That is our ${other.name}: the two values are swapped at the identity provider.`
      : received.trim() === expected
        ? 'There is a space or a line break before or after it.'
        : `${received}/` === expected || received === `${expected}/`
          ? `The only difference is a slash at the end, which is ${received.endsWith('/') ? 'too much' : 'missing'}.`
          : received.replace(/^http:/, 'https:') === expected.replace(/^http:/, 'https:')
            ? `The only difference is ${received.startsWith('https:') ? 'https instead of http' : 'http instead of https'}.`
            : received.toLowerCase() === expected.toLowerCase()
              ? 'The only difference is upper and lower case, which counts here.'
              : decoded(received) === expected
                ? 'Characters in it were replaced by percent signs and numbers.'
                : null;
  if (sentence !== null) return { sentence, at };
  // Little in common means another address, where a marked character says nothing.
  if (at < 12 || at * 2 < expected.length) return null;
  return { sentence: `They are the same up to character ${at}.`, at };
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
