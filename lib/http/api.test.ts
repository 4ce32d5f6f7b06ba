import { expect, test } from '@playwright/test';
import { z } from 'zod';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { type Page, type PageRequest, readPage } from '#lib/data/page.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { parseBody, readBody } from './api-body.ts';
import { pathId } from './api-endpoint.ts';
import { readList, readPageRequest } from './api-query.ts';
import { type ApiCall, idempotent } from './idempotency.ts';
import { json } from './respond.ts';

function refusal(work: () => unknown): { status: number; code: string; fields: string[] } {
  try {
    work();
  } catch (error) {
    const { status, code, fields } = error as AppError;
    return { status, code, fields: fields.map((one) => `${one.field}: ${one.code}`) };
  }
  throw new Error('nothing was refused');
}

const query = (text: string) => new URLSearchParams(text);

test('a list parameter is read in every encoding SDKs use', () => {
  for (const text of [
    'd=a,b',
    'd=a&d=b',
    'd[]=a&d[]=b',
    'd%5B%5D=a&d%5B%5D=b',
    'd[0]=a&d[1]=b',
    'd=a%2Cb&d=',
  ]) {
    expect(readList(query(text), 'd'), text).toEqual(['a', 'b']);
  }
  expect(readList(query('dx=a&d='), 'd')).toBeUndefined();
});

test('a page has 1 to 100 items, 10 unless told otherwise', () => {
  expect(readPageRequest(query(''))).toEqual({ limit: 10 });
  expect(readPageRequest(query('limit=&after=&before=&order='))).toEqual({ limit: 10 });
  expect(readPageRequest(query('limit=100&order=desc&after=x'))).toEqual({
    limit: 100,
    order: 'desc',
    after: 'x',
  });
  for (const limit of ['0', '101', '-1', '1.5', 'ten', '1e1']) {
    expect(refusal(() => readPageRequest(query(`limit=${limit}`)))).toMatchObject({
      status: 422,
      fields: ['limit: limit must be an integer from 1 to 100'],
    });
  }
  expect(refusal(() => readPageRequest(query('order=random'))).status).toBe(422);
});

/** Ten items, 0 the oldest. */
const items = Array.from({ length: 10 }, (_, id) => ({ id: String(id) }));

function page(request: PageRequest): Promise<Page<{ id: string }>> {
  return readPage(
    request,
    async ({ direction, from, take }) => {
      const sorted = direction === 'newer' ? items : items.toReversed();
      const beyond = (id: string) => from === null || (direction === 'newer' ? id > from : id < from);
      return sorted.filter((one) => beyond(one.id)).slice(0, take);
    },
    async (id) => items.some((one) => one.id === id),
  );
}

const shown = ({ data, before, after }: Page<{ id: string }>) => [
  data.map((one) => one.id).join(''),
  before,
  after,
];

test('with an order, after goes on in page order and before goes back', async () => {
  expect(shown(await page({ limit: 3, order: 'desc' }))).toEqual(['987', null, '7']);
  expect(shown(await page({ limit: 3, order: 'desc', after: '7' }))).toEqual(['654', '6', '4']);
  expect(shown(await page({ limit: 3, order: 'desc', before: '4' }))).toEqual(['765', '7', '5']);
  expect(shown(await page({ limit: 3, order: 'desc', after: '2' }))).toEqual(['10', '1', null]);
  expect(shown(await page({ limit: 3, order: 'asc' }))).toEqual(['012', null, '2']);
  expect(shown(await page({ limit: 3, order: 'asc', after: '2' }))).toEqual(['345', '3', '5']);
  expect(shown(await page({ limit: 3, order: 'asc', before: '3' }))).toEqual(['012', null, '2']);
});

test('without an order, before fetches older items and after newer ones, newest first', async () => {
  for (const order of [{}, { order: 'normal' }] as const) {
    expect(shown(await page({ limit: 3, ...order }))).toEqual(['987', '7', null]);
    expect(shown(await page({ limit: 3, ...order, before: '7' }))).toEqual(['654', '4', '6']);
    expect(shown(await page({ limit: 3, ...order, before: '1' }))).toEqual(['0', null, '0']);
    expect(shown(await page({ limit: 3, ...order, after: '4' }))).toEqual(['765', '5', '7']);
    expect(shown(await page({ limit: 3, ...order, after: '6' }))).toEqual(['987', '7', null]);
  }
});

test('an unknown cursor, or two, are refused', async () => {
  for (const request of [{ after: 'x' }, { before: 'x' }, { before: '1', after: '2' }]) {
    await expect(page({ limit: 3, ...request })).rejects.toMatchObject({ status: 422 });
  }
});

test('an empty body counts as an empty object, a broken one is not JSON', () => {
  const schema = z.object({ name: z.string().optional() });
  for (const text of ['', ' \n', '{}', '{"unknown":1}']) expect(parseBody(text, schema)).toEqual({});
  expect(refusal(() => parseBody('{"name":', schema))).toMatchObject({ status: 400, code: 'invalid_json' });
});

test('a NUL, which no database column can hold, is refused in a body and harmless in a path', () => {
  const nul = `{"name":"a${'\\'}u0000b"}`;
  expect(refusal(() => parseBody(nul, z.unknown()))).toMatchObject({ status: 400, code: 'invalid_json' });
  expect(pathId({ params: { id: 'org_\0' } })).toBe('org_\uFFFD');
  expect(refusal(() => readPageRequest(query('after=%00'))).status).toBe(422);
});

test('wrong fields are named in the words of the API', () => {
  const schema = z.object({
    name: z.string(),
    list: z.array(z.object({ state: z.enum(['a', 'b']) })),
    flag: z.boolean(),
    map: z.record(z.string(), z.string()),
  });
  const text = '{"list":[{"state":"c"}],"flag":"yes","map":[]}';
  expect(refusal(() => parseBody(text, schema))).toEqual({
    status: 422,
    code: 'invalid_request_parameters',
    fields: [
      'name: name must be a string',
      'list.0.state: list.0.state must be a valid enum value',
      'flag: flag must be a boolean',
      'map: map must be an object',
    ],
  });
  expect(refusal(() => parseBody('"text"', schema)).fields).toEqual(['body: body must be an object']);
  expect(refusal(() => parseBody('null', schema)).fields).toEqual(['body: body must be an object']);
});

test('a body over 1 MiB is not read to its end', async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const request = new Request('http://localhost/', {
    method: 'POST',
    body: endless,
    duplex: 'half',
  } as RequestInit);
  await expect(readBody(request)).rejects.toMatchObject({ status: 413 });
  expect(pulled).toBeLessThan(2 * 1024 * 1024);
});

test.describe('Idempotency-Key', () => {
  let environments: Awaited<ReturnType<typeof testEnvironments>>;
  let staging: EnvironmentContext;
  let runs: string[];

  test.beforeAll(async () => {
    environments = await testEnvironments();
    staging = environments.staging;
  });
  test.afterAll(() => environments.close());
  test.beforeEach(() => {
    runs = [];
  });

  type Handle = (body: string, call: ApiCall) => Promise<Response>;
  const count: Handle = async (body) => {
    runs.push(body);
    return json({ run: runs.length, body }, 201);
  };

  /** One POST; `context` says which environment and when. */
  async function post(
    key: string | null,
    body: string,
    more: { handle?: Handle; path?: string; context?: EnvironmentContext } = {},
  ) {
    const { handle = count, path = '/things', context = staging } = more;
    const request = new Request(`http://localhost${path}`, {
      method: 'POST',
      body,
      ...(key === null ? {} : { headers: { 'idempotency-key': key } }),
    });
    // The database of the test, in place of the process's.
    const wrapped = idempotent(handle);
    const response = await wrapped(request, {
      scope: context.scope,
      actor: context.actor,
      params: {},
      now: context.now,
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  }

  test('the same request again gets the same answer and is not run again', async () => {
    const first = await post('k1', '{"a":1}');
    expect(first).toEqual({
      status: 201,
      type: 'application/json; charset=utf-8',
      text: '{"run":1,"body":"{\\"a\\":1}"}',
    });
    expect(await post('k1', '{"a":1}', { context: later(staging, 23 * 3600) })).toEqual(first);
    expect(runs).toHaveLength(1);
  });

  test('without a key, every request is run', async () => {
    await post(null, '{}');
    await post(null, '{}');
    expect(runs).toHaveLength(2);
  });

  test('a key with another body or path is refused in the recorded words', async () => {
    await post('bar', '{"a":1}');
    const words =
      'Another idempotency key (bar) with different request parameters was found. Please use a different idempotency key.';
    for (const again of [() => post('bar', '{"a":2}'), () => post('bar', '{"a":1}', { path: '/others' })]) {
      await expect(again()).rejects.toMatchObject({ status: 400, message: words });
    }
    expect(runs).toHaveLength(1);
  });

  test('a key of one environment means nothing in another', async () => {
    await post('env', '{}');
    const other = await post('env', '{"other":true}', { context: environments.production });
    expect(other.text).toContain('"run":2');
  });

  test('a key is free again after a day', async () => {
    await post('day', '{}');
    const next = await post('day', '{"b":1}', { context: later(staging, 24 * 3600 + 1) });
    expect(next.text).toContain('"run":2');
  });

  test('refusals are kept, failures of ours are not', async () => {
    const refuse: Handle = async () => {
      runs.push('');
      throw new AppError('domain_already_exists');
    };
    const first = await post('refused', '{}', { handle: refuse });
    expect(first.status).toBe(409);
    expect(await post('refused', '{}', { handle: refuse })).toEqual(first);
    expect(runs).toHaveLength(1);
    const fail: Handle = async () => {
      runs.push('');
      throw new AppError('internal');
    };
    expect((await post('failed', '{}', { handle: fail })).status).toBe(500);
    expect((await post('failed', '{}')).status).toBe(201);
    expect(runs).toHaveLength(3);
  });

  test('of many at once one is run, and all get its answer', async () => {
    let go = () => {};
    const gate = new Promise<void>((open) => {
      go = open;
    });
    const slow: Handle = async (body, call) => {
      const answer = await count(body, call);
      await gate;
      return answer;
    };
    const all = Array.from({ length: 10 }, () => post('many', '{}', { handle: slow }));
    await expect.poll(() => runs.length).toBe(1);
    go();
    const answers = await Promise.all(all);
    expect(new Set(answers.map((one) => one.text)).size).toBe(1);
    expect(runs).toHaveLength(1);
  });

  test('a request that was never answered, because its server was killed, gives its key back after a minute', async () => {
    const taken = { key: 'killed', method: 'POST', path: '/things', bodyHash: 'x', now: staging.now };
    const free = { answeredSince: staging.now, begunSince: staging.now };
    expect(await staging.data.idempotentRequests.claim(taken, free)).toBe('taken');
    await expect(post('killed', '{}', { context: later(staging, 59) })).rejects.toMatchObject({
      status: 400,
    });
    expect((await post('killed', '{}', { context: later(staging, 61) })).status).toBe(201);
  });

  test('kept answers are sealed', async () => {
    await post('sealed', '{"email":"jane@example.com"}');
    const row = await staging.data.idempotentRequests.get('sealed');
    expect(row?.bodySealed?.length).toBeGreaterThan(40);
    expect(Buffer.from(row?.bodySealed ?? []).toString('latin1')).not.toContain('jane');
  });

  test('a key that is not printable ASCII, or too long, is refused', async () => {
    await expect(post('k'.repeat(256), '{}')).rejects.toMatchObject({ status: 422 });
    await expect(post('ké', '{}')).rejects.toMatchObject({ status: 422 });
  });
});
