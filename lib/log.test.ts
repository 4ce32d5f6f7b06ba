import { expect, test } from '@playwright/test';
import { errorFields } from './log.ts';

test('of an error the log keeps what it is and where it came from, not the values it carries along', () => {
  const cause = Object.assign(new Error('invalid input syntax'), {
    code: '22P05',
    where: 'JSON data, line 1: {"received":"<Response posted by somebody"',
    detail: 'Failing row contains (ana@example.com)',
  });
  const error = Object.assign(new TypeError('it failed', { cause }), {
    meta: { value: 'secret' },
    digest: '42',
  });
  const kept = errorFields(error);
  expect(kept).toMatchObject({
    type: 'TypeError',
    message: 'it failed',
    digest: '42',
    stack: expect.stringContaining('log.test.ts'),
    cause: { type: 'Error', message: 'invalid input syntax', code: '22P05' },
  });
  expect(JSON.stringify(kept)).not.toMatch(/posted|ana@|secret/);
  expect(errorFields('text')).toBe('text');
  expect(errorFields({ password: 'x' })).toBe('object');
});
