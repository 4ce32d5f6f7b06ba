/**
 * Decodes standard base64 with padding, spaces and line breaks allowed between characters; null for anything
 * else. `Buffer.from` alone skips what it does not know, so two readers could see different bytes.
 */
export function decodeBase64(text: string): Buffer | null {
  const compact = /[ \t\r\n]/.test(text) ? text.replaceAll(/[ \t\r\n]+/g, '') : text;
  const bytes = Buffer.from(compact, 'base64');
  return compact !== '' && bytes.toString('base64') === compact ? bytes : null;
}
