import { expect, test } from '@playwright/test';
import { WorkspaceScope } from '#lib/auth/scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { mailSealPlace } from '#lib/data/mail.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { unseal } from '#lib/secrets.ts';
import type { MailRequest } from './templates.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let workspaceId: string;

test.beforeEach(async () => {
  world = await testEnvironments();
  workspaceId = (await world.db.workspace.findFirstOrThrow()).id;
});
test.afterEach(() => world.close());

const workspace = () => forWorkspace(WorkspaceScope.mint(workspaceId), world.db);

const invitation = (more: { to?: string; inviterName?: string; path?: string } = {}): MailRequest => ({
  to: more.to ?? 'grace@example.com',
  template: 'member_invitation',
  data: {
    inviterName: more.inviterName ?? 'Ada',
    role: 'developer',
    path: more.path ?? '/invite/secret-token',
    expiresAt: new Date('2026-11-28T12:00:00Z'),
  },
});

test('a mail is queued if and only if the transaction around it is committed', async () => {
  const data = workspace();
  const failing = data.transaction(async (tx) => {
    await tx.mail.queue(world.staging, invitation());
    throw new Error('the change failed');
  });
  await expect(failing).rejects.toThrow('the change failed');
  expect(await world.db.mail.count({ where: { workspaceId } })).toBe(0);
  await data.transaction((tx) => tx.mail.queue(world.staging, invitation()));
  expect(await world.db.mail.count({ where: { workspaceId } })).toBe(1);
});

test('a mail is stored sealed, in the name of the workspace, with its support address for answers', async () => {
  await world.db.workspace.update({
    where: { id: workspaceId },
    data: { name: 'Analytical Engines', supportEmail: 'help@example.com' },
  });
  const id = await world.staging.data.mail.queue(world.staging, invitation());
  const row = await world.db.mail.findFirstOrThrow({ where: { workspaceId, id } });
  const { environmentId } = world.staging.scope;
  expect(row).toMatchObject({ environmentId, state: 'queued', replyTo: 'help@example.com', attempts: 0 });
  expect(row.subject).toBe('Join Analytical Engines on Gatehouse');
  expect(Buffer.from(row.htmlSealed).includes('secret-token')).toBe(false);
  const text = unseal(row.textSealed, mailSealPlace(workspaceId, id, 'text')).toString();
  expect(text).toContain('http://localhost:3000/invite/secret-token\n');
  expect(text).toContain('write to help@example.com');
  const html = unseal(row.htmlSealed, mailSealPlace(workspaceId, id, 'html')).toString();
  expect(html).toContain('<a href="http://localhost:3000/invite/secret-token"');
});

test('what people typed stays text in HTML and one line in the subject', async () => {
  const evil = 'Eve\r\nBcc: all@example.com <script>alert("1")</script>';
  await world.db.workspace.update({ where: { id: workspaceId }, data: { name: evil } });
  const id = await workspace().mail.queue(world.staging, invitation({ inviterName: evil }));
  const row = await world.db.mail.findFirstOrThrow({ where: { workspaceId, id } });
  expect(row.subject).toBe('Join Eve Bcc: all@example.com <script>alert("1")</script> on Gatehouse');
  const html = unseal(row.htmlSealed, mailSealPlace(workspaceId, id, 'html')).toString();
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  expect(html).not.toContain('<script');
});

test('a link to another host and a recipient that is no single address are refused', async () => {
  const data = workspace();
  for (const path of ['//evil.example/x', 'https://evil.example/', 'javascript:alert(1)']) {
    await expect(data.mail.queue(world.staging, invitation({ path }))).rejects.toThrow('our own origin');
  }
  for (const to of ['', 'a@example.com, b@example.com', 'a@example.com\nBcc: b@example.com']) {
    await expect(data.mail.queue(world.staging, invitation({ to }))).rejects.toThrow('one email address');
  }
});
