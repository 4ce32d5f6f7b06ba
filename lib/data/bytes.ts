/** Bytes as PostgreSQL writes them into JSON, `\x` and hex digits. Throws for anything else. */
export function bytesOfJson(text: string): Uint8Array<ArrayBuffer> {
  if (!/^\\x([0-9a-f]{2})*$/.test(text)) throw new Error('these are not bytes as PostgreSQL writes them');
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}
