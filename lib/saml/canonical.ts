import { XmlC14NMode, type XmlElement } from 'libxml2-wasm';
import type { ParsedXml } from './xml.ts';

/**
 * The exclusive canonical form, without comments, of `element` and what is below it, as UTF-8 bytes; null when
 * libxml2 refuses or produces nothing, which a caller must treat as a failure (an empty digest is a constant).
 * `prefixes` is the InclusiveNamespaces PrefixList. Exclusive XML Canonicalization 1.0.
 */
export function canonicalBytes(
  xml: ParsedXml,
  element: XmlElement,
  prefixes: readonly string[],
): Buffer | null {
  const chunks: Buffer[] = [];
  const output = {
    // libxml2 reuses the memory it passes, so each chunk is copied out at once.
    write: (chunk: Uint8Array) => chunks.push(Buffer.from(chunk)) && chunk.byteLength,
    close: () => true,
  };
  const whole = element.isSameNode(xml.root);
  try {
    xml.document.canonicalize(output, {
      mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
      withComments: false,
      ...(prefixes.length > 0 && { inclusiveNamespacePrefixes: [...prefixes] }),
      // Comments are dropped and processing instructions refused, so the whole document is its root element.
      ...(!whole && { nodeSet: new Set([element]) }),
    });
  } catch {
    return null;
  }
  const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  return bytes.length > 0 ? bytes : null;
}
