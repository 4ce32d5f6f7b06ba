// What XML 1.0 §2.2 allows in a document. A typed profile may hold anything; an escape cannot save the rest.
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Any text as XML character data or as a double-quoted attribute value; what XML cannot hold becomes a question mark. */
export function escapeXml(text: string): string {
  return text.replace(NOT_XML, '?').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? '');
}
