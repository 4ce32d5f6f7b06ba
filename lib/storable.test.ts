import { expect, test } from '@playwright/test';
import { openDatabase } from '#lib/db/client.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { storableJson, storableText } from './storable.ts';

test('NUL and halves of surrogate pairs become U+FFFD, everything else stays', () => {
  expect(storableText('a\0b\ud800c\udc00')).toBe('a\uFFFDb\uFFFDc\uFFFD');
  expect(storableText('añ名😀\n\u0001')).toBe('añ名😀\n\u0001');
  const value = { 'k\0': ['\ud83d', 1, null, { inner: 'x\0' }], plain: true };
  expect(JSON.parse(storableJson(value))).toEqual({
    'k\uFFFD': ['\uFFFD', 1, null, { inner: 'x\uFFFD' }],
    plain: true,
  });
});

test('long texts are cut, also inside a surrogate pair', () => {
  expect(JSON.parse(storableJson({ a: 'abc', b: ['ab😀d'] }, 3))).toEqual({ a: 'abc', b: ['ab\uFFFD…'] });
});

test('a prepared statement takes any text', async () => {
  const database = await testDatabase();
  const db = openDatabase(database.url);
  const [text, json] = ['a\0\ud800', storableJson({ text: '\0\udfff' })];
  const rows = await db.$prepared.rows<{ text: string; list: string[]; json: unknown }[]>`
    SELECT ${text}::text AS text, ${[text]}::text[] AS list, ${json}::jsonb AS json`;
  expect(rows).toEqual([{ text: 'a\uFFFD\uFFFD', list: ['a\uFFFD\uFFFD'], json: { text: '\uFFFD\uFFFD' } }]);
  await db.$disconnect();
  await database.drop();
});
