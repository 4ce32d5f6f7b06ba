import { expect, test } from '@playwright/test';
import { publishToProcess } from '#lib/env.ts';
import { newToken } from '#lib/secrets.ts';
import { unlessBroken } from './unless-broken.ts';

test('what breaks during a sign-in is nothing the caller gets to see', async () => {
  // The log reads the settings.
  publishToProcess({
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    GATEHOUSE_SECRET_KEY: newToken(),
  });
  const away = () => Promise.reject(new Error("Can't reach database server at 127.0.0.1:5432"));
  expect(await unlessBroken(away)).toBeNull();
  expect(await unlessBroken(async () => ({ ok: false }))).toEqual({ ok: false });
});
