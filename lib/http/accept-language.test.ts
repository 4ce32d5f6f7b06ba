import { expect, test } from '@playwright/test';
import { preferredLanguage } from './accept-language.ts';

const AVAILABLE = ['en', 'de', 'fr', 'es', 'ja'] as const;

const CASES: Readonly<Record<string, string>> = {
  '': 'en',
  de: 'de',
  'DE-at': 'de',
  'ja-JP-u-ca-japanese': 'ja',
  'fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5': 'fr',
  // The order of writing decides among equal weights only.
  'en;q=0.5, es;q=0.9': 'es',
  'en;q=0.500, es;q=0.501': 'es',
  'es, fr': 'es',
  'de;q=0.8, fr;q=0.8': 'de',
  // What is not offered is passed over.
  'zh-Hans-CN, pt;q=0.9, ja;q=0.1': 'ja',
  'zh, ko': 'en',
  // Zero rules out, and only what it names.
  'en;q=0, de;q=0.1': 'de',
  'de;q=0, fr;q=0.3': 'fr',
  'de-CH;q=0, de;q=0.4': 'de',
  'de;q=0, de-CH': 'en',
  '*;q=0, es;q=0.1': 'es',
  // Anything else: the fallback, unless that one was ruled out or given a lower place.
  '*': 'en',
  'en;q=0, *': 'de',
  'en;q=0.1, *;q=0.5': 'de',
  'en;q=0.1, de;q=0.2, *;q=0.5': 'fr',
  // What is none of the grammar says nothing.
  'de;q=2, fr;q=0.2': 'fr',
  'de;q=0.1234, fr;q=0.2': 'fr',
  'de;q=-1, fr;q=0.2': 'fr',
  'de;q=, fr;q=0.2': 'fr',
  'de;level=1, fr;q=0.2': 'fr',
  '"de", <fr>, es': 'es',
  'en_US, ja': 'ja',
  ',, ,de': 'de',
  '  es  ;  q=0.7  ': 'es',
  'de; Q=0.2, fr;q=0.1': 'de',
  deutsch: 'en',
};

for (const [header, language] of Object.entries(CASES)) {
  test(`Accept-Language "${header}" is answered in ${language}`, () => {
    expect(preferredLanguage(header, AVAILABLE, 'en')).toBe(language);
  });
}

test('no header, and one without an end, are answered', () => {
  expect(preferredLanguage(null, AVAILABLE, 'en')).toBe('en');
  const before = performance.now();
  expect(preferredLanguage(`${'zh-'.repeat(50_000)}x,de`, AVAILABLE, 'en')).toBe('en');
  expect(preferredLanguage(`${'a-'.repeat(400)}${' '.repeat(50_000)}`, AVAILABLE, 'en')).toBe('en');
  expect(performance.now() - before).toBeLessThan(1000);
});
