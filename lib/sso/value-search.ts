/** Where a value stands in a text, from `start` up to `end`, in UTF-16 units of the text. */
export type Found = { readonly start: number; readonly end: number };

/** Finds any of many values in a text, whatever the case of either. */
export type ValueSearch = {
  /** Whether one of the values stands in the text. */
  holds(text: string): boolean;
  /** At each place where values end, the longest of them; in the order of the text, which is to be in NFC. */
  find(text: string): Found[];
};

/**
 * Reads the text once however many values there are (Aho and Corasick, 1975): both are chosen by whoever sends a
 * response, and one pass for each value would let them keep the server busy.
 */
export function valueSearch(values: Iterable<string>): ValueSearch {
  const steps = new Map<number, number>();
  const [parents, units, depths, longest] = [[0], [0], [0], [0]] as [number[], number[], number[], number[]];
  for (const value of values) {
    let state = 0;
    for (const unit of folded(value).units) {
      const key = state * 65_536 + unit;
      let next = steps.get(key);
      if (next === undefined) {
        next = parents.push(state) - 1;
        units.push(unit);
        depths.push((depths[state] ?? 0) + 1);
        longest.push(0);
        steps.set(key, next);
      }
      state = next;
    }
    longest[state] = depths[state] ?? 0;
  }

  const fallbacks = parents.map(() => 0);
  const walk = (from: number, unit: number): number => {
    for (let state = from; ; state = fallbacks[state] ?? 0) {
      const next = steps.get(state * 65_536 + unit);
      if (next !== undefined) return next;
      if (state === 0) return 0;
    }
  };
  const byDepth = [...parents.keys()].slice(1).sort((a, b) => (depths[a] ?? 0) - (depths[b] ?? 0));
  for (const state of byDepth) {
    const parent = parents[state] ?? 0;
    if (parent !== 0) fallbacks[state] = walk(fallbacks[parent] ?? 0, units[state] ?? 0);
    longest[state] ||= longest[fallbacks[state] ?? 0] ?? 0;
  }

  return {
    holds(text) {
      let state = 0;
      for (const unit of folded(text).units) {
        state = walk(state, unit);
        if (longest[state]) return true;
      }
      return false;
    },
    find(text) {
      const found: Found[] = [];
      const { places, units: read } = folded(text);
      let state = 0;
      for (const [at, unit] of read.entries()) {
        state = walk(state, unit);
        const length = longest[state] ?? 0;
        if (length === 0) continue;
        found.push({ start: places[at + 1 - length]?.start ?? 0, end: places[at]?.end ?? 0 });
      }
      return found;
    },
  };
}

/**
 * The UTF-16 units of a text without its case, each with the place of the character it comes from. Letter by letter,
 * because the case of a whole text depends on what stands beside a letter (ς), and without the dot of İ, which a
 * lower-case i has anyhow.
 */
function folded(text: string): { units: number[]; places: Found[] } {
  const units: number[] = [];
  const places: Found[] = [];
  let start = 0;
  for (const character of text.normalize('NFC')) {
    const end = start + character.length;
    const plain = character.toLowerCase().replace('\u0307', '').replace('ς', 'σ');
    for (let at = 0; at < plain.length; at++) {
      units.push(plain.charCodeAt(at));
      places.push({ start, end });
    }
    start = end;
  }
  return { units, places };
}
