/** A piece of running text. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: Target };

/**
 * Where a link leads: `docs:slug#section` another page of the docs, `env:/path` a page of the reader's environment,
 * `/path` any other page of this server.
 */
export type Target = { readonly to: 'docs' | 'environment' | 'server'; readonly path: string };

const MARK = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Cuts a text of the docs into its pieces. There is no markup but this, so nothing else can be written. */
export function inlines(text: string): Inline[] {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    const [all, code, strong, label, target] = match;
    if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else pieces.push({ kind: 'link', text: label ?? '', target: targetOf(target ?? '') });
    end = match.index + all.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function targetOf(written: string): Target {
  if (written.startsWith('docs:')) return { to: 'docs', path: written.slice('docs:'.length) };
  if (written.startsWith('env:')) return { to: 'environment', path: written.slice('env:'.length) };
  return { to: 'server', path: written };
}
