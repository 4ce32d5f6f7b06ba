import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { env } from '#lib/env.ts';
import { expectAccessible, seedDashboard, signIn } from '../support/dashboard.ts';

/** Name, logo and colors, from the form to the page somebody sees whose sign-in fails. */

const origin = env().http.url;

test('what is chosen is previewed, checked for contrast, and seen by people whose sign-in fails', async ({
  page,
}) => {
  const world = await seedDashboard();
  const failing = `/sso/authorize?client_id=${world.staging.clientId}&response_type=code&provider=authkit&redirect_uri=https://evil.example/`;
  await signIn(page, world.member);
  await page.goto(world.page('/configuration/branding'));
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme & Söhne');
  await expect(page.getByRole('figure').first()).toContainText('Acme & Söhne');
  const light = page.getByRole('group', { name: 'Light theme' });
  await light.getByRole('textbox', { name: 'Background', exact: true }).fill('#fff4d6');
  const accent = light.getByRole('textbox', { name: 'Buttons and links', exact: true });
  await accent.fill('#ffcc00');
  await expect(light.getByRole('status')).toContainText('Links need 4.5:1');
  await page.getByRole('button', { name: 'Save branding' }).click();
  await expect(page.getByText('On this background its contrast is 1.3:1')).toBeVisible();
  await expect(accent).toHaveValue('#ffcc00');
  await light.getByRole('button', { name: /^Use #/ }).click();
  await expect(light.getByRole('status')).toContainText(', readable.');
  const passing = await accent.inputValue();
  await page.getByRole('button', { name: 'Save branding' }).click();
  await expect(page.getByText('Branding is saved.')).toBeVisible();

  const slot = page.getByLabel('Logo, light theme');
  const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
  await slot.setInputFiles(file('logo.png', 'image/png', Buffer.from('<svg onload="alert(1)"/>')));
  await page.getByRole('button', { name: /^Upload logo.*light theme/ }).click();
  await expect(page.getByText('SVG files can carry scripts.')).toBeVisible();
  const blue = { create: { width: 400, height: 200, channels: 3, background: '#0b6bcb' } } as const;
  await slot.setInputFiles(file('logo.png', 'image/png', await sharp(blue).png().toBuffer()));
  await page.getByRole('button', { name: /^Upload logo.*light theme/ }).click();
  const shown = page.getByRole('img', { name: 'Logo, light theme' });
  await expect(shown).toBeVisible();
  const src = (await shown.getAttribute('src')) ?? '';
  const { status, headers } = await fetch(new URL(src, origin));
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('image/png');
  expect(headers.get('cache-control')).toContain('immutable');
  expect(headers.get('x-content-type-options')).toBe('nosniff');

  await page.goto(failing);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in link does not work');
  const logo = page.getByRole('img', { name: 'Acme & Söhne' });
  await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(400);
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 244, 214)');
  const rgb = [1, 3, 5].map((at) => Number.parseInt(passing.slice(at, at + 2), 16)).join(', ');
  await expect(page.getByRole('main')).toHaveCSS('border-top-color', `rgb(${rgb})`);
  await expectAccessible(page);

  await page.goto(world.page('/configuration/branding'));
  await page.getByRole('button', { name: 'Reset branding' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByRole('button', { name: 'Reset branding' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
  expect((await fetch(new URL(src, origin))).status).toBe(404);
  await page.goto(failing);
  await expect(page.getByRole('img')).toHaveCount(0);
});
