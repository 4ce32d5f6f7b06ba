/** Cents as people read them: `$1,234.50`. Amounts are whole cents everywhere else. */
export function formatCents(cents: number, currency: string): string {
  if (!Number.isSafeInteger(cents)) throw new RangeError('an amount is a whole number of cents');
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100);
}

/** Cents of a typed amount such as `12`, `12.5` or `1,200.50`; null when it is none. */
export function parseCents(text: string): number | null {
  const plain = text.trim().replace(/^\$/, '').trim();
  if (!/^(\d{1,7}|\d{1,3}(,\d{3}){1,2})(\.\d{1,2})?$/.test(plain)) return null;
  const [whole = '0', fraction = ''] = plain.replaceAll(',', '').split('.');
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
}
