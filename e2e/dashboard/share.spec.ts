import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { expectAccessible, signIn } from '../support/dashboard.ts';
import { seedTenant, signInPlain } from '../support/tenants.ts';

/** Handing a session to somebody without an account: as a file, and by a link that ends. */

const origin = env().http.url;
const PERSON = 'amara.okafor@example.com';

test('a link shows the evidence to whoever has it until it is revoked or ends, and is counted', async ({
  page,
}) => {
  const world = await seedTenant();
  const { environmentId, evidenceLinkId, sessionId } = world.ids;
  await database().evidenceLink.deleteMany({ where: { environmentId, id: evidenceLinkId } });
  await signIn(page, world.member);
  await page.goto(world.page(`/sessions/${sessionId}`));
  await page.getByRole('button', { name: 'Create link' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Works for').selectOption('30 days');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  const link = (await dialog.getByText(`${origin}/shared/`).textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toHaveCount(0);

  const open = async (address: string) => {
    const answer = await fetch(address);
    // An id that is made anew for every request.
    const body = (await answer.text()).replaceAll(/nonce="[^"]*"/g, '');
    return { answer, status: answer.status, body };
  };
  const { answer, body, status } = await open(link);
  expect(status).toBe(200);
  expect(body).toContain(sessionId);
  expect(body).not.toContain(PERSON);
  expect(answer.headers.get('x-robots-tag')).toContain('noindex');
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toContain('script-src');
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(405);

  // Its one style is the one its policy allows, in both themes and on a phone.
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in evidence');
  await expect(page.locator('main')).toHaveCSS('display', 'grid');
  await expectAccessible(page);

  await page.goto(world.page(`/sessions/${sessionId}`));
  const card = page.getByRole('region', { name: 'Share' });
  await expect(card.getByText(/^2 times, last/).first()).toBeVisible();
  const ends = (at: Date) =>
    database().evidenceLink.updateMany({ where: { environmentId }, data: { expiresAt: at } });
  await ends(new Date(Date.now() - 1000));
  const expired = await open(link);
  await ends(new Date(Date.now() + 60_000));
  await card
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card.getByText('Revoked')).toBeVisible();
  const revoked = await open(link);
  const unknown = await open(`${origin}/shared/${'A'.repeat(43)}`);
  expect([expired.status, revoked.status, unknown.status]).toEqual([404, 404, 404]);
  expect(unknown.body).toContain('This link does not work');
  expect(expired.body).toBe(unknown.body);
  expect(revoked.body).toBe(unknown.body);

  const browser = await signInPlain(world.member);
  const file = await browser.get(world.page(`/sessions/${sessionId}/evidence`));
  expect(file.headers.get('content-disposition')).toContain('attachment');
  const html = await file.text();
  expect(html).toContain(sessionId);
  expect(html).not.toContain(PERSON);
  const noted = await database().auditLogEntry.findMany({
    where: { workspaceId: world.workspaceId, action: { startsWith: 'evidence_link.' } },
    orderBy: { id: 'asc' },
  });
  expect(noted.map(({ action }) => action.split('.')[1])).toEqual(['created', 'opened', 'opened', 'revoked']);
});
