/** One `name=value` of a query string or form body. `value` is null where its octets are not UTF-8. */
export type FormPair = { readonly name: string; readonly value: string | null };

/**
 * Cuts a query string (with or without `?`) or an `application/x-www-form-urlencoded` body into pairs, each
 * decoded exactly once, in order. Unlike URLSearchParams, invalid UTF-8 does not turn into U+FFFD: a
 * `state` that cannot be echoed byte for byte must be refused, not altered. Names that are not UTF-8 are dropped.
 */
export function formPairs(raw: string): FormPair[] {
  const pairs: FormPair[] = [];
  for (const piece of raw.replace(/^\?/, '').split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = decodeOnce(equals < 0 ? piece : piece.slice(0, equals));
    if (name !== null) pairs.push({ name, value: equals < 0 ? '' : decodeOnce(piece.slice(equals + 1)) });
  }
  return pairs;
}

/** Form decoding (WHATWG URL §5.1): `+` is a space, a `%` that starts no pair of hex digits stands for itself. */
function decodeOnce(text: string): string | null {
  if (!/[%+]/.test(text)) return text;
  const source = Buffer.from(text.replaceAll('+', ' '), 'utf8');
  const decoded = Buffer.alloc(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at++) {
    const hex = source[at] === 0x25 ? source.toString('latin1', at + 1, at + 3) : '';
    const encoded = /^[0-9A-Fa-f]{2}$/.test(hex);
    decoded[length++] = encoded ? Number.parseInt(hex, 16) : (source[at] ?? 0);
    if (encoded) at += 2;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decoded.subarray(0, length));
  } catch {
    return null;
  }
}
