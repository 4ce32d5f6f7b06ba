import { expect, test } from '@playwright/test';
import { difference, HIDDEN } from './difference.ts';

test('only the fields that differ are kept, on both sides', () => {
  const before = { name: 'Old', kind: 'saml', domains: ['a.example'], at: new Date(0) };
  const after = { name: 'New', kind: 'saml', domains: ['a.example', 'b.example'], at: new Date(0) };
  expect(difference(before, after)).toEqual({
    before: { name: 'Old', domains: ['a.example'] },
    after: { name: 'New', domains: ['a.example', 'b.example'] },
  });
});

test('a change that leaves everything as it was is none, also when fields are written in another order', () => {
  expect(difference({ map: { a: 1, b: 2 } }, { map: { b: 2, a: 1 } })).toBeNull();
  expect(difference({ list: ['a', 'b'] }, { list: ['b', 'a'] })).not.toBeNull();
});

test('a thing that came or went is kept whole', () => {
  expect(difference(null, { name: 'New', note: undefined })).toEqual({
    before: null,
    after: { name: 'New' },
  });
  expect(difference({ name: 'Old' }, null)).toEqual({ before: { name: 'Old' }, after: null });
  expect(difference(null, null)).toEqual({ before: null, after: null });
});

test('secrets are hidden at any depth, and their change still shows', () => {
  const secrets = {
    apiSecret: 's1',
    passwordHash: 'h',
    privateKeyPem: 'p',
    tokenHash: 't',
    key: new Uint8Array(2),
  };
  expect(
    difference(null, { ...secrets, inner: { verificationToken: 'v', domain: 'a.example' } })?.after,
  ).toEqual({
    apiSecret: HIDDEN,
    passwordHash: HIDDEN,
    privateKeyPem: HIDDEN,
    tokenHash: HIDDEN,
    key: HIDDEN,
    inner: { verificationToken: HIDDEN, domain: 'a.example' },
  });
  expect(difference({ secret: 'a' }, { secret: 'b' })).toEqual({
    before: { secret: HIDDEN },
    after: { secret: HIDDEN },
  });
  expect(JSON.stringify(difference(null, secrets))).not.toContain('s1');
});

test('values are as PostgreSQL can hold them: no NUL, no endless text', () => {
  const after = difference(null, { text: 'a\0b', long: 'x'.repeat(5000), date: new Date(0) })?.after;
  expect(after).toMatchObject({ text: 'a\uFFFDb', date: '1970-01-01T00:00:00.000Z' });
  expect(String(after?.['long'])).toHaveLength(2001);
});
