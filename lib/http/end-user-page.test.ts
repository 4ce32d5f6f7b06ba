import { expect, test } from '@playwright/test';
import { endUserPage } from './end-user-page.ts';
import {
  END_USER_LANGUAGES,
  END_USER_TEXTS,
  type EndUserActor,
  type EndUserProblem,
} from './end-user-texts.ts';

const NOW = new Date('2026-05-04T10:20:30.400Z');
const PROBLEMS = Object.keys(END_USER_TEXTS.en.problems) as EndUserProblem[];
const ACTORS = Object.keys(END_USER_TEXTS.en.actors) as EndUserActor[];

function pageOf(input: Partial<Parameters<typeof endUserPage>[0]> = {}) {
  return endUserPage({ status: 400, problem: 'answer', acceptLanguage: 'en', now: NOW, ...input });
}

for (const language of END_USER_LANGUAGES) {
  test(`in ${language}: every problem and everybody who may have to act, with the ids to quote`, async () => {
    const texts = END_USER_TEXTS[language];
    for (const problem of PROBLEMS) {
      for (const actor of ACTORS) {
        const answer = pageOf({ problem, actor, acceptLanguage: language, sessionId: 'sso_session_1' });
        expect(answer.headers.get('content-language')).toBe(language);
        expect(answer.headers.get('vary')).toBe('Accept-Language');
        expect(answer.headers.get('cache-control')).toBe('no-store');
        const html = await answer.text();
        expect(html).toContain(`<html lang="${language}">`);
        expect(html).toContain(`<h1>${texts.problems[problem].title}</h1>`);
        expect(html).toContain(texts.actors[actor]);
        const message = /<pre>([^<]*)<\/pre>/.exec(html)?.[1] ?? '';
        expect(message).toContain(texts.message.opening);
        expect(message).toContain(texts.message.asks[actor]);
        expect(message).toContain(texts.facts.line(texts.facts.session, 'sso_session_1'));
        expect(message).toContain(texts.facts.line(texts.facts.time, '2026-05-04 10:20:30 UTC'));
      }
    }
  });
}

test('no sentence stays untranslated', () => {
  const sentences = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(sentences);
  const english = new Set(sentences(END_USER_TEXTS.en));
  for (const language of END_USER_LANGUAGES.filter((one) => one !== 'en')) {
    const all = sentences(END_USER_TEXTS[language]);
    expect(all.filter((text) => english.has(text))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  }
});

test('a language that is not offered is answered in English', async () => {
  expect(await pageOf({ acceptLanguage: 'zh, ko;q=0.9' }).text()).toContain('<html lang="en">');
  expect(await pageOf({ acceptLanguage: null }).text()).toContain('<html lang="en">');
});

test('nothing that somebody else chose becomes markup', async () => {
  const html = await pageOf({
    sessionId: '<i>1</i>',
    requestId: '"><script>',
    details: '<b>boo</b>',
    retryUrl: '/sso/authorize?a="><script>alert(1)</script>&b=\'',
  }).text();
  const main = html.slice(html.indexOf('<main>'), html.indexOf('</main>'));
  for (const markup of ['<i>', '<b>', '<script']) expect(main).not.toContain(markup);
  expect(main).toContain(
    'href="/sso/authorize?a=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;b=&#39;"',
  );
});

test('trying again is offered only where there is somewhere to go', async () => {
  expect(await pageOf({ retryUrl: 'https://app.example/start' }).text()).toContain(
    '<a class="button" href="https://app.example/start">Try again</a>',
  );
  expect(await pageOf().text()).not.toContain('Try again');
});

test('the start page of the app is offered beside trying again, unless that is where trying again leads', async () => {
  const homeUrl = 'https://app.example/?a=1&b="';
  const link = '<a href="https://app.example/?a=1&amp;b=&quot;">Back to the app</a>';
  expect(await pageOf({ homeUrl, retryUrl: '/sso/authorize' }).text()).toContain(link);
  expect(await pageOf({ homeUrl, retryUrl: homeUrl }).text()).not.toContain('Back to the app');
  expect(await pageOf({ homeUrl: null }).text()).not.toContain('Back to the app');
});
