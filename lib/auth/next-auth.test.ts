import { expect, test } from '@playwright/test';
import { cookies } from './next-auth.ts';

test('instances on two ports of one machine do not share a cookie', () => {
  const names = (url: string) => Object.values(cookies(url, false)).map((cookie) => cookie?.name);
  const first = names('http://localhost:3000');
  const second = names('http://localhost:3001');
  expect(first.filter((name) => second.includes(name))).toEqual([]);
  expect(names('http://localhost')).toContain('gatehouse-session-80');
});

test('over TLS the cookies belong to the host alone', () => {
  for (const cookie of Object.values(cookies('https://sso.example.com', true))) {
    expect(cookie?.name).toMatch(/^__Host-gatehouse-[a-z]+$/);
    expect(cookie?.options).toMatchObject({ httpOnly: true, secure: true, path: '/', sameSite: 'lax' });
  }
});
