import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { SAMPLE_STEPS, SDK_LANGUAGE_NAMES, SDK_LANGUAGES, sdkLanguage } from '#lib/workspace/sdk-sample.ts';
import { inlines, type Target } from './inline.ts';
import type { Block, DocsValues } from './page.ts';
import { DOCS_PAGES, docsPage } from './pages.ts';

const APP = path.resolve(import.meta.dirname, '../../app');

const VALUES: DocsValues = {
  kind: 'production',
  clientId: 'client_01TESTCLIENT',
  apiUrl: 'https://sso.gatehouse.test:8443',
  organizationId: 'org_01TESTORGANIZATION',
  redirectUri: 'https://app.gatehouse.test/signed-in',
};

/** Every text of a piece that may hold markup. */
function textsOf(block: Block): readonly string[] {
  if ('text' in block) return [block.text];
  if ('list' in block) return block.list;
  if ('steps' in block) return block.steps;
  if ('note' in block) return [block.note];
  if ('table' in block) return [...block.table.head, ...block.table.rows.flat()];
  return [];
}

const written = (['staging', 'production'] as const).flatMap((kind) =>
  DOCS_PAGES.flatMap((page) =>
    page.sections({ ...VALUES, kind }).flatMap((section) => section.blocks.map((block) => ({ page, block }))),
  ),
);
const links = written.flatMap(({ page, block }) =>
  textsOf(block)
    .flatMap(inlines)
    .flatMap((piece) => (piece.kind === 'link' ? [{ from: page.slug, target: piece.target }] : [])),
);

function leads({ to, path: address }: Target): boolean {
  if (to === 'docs') {
    const [slug = '', section] = address.split('#', 2);
    const found = docsPage(slug);
    if (!found) return false;
    return section === undefined || found.page.sections(VALUES).some(({ id }) => id === section);
  }
  const folder = to === 'environment' ? `dashboard/[environmentId]${address}` : address;
  return existsSync(path.join(APP, folder, 'page.tsx'));
}

test('every link of the docs leads to a page that exists, and every anchor to a section of it', () => {
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter(({ target }) => !leads(target))).toEqual([]);
  expect(leads({ to: 'docs', path: 'login-flows#nowhere' })).toBe(false);
});

test('every page of the dashboard that says which page of the docs is about it names one, and its section', () => {
  const folders = [path.join(APP, 'dashboard'), path.join(APP, '../components')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  const named = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\b(?:docs|slug)="([^"]*)"/g)])
    .map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((slug) => !leads({ to: 'docs', path: slug }))).toEqual([]);
});

test('pages have addresses of their own, and sections of a page anchors of their own', () => {
  const slugs = DOCS_PAGES.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const page of DOCS_PAGES) {
    const ids = page.sections(VALUES).map(({ id }) => id);
    expect(new Set(ids).size, page.slug).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
  }
});

test('previous and next lead through all pages in order', () => {
  const read: string[] = [];
  for (let at = docsPage(''); at; at = at.next && docsPage(at.next.slug)) {
    expect(at.previous?.slug).toBe(read.at(-1));
    read.push(at.page.slug);
  }
  expect(read).toEqual(DOCS_PAGES.map(({ slug }) => slug));
});

for (const name of SDK_LANGUAGE_NAMES) {
  test(`${name}: the sample names client ID, address, organization and redirect URI`, () => {
    const code = Object.values(SDK_LANGUAGES[name].code(VALUES)).join('\n');
    for (const value of [VALUES.clientId, VALUES.organizationId, VALUES.redirectUri, '/signed-in']) {
      expect(code).toContain(value);
    }
    // Node.js takes the address in three pieces.
    for (const part of name === 'node' ? ['sso.gatehouse.test', '8443', 'https: true'] : [VALUES.apiUrl]) {
      expect(code).toContain(part);
    }
    expect(code).toContain('WORKOS_API_KEY');
    expect(code).toContain('idp_initiated_sso_disabled');
    expect(code).not.toContain('api.workos.com');
  });

  test(`${name}: a value with quotes stays inside its string`, () => {
    const redirectUri = "https://app.gatehouse.test/it's";
    const code = Object.values(SDK_LANGUAGES[name].code({ ...VALUES, redirectUri })).join('\n');
    const quotes = /"https:\/\/app\.gatehouse\.test\/it's"|'https:\/\/app\.gatehouse\.test\/it\\'s'/;
    expect(code).toMatch(quotes);
    expect(code).not.toMatch(/'https:\/\/app\.gatehouse\.test\/it's/);
  });
}

test('no sample and no page holds a key', () => {
  const samples = SDK_LANGUAGE_NAMES.flatMap((name) => Object.values(SDK_LANGUAGES[name].code(VALUES)));
  expect(
    [...samples, JSON.stringify(written)].filter((text) => /sk_(test|live)_\w|sk_\w{8}/.test(text)),
  ).toEqual([]);
});

test('every language has every step, and an unknown one is answered with Node.js', () => {
  for (const name of SDK_LANGUAGE_NAMES) {
    const code = SDK_LANGUAGES[name].code(VALUES);
    for (const step of SAMPLE_STEPS) expect(code[step].trim(), `${name} ${step}`).not.toBe('');
  }
  expect(sdkLanguage('python')).toBe('python');
  expect(sdkLanguage('cobol')).toBe('node');
  expect(sdkLanguage(['python'])).toBe('node');
});

test('texts are cut into words, code, strong words and links, and nothing else', () => {
  expect(inlines('See `a`, **b** and [c](docs:sessions#states), <b>not</b> this.')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'code', text: 'a' },
    { kind: 'text', text: ', ' },
    { kind: 'strong', text: 'b' },
    { kind: 'text', text: ' and ' },
    { kind: 'link', text: 'c', target: { to: 'docs', path: 'sessions#states' } },
    { kind: 'text', text: ', <b>not</b> this.' },
  ]);
});
