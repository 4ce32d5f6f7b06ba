import { expect, test } from '@playwright/test';
import { profileRoles } from './roles.ts';

const facts = (roleSlugs: string[], defaultRoleSlug: string | null, multipleRoles: boolean) =>
  profileRoles({ roleSlugs, defaultRoleSlug, multipleRoles });

test('of several roles the one with the highest priority counts, unless several are allowed', () => {
  expect(facts(['owner', 'editor'], 'member', false)).toEqual({
    role: { slug: 'owner' },
    roles: [{ slug: 'owner' }],
  });
  expect(facts(['owner', 'editor'], 'member', true)).toEqual({
    role: { slug: 'owner' },
    roles: [{ slug: 'owner' }, { slug: 'editor' }],
  });
});

test('the default role counts only for somebody whose groups are mapped to none', () => {
  expect(facts([], 'member', true)).toEqual({ role: { slug: 'member' }, roles: [{ slug: 'member' }] });
  expect(facts(['editor'], 'member', true).roles).toEqual([{ slug: 'editor' }]);
});

test('without any role both are null', () => {
  expect(facts([], null, true)).toEqual({ role: null, roles: null });
});
