import { expect, test } from '@playwright/test';
import { systemActor } from '#lib/auth/actor.ts';
import { database } from '#lib/db/client.ts';
import { newExternalKey } from '#lib/ids.ts';
import { inviteMember } from '#lib/team/invite-member.ts';
import { contextOf, type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { seedFailedMail } from '../support/mail.ts';

/** Where mails are read while no mail server is set up, as on the server of the tests. */

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});

async function settled(id: string): Promise<string> {
  const { workspaceId } = world;
  return (await database().mail.findFirstOrThrow({ where: { workspaceId, id } })).state;
}

test('without a mail server an invitation is read in the Outbox, and its link works', async ({
  page,
  browser,
}) => {
  const { workspaceId } = world;
  const email = `grace-${newExternalKey().toLowerCase()}@gatehouse.test`;
  const actor = { ...systemActor('Robin <b>Tester</b>'), type: 'member' as const };
  const inviter = { ...contextOf(workspaceId), actor };
  const { path } = await inviteMember(inviter, { email, role: 'developer' });
  const { id } = await database().mail.findFirstOrThrow({ where: { workspaceId, to: email } });
  // The job is woken by the transaction that queued it.
  await expect.poll(() => settled(id), { timeout: 20_000 }).toBe('kept');

  await signIn(page, await seedMember(workspaceId));
  await page.goto('/dashboard/workspace/outbox?q=grace');
  await expect(page.getByRole('row', { name: /Join Spec workspace/ })).toContainText('In the Outbox');
  await page.getByRole('link', { name: 'Join Spec workspace on Gatehouse' }).click();
  await expect(page.getByText('Not sent: no mail server is set up.')).toBeVisible();

  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('link', { name: 'Accept the invitation' })).toBeVisible();
  // What somebody typed as their name is text.
  await expect(frame.getByText('Robin <b>Tester</b> invited you')).toBeVisible();
  await page.getByRole('link', { name: 'Text', exact: true }).click();
  await expect(page.locator('pre')).toContainText('Robin <b>Tester</b> invited you');

  const shown = page.getByText(path, { exact: false }).first();
  const link = (await shown.textContent()) ?? '';
  await expect(page.getByRole('button', { name: 'Copy Link' })).toBeVisible();
  const invited = await (await browser.newContext()).newPage();
  await invited.goto(link);
  await expect(invited.getByLabel('Email')).toHaveValue(email);
  await invited.context().close();
});

test('a mail in its frame can run nothing and leads nowhere', async ({ page }) => {
  const id = await seedFailedMail(world.workspaceId);
  await signIn(page, await seedMember(world.workspaceId));
  const answer = await page.goto(`/dashboard/workspace/outbox/${id}/html`);
  const headers = (await answer?.allHeaders()) ?? {};
  expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'; /);
  expect(headers['x-frame-options']).toBe('SAMEORIGIN');
  expect(headers['cache-control']).toContain('no-store');
  expect(await page.evaluate(() => window.origin)).toBe('null');
});

test('a mail that failed says why and is sent again by a button', async ({ page }) => {
  const id = await seedFailedMail(world.workspaceId);
  await signIn(page, await seedMember(world.workspaceId));
  await page.goto('/dashboard/workspace/outbox?state=failed');
  await expect(page.getByText('550 No such user').first()).toBeVisible();
  await page.goto(`/dashboard/workspace/outbox/${id}`);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => settled(id), { timeout: 20_000 }).toBe('kept');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Send again' })).toHaveCount(0);
});
