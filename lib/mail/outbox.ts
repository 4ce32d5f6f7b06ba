import type { z } from 'zod';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { MAIL_PATIENCE_MS, type MailFilter, type MailRow, mailSealPlace } from '#lib/data/mail.ts';
import { env } from '#lib/env.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { unseal } from '#lib/secrets.ts';
import { type MailProgress, type MailState, mailProgress } from './mail-states.ts';
import type { mailIdInput } from './outbox.schema.ts';
import { templateLabel } from './templates.ts';

const PAGE_SIZE = 25;
const MAX_LINKS = 20;

type Reading = Pick<WorkspaceContext, 'scope' | 'data'>;

/** A mail as the list shows it. Times are ISO 8601. */
export type MailLine = {
  id: string;
  to: string;
  subject: string;
  kind: string;
  progress: MailProgress;
  createdAt: string;
  lastError: string | null;
};

/** One page of the Outbox, newest first. `newer` and `older` are cursors, null at the ends. */
export type Outbox = {
  lines: readonly MailLine[];
  newer: string | null;
  older: string | null;
  /** No mail at all, whatever the filter. */
  isEmpty: boolean;
  /** The mail server, `host:port`, and the address mails come from; null without one. */
  server: { address: string; from: string } | null;
};

/** The workspace's mails. A cursor is the id of the mail it continues from. */
export async function listMails(
  { data }: Reading,
  filter: MailFilter,
  cursor: { newer: string | null; older: string | null },
): Promise<Outbox> {
  const page = await data.mail.page(filter, {
    limit: PAGE_SIZE,
    order: 'desc',
    ...(cursor.older !== null
      ? { after: cursor.older }
      : cursor.newer !== null
        ? { before: cursor.newer }
        : {}),
  });
  return {
    lines: page.data.map(line),
    newer: page.before,
    older: page.after,
    isEmpty: page.data.length === 0 && !(await data.mail.any()),
    server: mailServer(),
  };
}

/** One mail as its page shows it. */
export type MailDetail = MailLine & {
  state: MailState;
  replyTo: string | null;
  attempts: number;
  sentAt: string | null;
  /** When it is tried next; null when it is not. */
  nextAttemptAt: string | null;
  giveUpAt: string;
  /** What it says, with the links in it; null when only the person it went to may read it. */
  content: { text: string; links: readonly string[] } | null;
  canRetry: boolean;
};

/** One mail, or null when the workspace has none of this id. */
export async function mailDetail({ scope, data }: Reading, id: string): Promise<MailDetail | null> {
  const row = await data.mail.get(id);
  if (!row) return null;
  const text = mayRead(row.state)
    ? unseal(row.textSealed, mailSealPlace(scope.workspaceId, id, 'text')).toString('utf8')
    : null;
  return {
    ...line(row),
    state: row.state,
    replyTo: row.replyTo,
    attempts: row.attempts,
    sentAt: row.sentAt?.toISOString() ?? null,
    nextAttemptAt: row.state === 'queued' ? row.nextAttemptAt.toISOString() : null,
    giveUpAt: row.giveUpAt.toISOString(),
    content: text === null ? null : { text, links: linksIn(text) },
    canRetry: retriable(row),
  };
}

/** The HTML form of a mail, or null when there is none of this id or it is not for admins to read. */
export async function mailHtml({ scope, data }: Reading, id: string): Promise<string | null> {
  const row = await data.mail.get(id);
  if (!row || !mayRead(row.state)) return null;
  return unseal(row.htmlSealed, mailSealPlace(scope.workspaceId, id, 'html')).toString('utf8');
}

/**
 * Has a mail sent once more, for three days again if need be. Throws `entity_not_found`, and `conflict` for a mail that
 * was sent or is being sent at this moment.
 */
export async function retryMail(
  ctx: WorkspaceContext,
  { id }: z.output<typeof mailIdInput>,
): Promise<string> {
  const { now } = ctx;
  const giveUpAt = new Date(now.getTime() + MAIL_PATIENCE_MS);
  return ctx.data.transaction(async (data) => {
    const row = await data.mail.get(id);
    if (!row) throw entityNotFound('Mail', id);
    if (row.state === 'sent') throw new AppError('conflict', 'This mail was sent already.');
    if (!(await data.mail.requeue(id, { now, giveUpAt }))) {
      throw new AppError('conflict', 'This mail is being sent at this moment. Look again in a minute.');
    }
    await data.auditLog.record(ctx, {
      action: 'mail.retried',
      target: { type: 'mail', id, name: `${row.subject} (to ${row.to})` },
      before: { state: row.state, attempts: row.attempts },
      after: { state: 'queued', attempts: 0 },
    });
    return mailServer()
      ? `The mail to ${row.to} is on its way again.`
      : `The mail to ${row.to} goes to the Outbox again: no mail server is set up.`;
  });
}

function mailServer(): Outbox['server'] {
  const { mail } = env();
  return mail && { address: `${mail.server.host}:${mail.server.port}`, from: mail.from };
}

/**
 * With a mail server, a mail is between us and the person it goes to: its link signs them in, nobody else. Without one,
 * somebody has to hand it over.
 */
function mayRead(state: MailState): boolean {
  return state === 'kept' || mailServer() === null;
}

/** Trying again helps where trying failed, and where there was no server and now is one. */
function retriable(row: MailRow): boolean {
  if (row.state === 'kept') return mailServer() !== null;
  return row.state === 'failed' || (row.state === 'queued' && row.lastError !== null);
}

function line(row: MailRow): MailLine {
  return {
    id: row.id,
    to: row.to,
    subject: row.subject,
    kind: templateLabel(row.template),
    progress: mailProgress(row),
    createdAt: row.createdAt.toISOString(),
    lastError: row.lastError,
  };
}

/** The links of a mail, which stand on lines of their own in its text. */
function linksIn(text: string): string[] {
  return [...new Set(text.match(/^https?:\/\/\S+$/gm) ?? [])].slice(0, MAX_LINKS);
}
