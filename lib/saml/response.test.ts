import { expect, test } from '@playwright/test';
import { CHECKS, explainResponse, validateResponse } from './response.ts';
import { fixtures, inputOf } from './testdata/cases.ts';

const accepted = fixtures('accepted');
const refused = fixtures('refused');

for (const fixture of accepted) {
  test(`accepted/${fixture.name}: ${fixture.guarantee}`, () => {
    const verdict = validateResponse(inputOf(fixture));
    expect(verdict.ok ? null : verdict.failure).toBeNull();
    if (!verdict.ok) return;
    const plain = JSON.parse(JSON.stringify(verdict.assertion));
    expect({ ...plain, nameId: plain.nameId.value }).toMatchObject(fixture.assertion ?? {});
    expect(verdict.notes.map(({ code }) => code)).toEqual(fixture.notes ?? []);
    expect(verdict.checks.map(({ outcome }) => outcome)).toEqual(CHECKS.map(() => 'passed'));
  });
}

for (const fixture of refused) {
  test(`refused/${fixture.name}: ${fixture.guarantee}`, () => {
    const verdict = validateResponse(inputOf(fixture));
    expect(verdict.ok ? 'accepted' : verdict.failure.code).toBe(fixture.failure);
    // The first failure is the verdict, and nothing after it is reached.
    const outcomes = verdict.checks.map(({ outcome }) => outcome);
    const at = outcomes.indexOf('failed');
    expect(outcomes.slice(0, at).every((outcome) => outcome === 'passed')).toBe(true);
    expect(outcomes.slice(at + 1).every((outcome) => outcome === 'not_reached')).toBe(true);
    // Explaining meets the same failure first.
    const explained = explainResponse(inputOf(fixture)).checks;
    expect(explained.find(({ outcome }) => outcome === 'failed')?.failure?.code).toBe(fixture.failure);
    expect(explained.every(({ failure }) => failure?.code !== 'check_crashed')).toBe(true);
  });
}
