import { expect, test } from '@playwright/test';
import { checkWebOrigin, WEB_ORIGIN_RULES, type WebOriginRule } from './web-origin.ts';

test('an origin is kept as browsers send it', () => {
  for (const [typed, origin] of [
    ['https://app.example.com', 'https://app.example.com'],
    [' HTTPS://App.Example.COM:443/ ', 'https://app.example.com'],
    ['https://app.example.com:8443', 'https://app.example.com:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ] as const) {
    for (const kind of ['staging', 'production'] as const) {
      expect(checkWebOrigin(typed, kind)).toEqual({ ok: true, origin });
    }
  }
  expect(checkWebOrigin('http://localhost:3000', 'staging')).toMatchObject({ ok: true });
});

const REFUSED: Readonly<Record<WebOriginRule, readonly string[]>> = {
  empty: ['', ' '],
  too_long: [`https://${'a.'.repeat(260)}example`],
  wildcard: ['*', 'https://*.example.com'],
  not_an_origin: [
    'null',
    'app.example.com',
    'file:///a',
    'https:app.example.com',
    'https://a b',
    'https://a\\b',
  ],
  path: ['https://app.example.com/app', 'https://app.example.com?', 'https://app.example.com/#'],
  userinfo: ['https://user@app.example.com', 'https://@app.example.com'],
  https: ['http://app.example.com'],
  localhost: ['https://localhost:3000', 'https://app.localhost', 'https://127.0.0.1', 'https://[::1]'],
};

test('each rule refuses in production, and staging takes http and localhost', () => {
  expect(Object.keys(REFUSED)).toEqual(Object.keys(WEB_ORIGIN_RULES));
  for (const [code, typed] of Object.entries(REFUSED)) {
    for (const one of typed) {
      expect(checkWebOrigin(one, 'production'), one).toEqual({ ok: false, code });
      const inStaging = code === 'https' || code === 'localhost';
      expect(checkWebOrigin(one, 'staging').ok, one).toBe(inStaging);
    }
  }
});
