import { expect, test } from '@playwright/test';
import { type StandingFacts, standingOf } from './standing.ts';

const plain: StandingFacts = {
  method: 'password',
  secondFactorDue: false,
  secondFactorGiven: false,
  hasFactor: false,
  requireMfa: false,
  mustUseSso: false,
};

test('without a policy a password is enough, and with a second factor of one’s own it is not', () => {
  expect(standingOf(plain)).toBe('usable');
  expect(standingOf({ ...plain, hasFactor: true, secondFactorDue: true })).toBe('second_step');
  expect(standingOf({ ...plain, hasFactor: true, secondFactorGiven: true })).toBe('usable');
});

test('where a second factor is required, nobody gets in without having one and giving it', () => {
  const required = { ...plain, requireMfa: true };
  expect(standingOf(required)).toBe('set_up_factor');
  expect(standingOf({ ...required, hasFactor: true })).toBe('second_step');
  expect(standingOf({ ...required, hasFactor: true, secondFactorGiven: true })).toBe('usable');
  expect(standingOf({ ...required, method: 'break_glass' })).toBe('set_up_factor');
  expect(standingOf({ ...required, method: 'sso' })).toBe('usable');
});

test('where SSO is required, only SSO and the break-glass sign-in count', () => {
  const required = { ...plain, mustUseSso: true };
  for (const method of ['password', 'passkey'] as const) {
    expect(standingOf({ ...required, method })).toBe('sso_required');
    expect(standingOf({ ...required, method, hasFactor: true, secondFactorGiven: true })).toBe(
      'sso_required',
    );
  }
  for (const method of ['sso', 'break_glass'] as const) {
    expect(standingOf({ ...required, method })).toBe('usable');
  }
});

test('a second step that is due is never skipped, whatever else holds', () => {
  for (const method of ['password', 'passkey', 'sso', 'break_glass'] as const) {
    for (const mustUseSso of [true, false]) {
      const facts = { ...plain, method, mustUseSso, secondFactorDue: true, secondFactorGiven: true };
      expect(standingOf(facts)).toBe('second_step');
    }
  }
});
