import { expect, test } from '@playwright/test';
import { emailDomain, emailDomainAllowed, isEmail, normalDomain } from './email.ts';

const USABLE = [
  'a@b',
  'ada@example.com',
  'ada#lovelace-1@example.com',
  "o'brien+tag@example.co.uk",
  'jörg@bücher.example',
  '用户@例え.jp',
  'a..b@example.com',
  `${'a'.repeat(64)}@${'b'.repeat(255)}`,
];
for (const email of USABLE) {
  test(`${email.slice(0, 60)} is usable`, () => expect(isEmail(email)).toBe(true));
}

const UNUSABLE = [
  '',
  '@',
  'ada',
  'ada@',
  '@example.com',
  'ada@corp@example.com',
  'ada @example.com',
  'ada@exam ple.com',
  'ada@example.com\n',
  'ada\u0000@example.com',
  `${'a'.repeat(65)}@${'b'.repeat(255)}`,
];
for (const email of UNUSABLE) {
  test(`${JSON.stringify(email.slice(0, 60))} is not usable`, () => expect(isEmail(email)).toBe(false));
}

/** [email, the organization's domains, allowed]. */
const DOMAINS: readonly (readonly [string, readonly string[], boolean])[] = [
  ['ada@example.com', ['example.com'], true],
  ['ada@EXAMPLE.com', ['example.COM'], true],
  ['ada@example.com', ['other.example', 'example.com'], true],
  ['ada@example.com.', ['example.com'], true],
  ['ada@example.com', ['example.com.'], true],
  ['ada@example.com', [' example.com '], true],
  ['ada@bücher.example', ['xn--bcher-kva.example'], true],
  ['ada@XN--BCHER-KVA.example', ['bücher.example'], true],
  ['ada@BÜCHER.example', ['bücher.example'], true],
  ['ada@bu\u0308cher.example', ['bücher.example'], true],
  ['ada@example.com', [], false],
  ['ada@sub.example.com', ['example.com'], false],
  ['ada@example.com', ['sub.example.com'], false],
  ['ada@notexample.com', ['example.com'], false],
  ['ada@example.com.evil.example', ['example.com'], false],
  ['ada@example.com@evil.example', ['example.com'], false],
  ['ada@evil.example@example.com', ['example.com'], true],
  ['ada@example.com/evil', ['example.com'], false],
  ['ada@example.com?x', ['example.com'], false],
  ['ada@example.com#x', ['example.com'], false],
  ['ada@example.com:80', ['example.com'], false],
  ['ada@example.com\\x', ['example.com'], false],
  ['ada@%65xample.com', ['example.com'], false],
  ['ada@%62ücher.example', ['bücher.example'], false],
  ['ada@exam\u00adple.com', ['example.com'], false],
  ['ada@exam\u200bple.com', ['example.com'], false],
  ['ada@bü\u00adcher.example', ['bücher.example'], false],
  ['ada@bücher。evil.example', ['bücher.example'], false],
  ['ada@ｅxample.com', ['example.com'], false],
  ['ada@example。com', ['example.com'], false],
  ['ada@example．com', ['example.com'], false],
  ['ada@exаmple.com', ['example.com'], false], // a Cyrillic а
  ['ada@example..com', ['example.com'], false],
  ['ada@.example.com', ['example.com'], false],
  ['ada@example.com..', ['example.com'], false],
  ['ada@', ['example.com'], false],
  ['example.com', ['example.com'], false],
  ['@example.com', ['example.com'], false],
  ['ada@', [''], false],
  ['ada@.', ['.'], false],
  ['ada@*', ['*'], false],
  ['ada@exam\u0000ple.com', ['example.com'], false],
];
for (const [email, domains, allowed] of DOMAINS) {
  test(`${JSON.stringify(email)} ${allowed ? 'belongs' : 'does not belong'} to ${JSON.stringify(domains)}`, () => {
    expect(emailDomainAllowed(email, domains)).toBe(allowed);
  });
}

test('domains are normalized to what DNS compares', () => {
  expect(normalDomain('BÜCHER.Example.')).toBe('xn--bcher-kva.example');
  expect(normalDomain('a_b.example')).toBe('a_b.example');
  expect(normalDomain(`${'a'.repeat(64)}.example`)).toBeNull();
  expect(normalDomain('')).toBeNull();
  expect(emailDomain('Ada@Example.COM')).toBe('example.com');
});
