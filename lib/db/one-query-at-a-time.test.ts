import { expect, test } from '@playwright/test';
import { emptyTestDatabase } from '#lib/db/test-database.ts';
import { OneQueryAtATime } from './one-query-at-a-time.ts';

test('queries asked for at once go out one after the other, past one that fails, and none waits inside pg', async () => {
  const database = await emptyTestDatabase();
  const client = new OneQueryAtATime({ connectionString: database.url });
  await client.connect();
  const inside = client as unknown as { _queryQueue: unknown[] };
  const answered: string[] = [];
  const ask = (sql: string) =>
    client.query({ text: sql, rowMode: 'array' }).then(
      ({ rows }: { rows: unknown[][] }) => answered.push(String(rows[0]?.[0])),
      () => answered.push('failed'),
    );
  const all = ['SELECT 1', 'SELECT 2', 'SELECT nothing', 'SELECT 4'].map(ask);
  expect(inside._queryQueue).toEqual([]);
  await Promise.all(all);
  expect(answered).toEqual(['1', '2', 'failed', '4']);
  await ask('SELECT 5');
  expect(answered.at(-1)).toBe('5');
  await client.end();
  await database.drop();
});
