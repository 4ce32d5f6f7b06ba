import { expect, test } from '@playwright/test';
import { SAML_FAILURES } from '#lib/saml/failure.ts';
import { REFUSALS } from './session-errors.ts';
import { EXPLANATIONS, explanationOf, refusalTitle } from './session-explanation.ts';

test('every way to be refused is explained, and nothing else', () => {
  expect(Object.keys(EXPLANATIONS).sort()).toEqual([...SAML_FAILURES, ...Object.keys(REFUSALS)].sort());
});

test('every explanation says what happened and names somebody who can change it', () => {
  for (const [code, explanation] of Object.entries(EXPLANATIONS)) {
    expect(explanation.happened, code).toMatch(/\.$/);
    expect(explanation.remedies.length, code).toBeGreaterThan(0);
    for (const remedy of explanation.remedies) expect(remedy.what, code).toMatch(/\.$/);
  }
});

test('no two refusals have the same title, so that a list tells them apart', () => {
  const titles = Object.values(EXPLANATIONS).map((one) => one.title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('a code of another version is explained in general, whatever it is called', () => {
  expect(explanationOf('from_the_future').title).toBe('The sign-in was refused');
  expect(explanationOf('constructor').title).toBe('The sign-in was refused');
  expect(refusalTitle(null)).toBeNull();
});
