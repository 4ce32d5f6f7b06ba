import { expect, test } from '@playwright/test';
import { IdpInitiatedMode as Stored } from '#lib/db/generated/enums.ts';
import {
  IDP_INITIATED_MODE_NAMES,
  IDP_INITIATED_MODES,
  isIdpInitiatedMode,
  modeEffect,
} from './idp-initiated.ts';

test('the modes are those of the database', () => {
  expect(IDP_INITIATED_MODE_NAMES).toEqual(Object.values(Stored));
  expect(['allow', 'constructor', ''].map(isIdpInitiatedMode)).toEqual([true, false, false]);
});

test('what lets a response in that nobody asked for says its risk', () => {
  expect(IDP_INITIATED_MODES.allow.risk).toMatch(/sign a victim in to an account that is not the victim’s/);
  expect(IDP_INITIATED_MODES.consent.risk).not.toBeNull();
});

test('the effect of a switch is told in people', () => {
  expect(modeEffect('off', { people: 37, signIns: 1200 })).toBe(
    'This would have affected 37 people in the last 7 days (1,200 sign-ins that began at the identity provider): they would have been turned away, unless your app begins the sign-in again.',
  );
  expect(modeEffect('convert', { people: 1, signIns: 1 })).toContain(
    '1 person in the last 7 days (1 sign-in ',
  );
  expect(modeEffect('consent', { people: 0, signIns: 0 })).toBe(
    'This would have affected nobody in the last 7 days.',
  );
});
