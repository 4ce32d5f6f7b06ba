import { expect, test } from '@playwright/test';
import { validateResponse } from './response.ts';
import { fixtures, inputOf } from './testdata/cases.ts';

/*
 * A message that was damaged on its way is refused, or it reads exactly as before because the damage fell where
 * nothing is read (an embedded certificate, white space). It never crashes a check and never says something new.
 */
const STEP: Record<string, number> = {
  'signed-assertion': 3,
  'signed-response': 3,
  'signed-both': 5,
  'encrypted-gcm-256-oaep-sha256-mgf1-sha1': 41,
  'encrypted-cbc-in-signed-response': 41,
};

/** What must stay the same; the Response around a signed assertion is not covered by any signature. */
function reading(verdict: ReturnType<typeof validateResponse>): unknown {
  if (!verdict.ok) return null;
  const { responseId, ...rest } = verdict.assertion;
  return verdict.assertion.signed === 'assertion' ? rest : { responseId, ...rest };
}

for (const fixture of fixtures('accepted').filter(({ name }) => name in STEP)) {
  const input = inputOf(fixture);
  const bytes = Buffer.from(fixture.xml);
  const genuine = reading(validateResponse(input));
  const step = STEP[fixture.name] as number;

  const judge = (damaged: Uint8Array) => {
    const verdict = validateResponse({ ...input, encodedResponse: Buffer.from(damaged).toString('base64') });
    expect(verdict.ok ? '' : verdict.failure.code).not.toBe('check_crashed');
    if (verdict.ok) expect(reading(verdict)).toEqual(genuine);
    return verdict.ok;
  };

  test(`${fixture.name}: a flipped bit is refused or changes nothing`, () => {
    expect(genuine).not.toBeNull();
    let refused = 0;
    let judged = 0;
    for (let at = 0; at < bytes.length; at += step) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] as number) ^ (1 << ((at / step) % 7));
      judged += 1;
      if (!judge(damaged)) refused += 1;
    }
    expect(refused).toBeGreaterThan(judged / 2);
  });

  test(`${fixture.name}: a truncated message is refused`, () => {
    for (let at = 1; at < bytes.length; at += step * 4) expect(judge(bytes.subarray(0, at))).toBe(false);
  });

  test(`${fixture.name}: a message with a piece cut out or repeated is refused or changes nothing`, () => {
    for (let at = 0; at < bytes.length; at += step * 4) {
      const size = 1 + ((at * 7) % 60);
      judge(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]));
      judge(Buffer.concat([bytes.subarray(0, at + size), bytes.subarray(at)]));
    }
  });

  test(`${fixture.name}: base64 damaged in transit is refused or changes nothing`, () => {
    const characters = [...fixture.encodedResponse];
    for (let at = 0; at < characters.length; at += step * 9) {
      for (const wrong of [' ', '-', '=', '\u0000', 'é', '']) {
        const encodedResponse = characters.with(at, wrong).join('');
        const verdict = validateResponse({ ...input, encodedResponse });
        expect(verdict.ok).toBe(false);
      }
    }
  });
}
