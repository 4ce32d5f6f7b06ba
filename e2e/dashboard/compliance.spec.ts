import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { seedDashboard, signIn } from '../support/dashboard.ts';

const PAGE = '/dashboard/workspace/compliance';

test('an Admin uploads a report, downloads the same bytes, and deletes it; the log knows all of it', async ({
  page,
}) => {
  const world = await seedDashboard();
  await signIn(page, world.member);
  await page.goto(PAGE);
  await expect(page.getByRole('row', { name: /SOC 2 Type 2/ })).toContainText('Not uploaded');

  const report = Buffer.alloc(9_000_000, 0x61);
  report.write('%PDF-1.7\n');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Upload document' }).click();
  await dialog.getByLabel('Document', { exact: true }).selectOption('SOC 2 Type 2');
  const file = dialog.getByLabel('File');
  await file.setInputFiles({ name: 'soc2.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(dialog.getByText('its content is something else')).toBeVisible();
  await expect(dialog.getByLabel('Document', { exact: true })).toHaveValue('soc_2_type_2');
  await file.setInputFiles({ name: 'soc2.pdf', mimeType: 'application/pdf', buffer: report });
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(dialog).toHaveCount(0, { timeout: 30_000 });
  const row = page.getByRole('row', { name: /SOC 2 Type 2/ });
  await expect(row).toContainText('soc2.pdf');

  const started = page.waitForEvent('download');
  await row.getByRole('link', { name: 'Download' }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('soc2.pdf');
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(sha256(await readFile(await download.path()))).toBe(sha256(report));
  const address = `${PAGE}/${/compliance_document_\w+/.exec(download.url())?.[0]}/download`;
  const answer = await page.request.get(address);
  expect(answer.headers()).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const elsewhere = { headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await page.request.get(address, elsewhere)).status()).toBe(404);

  await row.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText('Not uploaded');
  expect((await page.request.get(address)).status()).toBe(404);

  await page.goto('/dashboard/workspace/audit-log');
  for (const what of ['uploaded', 'downloaded', 'deleted']) {
    await expect(page.getByText(`Compliance document ${what}`).first()).toBeVisible();
  }
});
