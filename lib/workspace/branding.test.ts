import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { contrast, NEEDED_CONTRAST } from '#lib/branding/colors.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { brandingInput } from './branding.schema.ts';
import { brandingView, removeLogo, resetBranding, saveBranding, uploadLogo } from './branding.ts';
import { redrawLogo } from './logo-image.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeAll(async () => {
  world = await testEnvironments();
});
test.afterEach(async () => {
  for (const ctx of [world.staging, world.production]) await ctx.data.branding.clear();
});
test.afterAll(() => world.close());

const picture = (width = 200, height = 100) =>
  sharp({ create: { width, height, channels: 3, background: '#0b6bcb' } });
const read = (input: Record<string, string>) => brandingInput.parse(input);
const refused = (code: string) => ({ fields: [{ field: 'logo', code }] });

test('a logo is drawn anew: a PNG in a box, upright, without metadata or what is behind the image', async () => {
  const secret = 'taken at 52.5N 13.4E';
  const photo = await picture(1600, 800)
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Copyright: secret } })
    .jpeg()
    .toBuffer();
  expect(photo.includes(secret)).toBe(true);
  const script = Buffer.from('<script>alert(1)</script>');
  const { image, width, height } = await redrawLogo(Buffer.concat([photo, script]));
  const drawn = Buffer.from(image);
  expect(await sharp(drawn).metadata()).toMatchObject({ format: 'png', width: 160, height: 320 });
  expect({ width, height }).toEqual({ width: 160, height: 320 });
  expect(drawn.includes(secret)).toBe(false);
  expect(drawn.includes('<script>')).toBe(false);
});

test('PNG, JPEG and WebP are taken, each by its first bytes', async () => {
  for (const bytes of [picture().png(), picture().jpeg(), picture().webp()]) {
    expect(await redrawLogo(await bytes.toBuffer())).toMatchObject({ width: 200, height: 100 });
  }
});

test('what is no picture, a damaged, a tiny or a huge one is refused, each with its reason', async () => {
  const png = await picture().png().toBuffer();
  const cases: [string, Uint8Array][] = [
    ['svg', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['not_an_image', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['not_an_image', await picture().gif().toBuffer()],
    ['unreadable', png.subarray(0, png.length - 40)],
    ['unreadable', Buffer.concat([png.subarray(0, 8), Buffer.from('<svg></svg>')])],
    ['too_small', await picture(159, 20).png().toBuffer()],
    ['too_many_pixels', await picture(4097, 10).png().toBuffer()],
  ];
  for (const [code, bytes] of cases) {
    await expect(redrawLogo(bytes), code).rejects.toMatchObject(refused(code));
  }
});

test('an accent that cannot be read is refused with its ratio and a color that can', async () => {
  const { staging } = world;
  const input = read({ darkBackground: '#101010', darkAccent: '#333333' });
  const error = await (async () => saveBranding(staging, input))().catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error('it was not refused');
  const [field] = error.fields;
  expect(field).toMatchObject({ field: 'darkAccent', code: 'contrast_too_low' });
  expect(field?.message).toContain('1.5:1');
  const better = /#[0-9a-f]{6}/.exec(field?.message ?? '')?.[0] ?? '';
  expect(contrast(better, '#101010')).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
  expect(await staging.data.branding.get()).toBeNull();
  await saveBranding(staging, { ...input, darkAccent: better });
  expect((await brandingView(staging)).colors.dark).toEqual({ background: '#101010', accent: better });
});

test('colors and names are read as typed, and only what they can be', () => {
  expect(read({ name: '  Acme ', lightAccent: '0B6BCB' })).toEqual({
    name: 'Acme',
    lightBackground: null,
    lightAccent: '#0b6bcb',
    darkBackground: null,
    darkAccent: null,
  });
  for (const input of [{ lightAccent: 'red' }, { name: 'x'.repeat(61) }, { name: 'a\nb' }]) {
    expect(brandingInput.safeParse(input).success, JSON.stringify(input)).toBe(false);
  }
});

test('a look is nothing until something is chosen, and belongs to one environment', async () => {
  const { staging, production } = world;
  expect(await staging.data.branding.look()).toBeNull();
  await saveBranding(staging, read({ name: 'Acme' }));
  const { src } = await uploadLogo(staging, { theme: 'dark', bytes: await picture().png().toBuffer() });
  expect(await staging.data.branding.look()).toEqual({
    name: 'Acme',
    colors: { light: { background: null, accent: null }, dark: { background: null, accent: null } },
    logos: { light: null, dark: src },
  });
  const id = src.split('/').at(-1) ?? '';
  expect(await staging.data.branding.image(id)).not.toBeNull();
  expect(await production.data.branding.image(id)).toBeNull();
  expect(await production.data.branding.look()).toBeNull();
  await expect(removeLogo(production, { theme: 'dark' })).rejects.toMatchObject({ code: 'entity_not_found' });
  await resetBranding(staging);
  expect(await staging.data.branding.look()).toBeNull();
  expect(await staging.data.branding.image(id)).toBeNull();
});

test('a new logo has a new address and takes the place of the old one', async () => {
  const { staging } = world;
  const bytes = await picture().png().toBuffer();
  const first = await uploadLogo(staging, { theme: 'light', bytes });
  const second = await uploadLogo(staging, { theme: 'light', bytes });
  expect(second.src).not.toBe(first.src);
  expect((await brandingView(staging)).logos).toEqual([second]);
});

test('every change is in the audit log once, and what changes nothing is not', async () => {
  const { staging, db } = world;
  const { environmentId } = staging.scope;
  const { workspaceId } = await db.environment.findUniqueOrThrow({ where: { id: environmentId } });
  const where = { workspaceId, environmentId };
  const known = await db.auditLogEntry.count({ where });
  for (const _ of [1, 2]) await saveBranding(staging, read({ name: 'Acme' }));
  await uploadLogo(staging, { theme: 'light', bytes: await picture().png().toBuffer() });
  await removeLogo(staging, { theme: 'light' });
  for (const _ of [1, 2]) await resetBranding(staging);
  const entries = await db.auditLogEntry.findMany({ where, orderBy: { id: 'asc' }, skip: known });
  expect(entries.map(({ action }) => action)).toEqual([
    'branding.updated',
    'branding_logo.uploaded',
    'branding_logo.deleted',
    'branding.reset',
  ]);
  expect(entries[0]).toMatchObject({ before: { name: null }, after: { name: 'Acme' } });
});
