/** Longest header that is read, in characters; browsers send a few dozen. */
const LIMIT = 1000;

/**
 * The language of `available` that a reader prefers, by an Accept-Language header (RFC 9110 §12.5.4). Ranges are looked
 * up from the best weight down, each shortened subtag by subtag (RFC 4647 §3.4); weight 0 rules a language out. Of equal
 * weights the first counts. Entries that are none of the grammar say nothing. `fallback` where nothing fits.
 */
export function preferredLanguage<Language extends string>(
  header: string | null,
  available: readonly Language[],
  fallback: Language,
): Language {
  const ranges = (header ?? '').slice(0, LIMIT).split(',').flatMap(rangeOf);
  const refused = new Set(ranges.filter(({ weight }) => weight === 0).map(({ range }) => range));
  const wanted = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const named = new Set(wanted.map(({ range }) => range));
  for (const { range } of wanted) {
    const found =
      range === '*'
        ? [fallback, ...available].find((one) => !refused.has(one) && !named.has(one))
        : lookedUp(range, available, refused);
    if (found !== undefined) return found;
  }
  return fallback;
}

/** `de-AT-1996` finds `de-AT`, then `de`, unless that one is refused. */
function lookedUp<Language extends string>(
  range: string,
  available: readonly Language[],
  refused: ReadonlySet<string>,
): Language | undefined {
  const subtags = range.split('-');
  for (let count = subtags.length; count > 0; count--) {
    const shortened = subtags.slice(0, count).join('-');
    const found = available.find((one) => one.toLowerCase() === shortened);
    if (found !== undefined && !refused.has(shortened)) return found;
  }
  return undefined;
}

/** One entry: a language range, or `*`, with its weight of at most three decimals; 1 when it has none. */
const ENTRY = /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

function rangeOf(entry: string): { range: string; weight: number }[] {
  const match = ENTRY.exec(entry);
  return match?.[1] ? [{ range: match[1].toLowerCase(), weight: Number(match[2] ?? 1) }] : [];
}
