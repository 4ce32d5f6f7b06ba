/** A message as the session page shows it. Everything in it is hostile text: it is drawn, never parsed as markup. */
export type FormattedXml = {
  /** One element a line, indented; the text between tags unchanged but for line breaks around it. */
  text: string;
  /** Line (from 1) where the element at each asked place begins; a place that is not there is left out. */
  lines: Readonly<Record<string, number>>;
};

export type Piece =
  | { kind: 'open'; text: string; label: string }
  | { kind: 'close' | 'empty' | 'other' | 'text'; text: string; label: string };

/** Deeper is drawn no deeper: on a phone it would be off the screen, and hostile nesting would fill the page. */
const DEEPEST_INDENT = 20;

/**
 * Indents XML for reading without parsing it, so that broken and hostile documents can be looked at as well.
 * `xpaths` are places as the validator writes them: `/samlp:Response/saml:Assertion[2]`. Linear in the length.
 */
export function formatXml(xml: string, xpaths: readonly string[] = []): FormattedXml {
  const pieces = cutXml(xml);
  const asked = piecesAt(pieces, xpaths);
  const places: Record<string, number> = {};
  const lines: string[] = [];
  const indents = Array.from({ length: DEEPEST_INDENT + 1 }, (_, level) => '  '.repeat(level));
  let depth = 0;
  const put = (text: string) => {
    lines.push(indents[Math.min(Math.max(depth, 0), DEEPEST_INDENT)] + text);
  };
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as Piece;
    for (const xpath of asked.get(index) ?? []) places[xpath] = lines.length + 1;
    if (piece.kind === 'close') {
      depth -= 1;
      put(piece.text);
    } else if (piece.kind === 'open') {
      const end = endOfInline(pieces, index);
      if (end === null) {
        put(piece.text);
        depth += 1;
      } else {
        putInline(put, pieces.slice(index, end + 1));
        index = end;
      }
    } else if (piece.text.trim() !== '') {
      for (const line of piece.text.trim().split(/\r?\n/)) put(piece.kind === 'text' ? line.trim() : line);
    }
  }
  return { text: lines.join('\n'), lines: places };
}

/** Index of the closing tag when an element holds nothing but text and comments; null when it holds elements. */
function endOfInline(pieces: readonly Piece[], start: number): number | null {
  for (let index = start + 1; index < pieces.length; index += 1) {
    const { kind } = pieces[index] as Piece;
    if (kind === 'close') return index;
    if (kind === 'open' || kind === 'empty') return null;
  }
  return null;
}

function putInline(put: (text: string) => void, pieces: readonly Piece[]): void {
  const open = (pieces[0] as Piece).text;
  const close = (pieces.at(-1) as Piece).text;
  const inside = pieces
    .slice(1, -1)
    .map((piece) => piece.text)
    .join('');
  if (/[\r\n]/.test(inside)) {
    put(open);
    for (const line of inside.trim().split(/\r?\n/)) put(`  ${line.trim()}`);
    put(close);
  } else {
    put(open + inside + close);
  }
}

/** Cuts XML at its tags; what is not closed is text. */
export function cutXml(xml: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < xml.length) {
    const begin = xml.indexOf('<', at);
    if (begin !== at) {
      const text = xml.slice(at, begin < 0 ? undefined : begin);
      pieces.push({ kind: 'text', text, label: '' });
      if (begin < 0) break;
    }
    const end = endOfTag(xml, begin);
    if (end < 0) {
      pieces.push({ kind: 'text', text: xml.slice(begin), label: '' });
      break;
    }
    pieces.push(describe(xml.slice(begin, end)));
    at = end;
  }
  return pieces;
}

function endOfTag(xml: string, begin: number): number {
  const closed = (mark: string) => {
    const found = xml.indexOf(mark, begin);
    return found < 0 ? -1 : found + mark.length;
  };
  if (xml.startsWith('<!--', begin)) return closed('-->');
  if (xml.startsWith('<![CDATA[', begin)) return closed(']]>');
  if (xml.startsWith('<?', begin)) return closed('?>');
  let quote = '';
  for (let at = begin + 1; at < xml.length; at += 1) {
    const letter = xml[at] as string;
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at + 1;
  }
  return -1;
}

function describe(text: string): Piece {
  if (text.startsWith('<!') || text.startsWith('<?')) return { kind: 'other', text, label: '' };
  const label = /^<\/?([^\s/>]*)/.exec(text)?.[1] ?? '';
  if (text.startsWith('</')) return { kind: 'close', text, label };
  return { kind: text.endsWith('/>') ? 'empty' : 'open', text, label };
}

type Node = {
  label: string;
  parent: Node | null;
  depth: number;
  index: number;
  counts: Map<string, number> | null;
};

/** The tags that begin the elements at `xpaths`, in the validator's notation, by their index. */
function piecesAt(pieces: readonly Piece[], xpaths: readonly string[]): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const wanted = new Set(xpaths);
  const depths = new Set(xpaths.map((xpath) => xpath.split('/').length - 1));
  if (wanted.size === 0) return found;
  const root: Node = { label: '', parent: null, depth: 0, index: 0, counts: null };
  let current = root;
  const candidates: { node: Node; piece: number }[] = [];
  for (const [piece, { kind, label }] of pieces.entries()) {
    if (kind === 'close') current = current.parent ?? root;
    if (kind !== 'open' && kind !== 'empty') continue;
    current.counts ??= new Map();
    const index = (current.counts.get(label) ?? 0) + 1;
    current.counts.set(label, index);
    const node: Node = { label, parent: current, depth: current.depth + 1, index, counts: null };
    if (depths.has(node.depth)) candidates.push({ node, piece });
    if (kind === 'open') current = node;
  }
  // How many are alike is known only now, and the notation depends on it.
  for (const { node, piece } of candidates) {
    const xpath = pathOf(node);
    if (!wanted.delete(xpath)) continue;
    found.set(piece, [...(found.get(piece) ?? []), xpath]);
    if (wanted.size === 0) break;
  }
  return found;
}

function pathOf(node: Node): string {
  const { parent } = node;
  if (parent === null) return '';
  const alike = parent.parent === null ? 1 : (parent.counts?.get(node.label) ?? 1);
  return `${pathOf(parent)}/${node.label}${alike > 1 ? `[${node.index}]` : ''}`;
}
