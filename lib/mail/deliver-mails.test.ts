import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { expect, test } from '@playwright/test';
import { WorkspaceScope } from '#lib/auth/scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { mailDeliveries } from '#lib/data/mail-deliveries.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { openDatabase } from '#lib/db/client.ts';
import { bareEnvironment, env, parseSettings } from '#lib/env.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { nextAttempt } from './attempts.ts';
import { deliverMails, LEASE_MS } from './deliver-mails.ts';
import { forgetOldMails, MAIL_RETENTION_DAYS } from './forget-old-mails.ts';
import { smtpSender } from './smtp.ts';
import { smtpRefusal, testSmtpServer } from './test-smtp-server.ts';

const FROM = 'sso@mail.example.com';
const DAY_MS = 24 * 60 * 60 * 1000;

let world: Awaited<ReturnType<typeof testEnvironments>>;
let workspaceId: string;
const open: { close: () => Promise<void> }[] = [];

test.beforeEach(async () => {
  world = await testEnvironments();
  workspaceId = (await world.db.workspace.findFirstOrThrow()).id;
});
test.afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await world.close();
});

const startSmtp: typeof testSmtpServer = async (...args) => {
  const server = await testSmtpServer(...args);
  open.push(server);
  return server;
};

const queue = (to = 'grace@example.com', inviterName = 'Ada') =>
  forWorkspace(WorkspaceScope.mint(workspaceId), world.db).mail.queue(world.staging, {
    to,
    template: 'member_invitation',
    data: { inviterName, role: 'developer', path: '/invite/abc', expiresAt: world.staging.now },
  });

function sender(url: string) {
  const settings = parseSettings({ SMTP_URL: url, MAIL_FROM: FROM }).mail;
  if (!settings) throw new Error('no mail settings');
  return smtpSender({ ...settings, hostname: 'sso.example.com' });
}

/** A run that takes no time, `seconds` after everything began. */
const run = (url: string | null, seconds = 0, db = world.db) =>
  deliverMails({
    now: () => new Date(world.staging.now.getTime() + seconds * 1000),
    send: url === null ? null : sender(url),
    say: () => {},
    chance: () => 0.5,
    rows: mailDeliveries(db),
  });

const mail = (id: string) => world.db.mail.findFirstOrThrow({ where: { workspaceId, id } });

test('a mail arrives in HTML and text, in the name of the workspace, answers going to its support address', async () => {
  await world.db.workspace.update({
    where: { id: workspaceId },
    data: { name: 'Bücher & Söhne, "GmbH"', supportEmail: 'help@example.com' },
  });
  const smtp = await startSmtp();
  const id = await queue();
  expect(await run(smtp.url)).toEqual({ sent: 1, delayed: 0, failed: 0, kept: 0 });
  const [got] = smtp.received;
  expect(got).toMatchObject({ from: FROM, to: ['grace@example.com'] });
  expect(got?.email).toMatchObject({
    from: { name: 'Bücher & Söhne, "GmbH"', address: FROM },
    to: [{ address: 'grace@example.com' }],
    replyTo: [{ address: 'help@example.com' }],
    subject: 'Join Bücher & Söhne, "GmbH" on Gatehouse',
    messageId: `<${id}@mail.example.com>`,
    date: world.staging.now.toISOString(),
  });
  expect(got?.email.text).toContain('Accept the invitation:\nhttp://localhost:3000/invite/abc\n');
  expect(got?.email.html).toContain('Bücher &amp; Söhne, &quot;GmbH&quot;');
  expect(got?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(await mail(id)).toMatchObject({
    state: 'sent',
    sentAt: world.staging.now,
    attempts: 1,
    lastError: null,
  });
  expect(await run(smtp.url, 3600)).toMatchObject({ sent: 0 });
  expect(smtp.received).toHaveLength(1);
});

test('a workspace without a support address asks for no answers', async () => {
  const smtp = await startSmtp();
  await queue();
  await run(smtp.url);
  expect(smtp.received[0]?.email.replyTo).toBeUndefined();
});

test('line breaks in a name or a subject add no header and no recipient', async () => {
  const evil = 'Eve\r\nBcc: all@example.com\r\n\r\nbody\u2028X-Evil: 1';
  await world.db.workspace.update({ where: { id: workspaceId }, data: { name: evil } });
  const smtp = await startSmtp();
  const id = await queue('grace@example.com', evil);
  // What a template leaves on one line, somebody may still have written into the row.
  await world.db.mail.updateMany({ where: { workspaceId, id }, data: { subject: `Hello ${evil}` } });
  await run(smtp.url);
  const [got] = smtp.received;
  expect(got?.to).toEqual(['grace@example.com']);
  const names = got?.email.headers.map(({ key }) => key).sort();
  expect(names).toEqual(
    ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to']
      .concat('x-auto-response-suppress')
      .sort(),
  );
  expect(got?.email.from?.name).toBe('Eve Bcc: all@example.com body X-Evil: 1');
  expect(got?.email.subject).toBe('Hello Eve Bcc: all@example.com body X-Evil: 1');
});

test('a temporary refusal is tried again, later each time, as the same mail', async () => {
  let refusals = 2;
  const smtp = await startSmtp(() => {
    if (refusals-- > 0) throw smtpRefusal(451, 'Greylisted, come back');
  });
  const id = await queue();
  expect(await run(smtp.url)).toMatchObject({ delayed: 1 });
  expect(await mail(id)).toMatchObject({
    state: 'queued',
    attempts: 1,
    lastError: expect.stringContaining('451 Greylisted, come back'),
    nextAttemptAt: new Date(world.staging.now.getTime() + 30_000),
  });
  expect(await run(smtp.url, 29)).toMatchObject({ delayed: 0, sent: 0 });
  expect(await run(smtp.url, 30)).toMatchObject({ delayed: 1 });
  expect(await run(smtp.url, 89)).toMatchObject({ sent: 0 });
  expect(await run(smtp.url, 90)).toMatchObject({ sent: 1 });
  expect(await mail(id)).toMatchObject({ state: 'sent', attempts: 3, lastError: null });
  expect(new Set(smtp.received.map(({ email }) => email.messageId)).size).toBe(1);
});

test('a temporary refusal is final after three days, and the last attempt is at their end', async () => {
  const smtp = await startSmtp(() => {
    throw smtpRefusal(452, 'Mailbox full');
  });
  const id = await queue();
  let row = await mail(id);
  for (let attempt = 0; attempt < 100 && row.state === 'queued'; attempt++) {
    await run(smtp.url, (row.nextAttemptAt.getTime() - world.staging.now.getTime()) / 1000);
    row = await mail(id);
  }
  expect(row).toMatchObject({ state: 'failed', lastError: expect.stringContaining('452 Mailbox full') });
  expect(row.nextAttemptAt.getTime() - world.staging.now.getTime()).toBe(3 * DAY_MS);
  expect(row.attempts).toBe(smtp.received.length);
  expect(row.attempts).toBeLessThan(40);
});

test('waiting times double up to four hours, with a quarter of chance', () => {
  const now = new Date(0);
  const giveUpAt = new Date(3 * DAY_MS);
  const wait = (attempts: number, chance: number) =>
    (nextAttempt({ attempts, now, giveUpAt, chance })?.getTime() ?? Number.NaN) / 1000;
  expect([1, 2, 3, 10, 11, 60].map((attempts) => wait(attempts, 0.5))).toEqual([
    30, 60, 120, 14_400, 14_400, 14_400,
  ]);
  expect([wait(1, 0), wait(1, 1)]).toEqual([22.5, 37.5]);
  expect(nextAttempt({ attempts: 1, now: giveUpAt, giveUpAt, chance: 0 })).toBeNull();
});

test('a permanent refusal of the recipient or of the mail is final at once', async () => {
  const smtp = await startSmtp(
    ({ to }) => {
      if (to.includes('spam@example.com')) throw smtpRefusal(554, 'Looks like spam');
    },
    {
      onRcptTo({ address }, _session, callback) {
        callback(address === 'nobody@example.com' ? smtpRefusal(550, 'No such user') : null);
      },
    },
  );
  const [nobody, spam, grace] = [
    await queue('nobody@example.com'),
    await queue('spam@example.com'),
    await queue(),
  ];
  expect(await run(smtp.url)).toEqual({ sent: 1, failed: 2, delayed: 0, kept: 0 });
  expect(await mail(nobody)).toMatchObject({
    state: 'failed',
    lastError: expect.stringContaining('550 No such user'),
  });
  expect(await mail(spam)).toMatchObject({
    state: 'failed',
    lastError: expect.stringContaining('554 Looks like spam'),
  });
  expect((await mail(grace)).state).toBe('sent');
  expect(await run(smtp.url, 7 * 24 * 3600)).toEqual({ sent: 0, failed: 0, delayed: 0, kept: 0 });
});

test('a server that cannot be reached or that does not take mail from us costs no mail anything', async () => {
  const closed = await testSmtpServer();
  await closed.close();
  const unwilling = await startSmtp(undefined, {
    onMailFrom: (_address, _session, callback) => callback(smtpRefusal(550, 'Not from you')),
  });
  const ids = [];
  for (let i = 0; i < 20; i++) ids.push(await queue(`n${i}@example.com`));
  await run(closed.url);
  await run(unwilling.url, 1);
  const rows = await Promise.all(ids.map(mail));
  expect(rows.every(({ state }) => state === 'queued')).toBe(true);
  // Of twenty, only as many as were under way at once have been tried.
  expect(rows.filter(({ attempts }) => attempts > 0).length).toBeLessThanOrEqual(8);
  expect(rows[0]?.lastError).toMatch(/^The mail server 127\.0\.0\.1:\d+ could not be reached .*ECONNREFUSED/);
  expect(rows.some(({ lastError }) => lastError?.includes('550 Not from you'))).toBe(true);
  const smtp = await startSmtp();
  expect(await run(smtp.url, 120)).toMatchObject({ sent: 20 });
});

test('instances that work at once send each mail once', async () => {
  const smtp = await startSmtp();
  for (let i = 0; i < 30; i++) await queue(`n${i}@example.com`);
  const others = [1, 2, 3].map(() => openDatabase(env().database.url));
  const results = await Promise.all([world.db, ...others].map((db) => run(smtp.url, 0, db)));
  for (const db of others) await db.$disconnect();
  expect(results.reduce((sum, { sent }) => sum + sent, 0)).toBe(30);
  expect(smtp.received.map(({ to }) => to[0]).sort()).toEqual(
    Array.from({ length: 30 }, (_, i) => `n${i}@example.com`).sort(),
  );
});

test('a mail whose worker was killed before it could say so is sent again as the same mail, after its lease', async () => {
  const killed = Promise.withResolvers<void>();
  let kill = () => {};
  const smtp = await startSmtp(async () => {
    if (smtp.received.length > 1) return;
    kill();
    await killed.promise;
  });
  // Processes of their own, with a key of their own to seal with.
  const settings = {
    ...bareEnvironment(),
    DATABASE_URL: env().database.url,
    GATEHOUSE_SECRET_KEY: env().secret.key.toString('base64'),
    SMTP_URL: smtp.url,
    MAIL_FROM: FROM,
  };
  const start = world.staging.now.getTime();
  const worker = (lines: string) => {
    const program = `
      import { WorkspaceScope } from '#lib/auth/scope.ts';
      import { forWorkspace } from '#lib/data/for-workspace.ts';
      import { deliverMails } from '#lib/mail/deliver-mails.ts';
      import { mailSender } from '#lib/mail/mail-sender.ts';
      const deliver = (ms) => deliverMails({ now: () => new Date(ms), send: mailSender(), say: console.log });
      ${lines}
      process.exit();`;
    return spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: path.resolve(import.meta.dirname, '../..'),
      env: settings,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  };
  const first = worker(`
    await forWorkspace(WorkspaceScope.mint('${workspaceId}')).mail.queue({ now: new Date(${start}) }, {
      to: 'grace@example.com',
      template: 'member_invitation',
      data: { inviterName: null, role: 'developer', path: '/invite/abc', expiresAt: new Date(${start}) },
    });
    await deliver(${start});`);
  kill = () => first.kill('SIGKILL');
  const [, signal] = await once(first, 'exit');
  killed.resolve();
  expect(signal).toBe('SIGKILL');
  const row = await world.db.mail.findFirstOrThrow({ where: { workspaceId } });
  expect(row).toMatchObject({ state: 'queued', attempts: 1 });

  const second = worker(`
    console.log((await deliver(${start + LEASE_MS - 1})).sent, (await deliver(${start + LEASE_MS})).sent);`);
  const output = await text(second.stdout);
  expect(output).toBe('0 1\n');
  expect(smtp.received.map(({ email }) => email.messageId)).toEqual(
    Array(2).fill(`<${row.id}@mail.example.com>`),
  );
  expect((await mail(row.id)).state).toBe('sent');
});

test('what became of a mail is not written by a worker whose lease has run out', async () => {
  await queue();
  const rows = mailDeliveries(world.db);
  const at = (seconds: number) => new Date(world.staging.now.getTime() + seconds * 1000);
  const slow = await rows.lease(at(0), at(60));
  expect(await rows.lease(at(59), at(119))).toBeNull();
  const next = await rows.lease(at(60), at(120));
  if (!slow || !next) throw new Error('nothing leased');
  expect(await rows.failed(slow, 'too late')).toBe(false);
  expect(await rows.accepted(next, at(61))).toBe(true);
  expect(await rows.delayed(next, 'twice', at(62))).toBe(false);
});

test('a run that is told to stop leaves the rest as it is', async () => {
  const smtp = await startSmtp();
  for (let i = 0; i < 10; i++) await queue(`n${i}@example.com`);
  const result = await deliverMails({
    now: () => world.staging.now,
    send: sender(smtp.url),
    say: () => {},
    stopping: () => smtp.received.length > 0,
    rows: mailDeliveries(world.db),
  });
  expect(result.sent).toBeLessThanOrEqual(4);
  const waiting = await world.db.mail.count({ where: { workspaceId, state: 'queued', leasedUntil: null } });
  expect(waiting).toBe(10 - result.sent);
});

test('without a mail server, mails stay in the Outbox and the console names each, without its link', async () => {
  const id = await queue();
  const said: string[] = [];
  const input = {
    now: () => world.staging.now,
    send: null,
    say: (line: string) => said.push(line),
    rows: mailDeliveries(world.db),
  };
  expect(await deliverMails(input)).toEqual({ sent: 0, delayed: 0, failed: 0, kept: 1 });
  expect(said).toEqual([
    'Mail for grace@example.com is in the Outbox, because SMTP_URL is not set: Join Test on Gatehouse',
  ]);
  expect(await mail(id)).toMatchObject({ state: 'kept', attempts: 0, sentAt: null });
  expect(await deliverMails(input)).toMatchObject({ kept: 0 });
});

test('user name and password of SMTP_URL go over STARTTLS to a server with a trusted certificate', async () => {
  const pair = createKeyPair({ commonName: 'localhost', now: new Date(), validForDays: 2 });
  const options = {
    key: pair.privateKeyPem,
    cert: pair.certificatePem,
    authOptional: false,
    disabledCommands: [],
    onAuth(
      auth: { username?: string | undefined; password?: string | null | undefined },
      _session: unknown,
      callback: (error: Error | null, response?: { user: string }) => void,
    ) {
      if (auth.username === 'a@b' && auth.password === 'p/w') callback(null, { user: 'a@b' });
      else callback(smtpRefusal(535, 'Wrong password'));
    },
  };
  const smtp = await startSmtp(undefined, options);
  const url = (userinfo: string) => `smtp://${userinfo}@localhost:${smtp.port}`;
  const id = await queue();

  await run(url('a%40b:p%2Fw'));
  expect((await mail(id)).lastError).toMatch(/could not be reached.*self-signed certificate/);

  const usual = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...usual, pair.certificatePem]);
  try {
    await run(url('a%40b:wrong'), 3600);
    expect(await mail(id)).toMatchObject({
      state: 'queued',
      lastError: expect.stringContaining('did not accept the user name and password of SMTP_URL'),
    });
    expect(await run(url('a%40b:p%2Fw'), 7200)).toMatchObject({ sent: 1 });
  } finally {
    tls.setDefaultCACertificates(usual);
  }
  expect(smtp.received).toMatchObject([{ user: 'a@b', secure: true }]);
});

test('a password is not given to a server without encryption', async () => {
  let asked = 0;
  const smtp = await startSmtp(undefined, {
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, callback) => {
      asked++;
      callback(null, { user: 'x' });
    },
  });
  await queue();
  const settings = parseSettings({ SMTP_URL: 'smtp://u:p@mail.example.com', MAIL_FROM: FROM }).mail;
  if (!settings) throw new Error('no mail settings');
  const here = { ...settings.server, host: '127.0.0.1', port: smtp.port };
  const result = await deliverMails({
    now: () => world.staging.now,
    send: smtpSender({ server: here, from: FROM, hostname: 'sso.example.com' }),
    say: () => {},
    rows: mailDeliveries(world.db),
  });
  expect(result).toMatchObject({ sent: 0, delayed: 1 });
  expect(asked).toBe(0);
});

test('mails are forgotten after their time in the Outbox, whatever became of them', async () => {
  await queue();
  const rows = mailDeliveries(world.db);
  const after = (days: number) => new Date(world.staging.now.getTime() + days * DAY_MS);
  expect(await forgetOldMails(after(MAIL_RETENTION_DAYS), rows)).toEqual({ deletedMails: 0 });
  expect(await forgetOldMails(after(MAIL_RETENTION_DAYS + 1), rows)).toEqual({ deletedMails: 1 });
});
