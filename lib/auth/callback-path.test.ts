import { expect, test } from '@playwright/test';
import { callbackPath } from '#lib/auth/callback-path.ts';

test('a path of the dashboard is kept with its query', () => {
  expect(callbackPath('/dashboard/environment_1/sessions?state=failed')).toBe(
    '/dashboard/environment_1/sessions?state=failed',
  );
  expect(callbackPath('/dashboard?_rsc=abc')).toBe('/dashboard');
});

for (const wanted of [
  undefined,
  null,
  '',
  '/',
  '/dashboards',
  '/sign-in',
  '//evil.example/dashboard',
  'https://evil.example/dashboard',
  '/\\evil.example/dashboard',
  '/dashboard\\..\\..\\evil.example',
  '/dashboard/../api/auth/signout',
  '/dashboard/%2e%2e/api/auth/signout',
  'javascript:alert(1)',
  '/dashboard/\n//evil.example',
]) {
  test(`${JSON.stringify(wanted)} leads to the front page of the dashboard`, () => {
    expect(callbackPath(wanted)).toBe('/dashboard');
  });
}
