import { expect, test } from '@playwright/test';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { mailDeliveries } from '#lib/data/mail-deliveries.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { publishToProcess } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { deliverMails } from './deliver-mails.ts';
import { listMails, mailDetail, mailHtml, retryMail } from './outbox.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let ctx: WorkspaceContext;

test.beforeEach(async () => {
  world = await testEnvironments();
  ctx = world.workspace;
});
test.afterEach(async () => {
  publishToProcess({ SMTP_URL: '', MAIL_FROM: '' });
  await world.close();
});

const withServer = () => publishToProcess({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'sso@example.com' });

const queue = (to = 'grace@example.com', at = ctx) =>
  at.data.mail.queue(at, {
    to,
    template: 'member_invitation',
    data: { inviterName: 'Ada', role: 'developer', path: `/invite/for-${to}`, expiresAt: at.now },
  });

const deliver = () =>
  deliverMails({ now: () => ctx.now, send: null, say: () => {}, rows: mailDeliveries(world.db) });

const ANY = { state: null, template: null, search: null };
const START = { newer: null, older: null };

test('without a mail server, an admin reads the mail and finds its links', async () => {
  const id = await queue();
  await deliver();
  expect(await listMails(ctx, ANY, START)).toMatchObject({
    server: null,
    isEmpty: false,
    lines: [{ id, to: 'grace@example.com', kind: 'Invitation', progress: { key: 'kept' } }],
  });
  const detail = await mailDetail(ctx, id);
  expect(detail?.content?.links).toEqual(['http://localhost:3000/invite/for-grace@example.com']);
  expect(detail?.content?.text).toContain('Ada invited you');
  expect(await mailHtml(ctx, id)).toContain('Ada invited you');
});

test('with a mail server, a mail on its way or sent is for its reader only', async () => {
  withServer();
  const id = await queue();
  for (const state of ['queued', 'sent', 'failed'] as const) {
    await world.db.mail.updateMany({ where: { workspaceId: ctx.scope.workspaceId, id }, data: { state } });
    expect((await mailDetail(ctx, id))?.content).toBeNull();
    expect(await mailHtml(ctx, id)).toBeNull();
  }
  // What no server was there for was handed over by an admin, and still can be.
  await world.db.mail.updateMany({
    where: { workspaceId: ctx.scope.workspaceId, id },
    data: { state: 'kept' },
  });
  expect((await mailDetail(ctx, id))?.content).not.toBeNull();
});

test("another workspace's mails are as absent as invented ones", async () => {
  const id = await queue();
  const other = newId('workspace', ctx.now);
  await world.db.workspace.create({
    data: { id: other, name: 'Other', createdAt: ctx.now, updatedAt: ctx.now },
  });
  const scope = systemWorkspaceScope(other);
  const stranger = { ...ctx, scope, data: forWorkspace(scope, world.db) };
  expect(await listMails(stranger, ANY, START)).toMatchObject({ lines: [], isEmpty: true });
  expect(await mailDetail(stranger, id)).toBeNull();
  expect(await mailHtml(stranger, id)).toBeNull();
  await expect(retryMail(stranger, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  expect(await mailDetail(ctx, id)).not.toBeNull();
});

test('filters narrow the list: state, kind, part of an address or subject', async () => {
  const first = await queue('grace@example.com');
  const second = await queue('100%_ada@example.com');
  await world.db.mail.updateMany({
    where: { workspaceId: ctx.scope.workspaceId, id: first },
    data: { state: 'failed' },
  });
  const found = async (filter: Partial<Parameters<typeof listMails>[1]>) =>
    (await listMails(ctx, { ...ANY, ...filter }, START)).lines.map(({ id }) => id);
  expect(await found({})).toEqual([second, first]);
  expect(await found({ state: 'failed' })).toEqual([first]);
  expect(await found({ template: 'new_member' })).toEqual([]);
  expect(await found({ search: 'GRACE' })).toEqual([first]);
  expect(await found({ search: '100%_' })).toEqual([second]);
  expect(await found({ search: '%_x' })).toEqual([]);
  expect(await found({ search: second })).toEqual([second]);
});

test('the list is paged with cursors', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 27; i++) ids.unshift(await queue(`n${i}@example.com`));
  const first = await listMails(ctx, ANY, START);
  expect(first.lines.map(({ id }) => id)).toEqual(ids.slice(0, 25));
  const rest = await listMails(ctx, ANY, { newer: null, older: first.older });
  expect(rest.lines.map(({ id }) => id)).toEqual(ids.slice(25));
  expect(rest.older).toBeNull();
});

test('a mail that failed is sent again as if it were new, and the audit log says so', async () => {
  withServer();
  const { workspaceId } = ctx.scope;
  const id = await queue();
  await world.db.mail.updateMany({
    where: { workspaceId, id },
    data: { state: 'failed', attempts: 27, lastError: 'Mailbox full' },
  });
  expect((await mailDetail(ctx, id))?.canRetry).toBe(true);
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 10 * 24 * 3600 * 1000) };
  await retryMail(later, { id });
  const row = await world.db.mail.findFirstOrThrow({ where: { workspaceId, id } });
  expect(row).toMatchObject({ state: 'queued', attempts: 0, lastError: null, nextAttemptAt: later.now });
  expect(row.giveUpAt.getTime() - later.now.getTime()).toBe(3 * 24 * 3600 * 1000);
  const entry = await world.db.auditLogEntry.findFirstOrThrow({ where: { workspaceId } });
  expect(entry).toMatchObject({ action: 'mail.retried', targetId: id });
});

test('a mail that was sent, or is being sent, is not sent again', async () => {
  const { workspaceId } = ctx.scope;
  const id = await queue();
  const lease = new Date(ctx.now.getTime() + 60_000);
  await mailDeliveries(world.db).lease(ctx.now, lease);
  await expect(retryMail(ctx, { id })).rejects.toThrow('being sent at this moment');
  await world.db.mail.updateMany({ where: { workspaceId, id }, data: { state: 'sent', leasedUntil: null } });
  await expect(retryMail(ctx, { id })).rejects.toThrow('sent already');
  expect((await mailDetail(ctx, id))?.canRetry).toBe(false);
  expect(await world.db.auditLogEntry.count({ where: { workspaceId } })).toBe(0);
});
