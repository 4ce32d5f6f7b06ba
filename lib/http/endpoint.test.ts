import { expect, test } from '@playwright/test';
import { endpoint } from './endpoint.ts';

test('at an address without parameters, for which Next gives none, each is absent', async () => {
  const anyone = { identify: async () => ({}), refuse: () => new Response('refused', { status: 500 }) };
  const handle = endpoint(anyone, async (_request, { params }) => Response.json([params['id'] ?? null]));
  const answer = (params: Record<string, string> | undefined) =>
    handle(new Request('http://localhost/'), { params: Promise.resolve(params) });
  expect(await (await answer(undefined)).json()).toEqual([null]);
  expect(await (await answer({ id: 'a' })).json()).toEqual(['a']);
});
