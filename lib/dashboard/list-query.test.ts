import { expect, test } from '@playwright/test';
import { cursorHref, queryChoice, queryCursor, queryText } from './list-query.ts';

test('text of a query is trimmed, and empty or endless text counts as none', () => {
  expect(queryText({ q: '  Example ' }, 'q')).toBe('Example');
  expect(queryText({ q: ['first', 'second'] }, 'q')).toBe('first');
  expect(queryText({ q: ' ' }, 'q')).toBeNull();
  expect(queryText({}, 'q')).toBeNull();
  expect(queryText({ q: 'x'.repeat(201) }, 'q')).toBeNull();
});

test('a NUL character, which PostgreSQL refuses, never leaves the query', () => {
  expect(queryText({ q: 'a\0b' }, 'q')).toBe('ab');
});

test('only a known choice is a choice', () => {
  expect(queryChoice({ state: 'active' }, 'state', ['active', 'draft'])).toBe('active');
  expect(queryChoice({ state: 'deleting' }, 'state', ['active', 'draft'])).toBeNull();
});

test('a cursor is an id and nothing else', () => {
  expect(queryCursor({ older: 'org_01ABC' })).toEqual({ older: 'org_01ABC', newer: null });
  expect(queryCursor({ newer: 'org_01ABC' })).toEqual({ older: null, newer: 'org_01ABC' });
  expect(queryCursor({ older: "x' OR 1" })).toEqual({ older: null, newer: null });
  expect(queryCursor({ older: 'a', newer: 'b' })).toEqual({ older: 'a', newer: null });
});

test('the next page keeps the filters and drops the old cursor', () => {
  const params = { q: 'a&b', state: 'active', newer: 'conn_1' };
  expect(cursorHref('/list', params, 'older', 'conn_2')).toBe('/list?q=a%26b&state=active&older=conn_2');
  expect(cursorHref('/list', params, 'older', null)).toBeNull();
});
