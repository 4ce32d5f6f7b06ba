import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { openBrowser, type PlainBrowser } from '../support/browser.ts';
import { routesOf } from '../support/routes.ts';
import {
  type Ids,
  inventedIds,
  seedTenant,
  signInPlain,
  type Tenant,
  withoutIds,
} from '../support/tenants.ts';

test.describe.configure({ retries: 0 });

/**
 * Every address of the dashboard, found in the folders of app/dashboard: what belongs to somebody else answers exactly
 * like what does not exist.
 */

/** Query parameters that name something, by pattern. */
const QUERIES: Readonly<Record<string, (ids: Ids) => Record<string, string>>> = {
  '/dashboard/[environmentId]/sessions/[sessionId]/download': () => ({ message: 'response' }),
  '/dashboard/[environmentId]/test-sso/start': (ids) => ({ connection: ids.connectionId }),
  '/dashboard/[environmentId]/test-sso/result': (ids) => ({ state: ids.sessionId, error: 'server_error' }),
};

/** Lists that filter by an id: a foreign one filters like an invented one. */
const FILTERS: Readonly<Record<string, (ids: Ids) => Record<string, string>>> = {
  '/dashboard/[environmentId]/connections': (ids) => ({ organization: ids.organizationId }),
  '/dashboard/[environmentId]/sessions': (ids) => ({ connection: ids.connectionId }),
  '/dashboard/[environmentId]/organizations': (ids) => ({ q: ids.organizationId }),
};

/** What answers with a redirect where it works. */
const REDIRECTS = ['/dashboard/[environmentId]/test-sso/start', '/dashboard/[environmentId]/test-sso/result'];

const routes = routesOf('dashboard').filter(({ pattern }) => pattern.includes('[environmentId]'));

function address(pattern: string, ids: Ids, query = QUERIES[pattern]): string {
  const path = pattern.replace(/\[(\w+)\]/g, (_, name: string) => {
    const id = (ids as Record<string, string>)[name];
    if (id === undefined)
      throw new Error(`${pattern} has a parameter that this test knows no id for: ${name}`);
    return id;
  });
  return query ? `${path}?${new URLSearchParams(query(ids))}` : path;
}

async function answer(browser: PlainBrowser, pattern: string, ids: Ids, known: Ids[], rsc = false) {
  const response = await browser.get(address(pattern, ids), rsc ? { rsc: '1' } : {});
  const location = response.headers.get('location');
  return {
    status: response.status,
    location: location && withoutIds(location, ids, ...known),
    type: response.headers.get('content-type'),
    body: withoutIds(await response.text(), ids, ...known),
  };
}

/**
 * Every word of a page, each once: what a page streams comes in the order in which it was ready, cut into scripts
 * anywhere, and whether a part stands in its place or is referred to depends on that order.
 */
function wordsOf(body: string): string[] {
  const whole = body.replaceAll(/"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, '');
  // `2a:` opens a part, `$2a`, `$L2a` and `$2a:props` refer to one, `"B:0"` and `"S:0"` are its place and itself.
  const words = whole
    .split(/[^\p{L}\p{N}_$@.:/-]+/u)
    .map((word) => word.replace(/^n?[0-9a-f]+:|^\$[L@]?[0-9a-f]+\b.*|^[BSP]:[0-9a-f]+$/u, ''));
  return [...new Set(words)].sort();
}

let victim: Tenant;
let attacker: Tenant;
let asVictim: PlainBrowser;
let asAttacker: PlainBrowser;
test.beforeAll(async () => {
  [victim, attacker] = await Promise.all([seedTenant(), seedTenant()]);
  [asVictim, asAttacker] = await Promise.all([signInPlain(victim.member), signInPlain(attacker.member)]);
});

for (const { pattern } of routes) {
  test(`${pattern}: another workspace and another environment answer like nothing, the owner gets it`, async () => {
    const { ids } = victim;
    const nowhere = inventedIds();
    const production = victim.production.environmentId;
    const inAttackers = { environmentId: attacker.ids.environmentId };
    const inOwnProduction = { environmentId: production };
    const attempts = [
      ['another workspace', asAttacker, ids, nowhere],
      ['its production', asAttacker, { ...ids, environmentId: production }, nowhere],
      [
        'ids of another workspace in one’s own environment',
        asAttacker,
        { ...ids, ...inAttackers },
        { ...nowhere, ...inAttackers },
      ],
      [
        'ids of staging in production',
        asVictim,
        { ...ids, ...inOwnProduction },
        { ...nowhere, ...inOwnProduction },
      ],
    ] as const;
    const namesMore = /\[(?!environmentId)/.test(pattern) || pattern in QUERIES;
    for (const [whose, browser, foreign, invented] of attempts) {
      // A list in one's own environment is one's own list.
      if (
        !namesMore &&
        foreign.environmentId !== ids.environmentId &&
        invented.environmentId !== nowhere.environmentId
      )
        continue;
      for (const rsc of [false, true]) {
        const known = [foreign, invented];
        const seen = await answer(browser, pattern, foreign, known, rsc);
        const none = await answer(browser, pattern, invented, known, rsc);
        expect({ ...seen, body: wordsOf(seen.body) }, whose).toEqual({ ...none, body: wordsOf(none.body) });
        if (!REDIRECTS.includes(pattern) && !rsc) expect(seen.status, whose).toBe(404);
        for (const secret of ['Test Identity Provider', 'Test Organization', 'amara.okafor@example.com']) {
          expect(seen.body, whose).not.toContain(secret);
        }
      }
    }
    const own = await asVictim.get(address(pattern, ids));
    expect(own.status).toBe(REDIRECTS.includes(pattern) ? 302 : 200);
    if (REDIRECTS.includes(pattern)) expect(own.headers.get('location')).toMatch(/\/test-idp\/|\/outcome\//);
  });
}

for (const [pattern, query] of Object.entries(FILTERS)) {
  test(`${pattern}: a filter by a foreign id finds what a filter by an invented one finds`, async () => {
    const environment = { environmentId: attacker.ids.environmentId };
    const foreign = { ...victim.ids, ...environment };
    const invented = { ...inventedIds(), ...environment };
    const bodies = await Promise.all(
      [foreign, invented].map(async (ids) => {
        const response = await asAttacker.get(address(pattern, ids, query));
        expect(response.status).toBe(200);
        return wordsOf(withoutIds(await response.text(), foreign, invented));
      }),
    );
    expect(bodies[0]).toEqual(bodies[1]);
  });
}

test('without a session, every address leads to the sign-in page, whoever it belongs to', async () => {
  const stranger = openBrowser(env().http.url);
  for (const { pattern } of routes) {
    for (const ids of [victim.ids, inventedIds()]) {
      const response = await stranger.get(address(pattern, ids));
      expect(response.status, pattern).toBe(307);
      expect(response.headers.get('location'), pattern).toMatch(/^\/sign-in\?callbackUrl=/);
    }
  }
});
