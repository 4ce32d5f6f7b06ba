/**
 * How well what somebody typed fits an entry of the palette: 0 for not at all, 1 for its label. Each typed word has to
 * begin a word of the label (`keywords[0]`), or all of them of one other keyword, or of all keywords together. Letters
 * scattered over a word fit nothing: what is offered first is what Enter opens.
 */
export function paletteScore(typed: string, [label = '', ...others]: readonly string[]): number {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return 1;
  const begins = (text: string) => {
    const words = wordsOf(text);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
  if (wordsOf(label).join(' ').startsWith(wanted.join(' '))) return 1;
  if (begins(label)) return 0.9;
  if (others.some(begins)) return 0.6;
  return begins([label, ...others].join(' ')) ? 0.4 : 0;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
