import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { ONE_LINE } from './one-line.ts';

test('a name is one line that changes nothing beside it', () => {
  const name = z.string().regex(...ONE_LINE);
  for (const good of ['Ünïcode & Co.', '株式会社', 'שלום', 'Zoë 👩‍💻', ''])
    expect(name.safeParse(good).success).toBe(true);
  for (const bad of ['a\nb', 'a\u0000', 'a\u2028b', 'a\u2029b', 'Review\u202Etxt', '\u2066a', 'a\u200Fb']) {
    expect(name.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  }
});
