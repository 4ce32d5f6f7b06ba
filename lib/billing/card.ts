/** What may be kept and shown of a card. */
export type CardSummary = { brand: string; last4: string; expiryMonth: number; expiryYear: number };

/** What somebody typed into a card form. Never stored, logged or answered. */
export type TypedCard = { number: string; expiry: string; cvc: string };

const BRANDS: readonly {
  brand: string;
  label: string;
  prefix: RegExp;
  lengths: readonly number[];
  cvc: number;
}[] = [
  { brand: 'amex', label: 'American Express', prefix: /^3[47]/, lengths: [15], cvc: 4 },
  { brand: 'diners', label: 'Diners Club', prefix: /^3(0[0-5]|[689])/, lengths: [14, 16], cvc: 3 },
  { brand: 'jcb', label: 'JCB', prefix: /^35(2[89]|[3-8])/, lengths: [16], cvc: 3 },
  { brand: 'visa', label: 'Visa', prefix: /^4/, lengths: [13, 16, 19], cvc: 3 },
  {
    brand: 'mastercard',
    label: 'Mastercard',
    prefix: /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/,
    lengths: [16],
    cvc: 3,
  },
  { brand: 'discover', label: 'Discover', prefix: /^6(011|4[4-9]|5)/, lengths: [16], cvc: 3 },
  { brand: 'unionpay', label: 'UnionPay', prefix: /^62/, lengths: [16, 17, 18, 19], cvc: 3 },
];

/** What a brand is called on screen. */
export function brandLabel(brand: string): string {
  return BRANDS.find((one) => one.brand === brand)?.label ?? 'Card';
}

/** Whether the last digit of a number is the check digit of the others (ISO/IEC 7812-1, Luhn). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const doubled = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** What is said where one was typed into a field that is stored and printed. */
export const NO_CARD_NUMBER = 'This looks like the number of a card, which is not kept here.';

/** Whether a text has what is probably the number of a card in it, however it is grouped. */
export function holdsCardNumber(text: string): boolean {
  return [...text.matchAll(/\d(?:[ .-]?\d){12,18}/g)].some(([run]) => luhn(run.replaceAll(/\D/g, '')));
}

export type CheckedCard =
  | { ok: true; digits: string; summary: CardSummary }
  | { ok: false; problems: { number?: string; expiry?: string; cvc?: string } };

/** Judges what was typed: number by Luhn, brand and length, expiry against `now`, CVC by the brand. */
export function checkCard(typed: TypedCard, now: Date): CheckedCard {
  const problems: { number?: string; expiry?: string; cvc?: string } = {};
  const digits = typed.number.replace(/[\s-]/g, '');
  const brand = BRANDS.find(({ prefix }) => prefix.test(digits));
  if (digits === '') problems.number = 'The card number is missing.';
  else if (!/^\d{12,19}$/.test(digits) || !luhn(digits) || !brand?.lengths.includes(digits.length)) {
    problems.number = 'This is not a complete card number. Check its digits.';
  }
  const expiry = expiryOf(typed.expiry);
  if (!expiry) problems.expiry = 'Write the expiry as on the card: month and year, such as 04 / 29.';
  else if (isPast(expiry, now)) problems.expiry = 'This card has expired.';
  else if (expiry.year > now.getUTCFullYear() + 50) problems.expiry = 'Check the year of the expiry.';
  const cvc = typed.cvc.trim();
  const length = brand?.cvc ?? 3;
  if (!new RegExp(`^\\d{${length}}$`).test(cvc)) {
    problems.cvc = `The security code has ${length} digits${length === 4 ? ', on the front of the card' : ', on the back of the card'}.`;
  }
  if (Object.keys(problems).length > 0 || !brand || !expiry) return { ok: false, problems };
  return {
    ok: true,
    digits,
    summary: {
      brand: brand.brand,
      last4: digits.slice(-4),
      expiryMonth: expiry.month,
      expiryYear: expiry.year,
    },
  };
}

function expiryOf(text: string): { month: number; year: number } | null {
  const match = /^(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})$/.exec(text.trim());
  const month = Number(match?.[1]);
  if (!match?.[2] || month < 1 || month > 12) return null;
  return { month, year: match[2].length === 2 ? 2000 + Number(match[2]) : Number(match[2]) };
}

/** A card is good until its month has ended everywhere on earth. */
export function isPast(expiry: { month: number; year: number }, now: Date): boolean {
  return Date.UTC(expiry.year, expiry.month, 1) + 12 * 60 * 60 * 1000 <= now.getTime();
}
