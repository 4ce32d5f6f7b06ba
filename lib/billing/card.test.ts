import { expect, test } from '@playwright/test';
import { checkCard, holdsCardNumber, luhn } from './card.ts';
import { payByInvoiceInput } from './payment-method.schema.ts';
import { askSandbox } from './providers/built-in.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const good = { number: '4242 4242 4242 4242', expiry: '04 / 29', cvc: '123' };
const problems = (typed: Partial<typeof good>) => {
  const checked = checkCard({ ...good, ...typed }, now);
  return checked.ok ? {} : checked.problems;
};

test('a card is summed up by brand, last four digits and expiry', () => {
  expect(checkCard(good, now)).toEqual({
    ok: true,
    digits: '4242424242424242',
    summary: { brand: 'visa', last4: '4242', expiryMonth: 4, expiryYear: 2029 },
  });
  const amex = checkCard({ number: '378282246310005', expiry: '12/2030', cvc: '1234' }, now);
  expect(amex).toMatchObject({ ok: true, summary: { brand: 'amex', last4: '0005' } });
});

test('a number with a wrong digit, of a wrong length or of letters is refused', () => {
  expect(luhn('4242424242424242')).toBe(true);
  for (const number of [
    '4242424242424241',
    '424242424242',
    '',
    'abcd',
    '4242424242424242424242',
    '0000000000000000',
  ]) {
    expect(problems({ number }), number).toHaveProperty('number');
  }
});

test('a card works until its month has ended everywhere on earth', () => {
  expect(problems({ expiry: '11/26' })).toEqual({});
  expect(problems({ expiry: '10/26' })).toEqual({ expiry: 'This card has expired.' });
  const end = (text: string) => checkCard({ ...good, expiry: '11/26' }, new Date(text)).ok;
  expect(end('2026-12-01T11:59:59.999Z')).toBe(true);
  expect(end('2026-12-01T12:00:00.000Z')).toBe(false);
});

test('an expiry or security code that is none is refused', () => {
  for (const expiry of ['', '13/29', '0/29', '4-', 'soon', '04/2999'])
    expect(problems({ expiry }), expiry).toHaveProperty('expiry');
  for (const cvc of ['', '12', '1234', 'abc']) expect(problems({ cvc }), cvc).toHaveProperty('cvc');
  expect(problems({ number: '378282246310005', cvc: '123' })).toHaveProperty('cvc');
});

test('the sandbox knows the public test numbers and no other card', () => {
  expect(askSandbox('4242424242424242')).toEqual({ outcome: 'accepted', reference: 'sandbox_pays' });
  expect(askSandbox('4000000000000341')).toEqual({ outcome: 'accepted', reference: 'sandbox_declines' });
  expect(askSandbox('4000002500003155')).toEqual({ outcome: 'confirm', reference: 'sandbox_pays' });
  expect(askSandbox('4000000000000002')).toMatchObject({ outcome: 'declined', field: 'number' });
  expect(askSandbox('4000000000000069')).toMatchObject({ outcome: 'declined', field: 'expiry' });
  expect(askSandbox('4000000000000127')).toMatchObject({ outcome: 'declined', field: 'cvc' });
  // Valid by its check digit, and perhaps somebody's.
  expect(luhn('4929939187355598')).toBe(true);
  expect(askSandbox('4929939187355598')).toEqual({ outcome: 'unknown' });
  expect(askSandbox('toString')).toEqual({ outcome: 'unknown' });
});

test('a purchase order with the number of a card in it is not kept', () => {
  for (const text of ['4242 4242 4242 4242', 'PO 4242-4242-4242-4242 x', '378282246310005']) {
    expect(holdsCardNumber(text)).toBe(true);
    expect(payByInvoiceInput.safeParse({ purchaseOrder: text }).success).toBe(false);
  }
  for (const text of ['PO 7', '4242 4242 4242 4241', '4500012345', '']) {
    expect(payByInvoiceInput.safeParse({ purchaseOrder: text }).success).toBe(true);
  }
});
