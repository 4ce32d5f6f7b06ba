import { expect, test } from '@playwright/test';
import { changesOf, summaryOf } from './changes.ts';

test('a field is said in words, with what it was and what it is', () => {
  expect(
    changesOf({ idpSsoUrl: 'https://old.example', allowSha1: false }, { idpSsoUrl: null, allowSha1: true }),
  ).toEqual([
    { field: 'Identity provider SSO URL', before: 'https://old.example', after: null },
    { field: 'Allow SHA-1', before: 'no', after: 'yes' },
  ]);
});

test('of a list only what came or went is shown, of a map only the entry that changed', () => {
  const before = { domains: ['a.example', 'b.example'], attributeMap: { email: 'mail', name: 'cn' } };
  const after = { domains: ['b.example', 'c.example'], attributeMap: { email: 'email', name: 'cn' } };
  expect(changesOf(before, after)).toEqual([
    { field: 'Domains', before: 'a.example', after: 'c.example' },
    { field: 'Attribute map: email', before: 'mail', after: 'email' },
  ]);
});

test('the order of a list is shown when nothing else changed', () => {
  expect(changesOf({ roles: ['a', 'b'] }, { roles: ['b', 'a'] })).toEqual([
    { field: 'Roles', before: 'a\nb', after: 'b\na' },
  ]);
});

test('of a thing that came or went, empty fields say nothing', () => {
  expect(changesOf(null, { name: 'New', externalId: null, domains: [] })).toEqual([
    { field: 'Name', before: null, after: 'New' },
  ]);
  expect(changesOf({ name: 'Old' }, null)).toEqual([{ field: 'Name', before: 'Old', after: null }]);
  expect(changesOf(null, null)).toEqual([]);
});

test('a hidden value that changed is still listed', () => {
  const hidden = { clientSecret: '(hidden)' };
  expect(changesOf(hidden, hidden)).toHaveLength(1);
});

test('a list says in a few words what a change came to', () => {
  const changes = changesOf(
    { allowSha1: false, name: 'Acme', idpSsoUrl: null },
    { allowSha1: true, name: 'A'.repeat(60), idpSsoUrl: 'https://idp.example' },
  );
  expect(summaryOf(changes)).toBe(`Allow SHA-1: no → yes; Name: Acme → ${'A'.repeat(40)}…; and 1 more`);
  expect(
    summaryOf(changesOf({ supportEmail: 'a@b.example', name: 'x' }, { supportEmail: null, name: 'y' })),
  ).toBe('Support email: a@b.example → none; Name: x → y');
  expect(summaryOf(changesOf(null, { name: 'New' }))).toBeNull();
});
