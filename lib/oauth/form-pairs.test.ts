import { expect, test } from '@playwright/test';
import { formPairs } from './form-pairs.ts';

test('pairs are decoded exactly once, in order, repeats kept', () => {
  expect(formPairs('?a=1&b=%2531+x&a=&c&=d&&%61=e=f')).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: '%31 x' },
    { name: 'a', value: '' },
    { name: 'c', value: '' },
    { name: '', value: 'd' },
    { name: 'a', value: 'e=f' },
  ]);
});

test('a percent sign without two hex digits stands for itself', () => {
  expect(formPairs('a=100%&b=%4&c=%g1&d=%')).toEqual([
    { name: 'a', value: '100%' },
    { name: 'b', value: '%4' },
    { name: 'c', value: '%g1' },
    { name: 'd', value: '%' },
  ]);
});

test('octets that are not UTF-8 are reported instead of replaced', () => {
  expect(formPairs('a=%ff&b=%c3%28&c=%ed%a0%80&d=%ef%bb%bfx&%ff=e')).toEqual([
    { name: 'a', value: null },
    { name: 'b', value: null },
    { name: 'c', value: null },
    { name: 'd', value: '\uFEFFx' },
  ]);
});

test('what URLSearchParams reads correctly is read the same way', () => {
  for (const raw of ['a=b+c%20d&e=%F0%9F%98%80', 'x=%26%3D%25&y=é', 'a[b]=c&a%5Bb%5D=d']) {
    const theirs = [...new URLSearchParams(raw)].map(([name, value]) => ({ name, value }));
    expect(formPairs(raw)).toEqual(theirs);
  }
});
