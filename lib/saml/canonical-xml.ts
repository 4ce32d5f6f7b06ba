/**
 * Writes XML whose serialized form already is its exclusive canonical form (Exclusive XML Canonicalization
 * 1.0): attributes given in canonical order, no empty-element tags, no declaration, every namespace
 * declared at the element that first uses it. A signature over it needs no canonicalizer. Names are trusted,
 * values are escaped.
 */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | null | undefined>>,
  ...content: readonly (string | null)[]
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : ` ${key}="${escapeAttribute(value)}"`,
  );
  return `<${name}${written.join('')}>${content.filter((part) => part !== null).join('')}</${name}>`;
}

/** Text content, escaped as Canonical XML 1.0 §2.3 writes it. */
export function text(value: string): string {
  return withoutForbidden(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function escapeAttribute(value: string): string {
  return withoutForbidden(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}

/**
 * XML 1.0 has no way to write these characters, escaped or not; U+FFFD shows that something was there. It also
 * stands for lone surrogates, once the text becomes UTF-8.
 */
function withoutForbidden(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be replaced
  return value.replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');
}
