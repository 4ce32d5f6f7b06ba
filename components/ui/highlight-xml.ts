import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import xml from 'shiki/langs/xml.mjs';

/** What a stretch of XML is; its place in this list is how runs name it. */
export const XML_KINDS = ['text', 'tag', 'attribute', 'string', 'punctuation', 'comment'] as const;

/** Lengths and kinds in turn: [4, 1, 1, 0, …] are four characters of a tag name, then one of text. */
export type XmlRuns = readonly number[];

/** Longest text that is highlighted, in characters; beyond it plain text is quicker and says as much. */
const HIGHLIGHT_LIMIT = 120_000;

// Colors stand for kinds: the page draws them with its own, for light and dark.
const colorOf = (kind: (typeof XML_KINDS)[number]) => `#00000${XML_KINDS.indexOf(kind)}`;
const THEME = {
  name: 'xml-kinds',
  type: 'light' as const,
  settings: [
    { settings: { foreground: colorOf('text'), background: '#ffffff' } },
    { scope: ['punctuation', 'meta.tag.preprocessor'], settings: { foreground: colorOf('punctuation') } },
    { scope: ['entity.name.tag', 'entity.name.tag.namespace'], settings: { foreground: colorOf('tag') } },
    { scope: ['entity.other.attribute-name'], settings: { foreground: colorOf('attribute') } },
    { scope: ['string'], settings: { foreground: colorOf('string') } },
    { scope: ['comment', 'string.unquoted.cdata'], settings: { foreground: colorOf('comment') } },
  ],
};

let highlighter: Promise<HighlighterCore> | undefined;

/** Reads what the stretches of an XML text are, for coloring; null when the text is too long for that. */
export async function highlightXml(text: string): Promise<XmlRuns | null> {
  if (text.length > HIGHLIGHT_LIMIT) return null;
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [xml],
    engine: createJavaScriptRegexEngine(),
  });
  const lines = (await highlighter).codeToTokensBase(text, {
    lang: 'xml',
    theme: THEME.name,
    tokenizeTimeLimit: 100,
  });
  const runs: number[] = [];
  const add = (length: number, kind: number) => {
    if (runs.at(-1) === kind && runs.length > 0) runs[runs.length - 2] = (runs.at(-2) ?? 0) + length;
    else runs.push(length, kind);
  };
  for (const [index, tokens] of lines.entries()) {
    if (index > 0) add(1, 0);
    for (const token of tokens) add(token.content.length, Number(token.color?.slice(1) ?? 0));
  }
  return runs;
}
