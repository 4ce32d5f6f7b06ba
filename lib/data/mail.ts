import { isEmail } from '#lib/attributes/email.ts';
import type { Prisma, Queries } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { composeMail } from '#lib/mail/compose.ts';
import type { MailRequest } from '#lib/mail/templates.ts';
import { type SealPlace, seal } from '#lib/secrets.ts';
import { containing } from './containing.ts';
import { type Page, type PageRequest, readPage, sliceArgs, sliceOrder } from './page.ts';

/** A refusal that may pass is tried again for this long. */
export const MAIL_PATIENCE_MS = 3 * 24 * 60 * 60 * 1000;

/** PostgreSQL tells it to whoever listens, at the end of a transaction that queued a mail. */
export const MAIL_CHANNEL = 'gatehouse_mail';

/** Where the parts of a mail are sealed: under a key of its workspace's. */
export function mailSealPlace(workspaceId: string, id: string, column: 'html' | 'text'): SealPlace {
  return { environmentId: workspaceId, column: `${column}Sealed`, row: id };
}

const LINE = {
  id: true,
  to: true,
  replyTo: true,
  template: true,
  subject: true,
  state: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  sentAt: true,
  nextAttemptAt: true,
  giveUpAt: true,
} as const satisfies Prisma.MailSelect;

/** A mail without what it says. */
export type MailRow = Prisma.MailGetPayload<{ select: typeof LINE }>;

export type MailFilter = {
  state: MailRow['state'] | null;
  template: string | null;
  /** Part of the address or of the subject, or a whole id. */
  search: string | null;
};

/** The mails of a workspace. */
export function workspaceMail(queries: Queries, workspaceId: string) {
  return {
    /**
     * Queues one mail to one person; in a transaction, it is sent if and only if that is committed. Returns its id.
     * The sender's name is the workspace's, answers go to its support address.
     */
    async queue(ctx: { now: Date }, request: MailRequest): Promise<string> {
      return queueMail(queries, { workspaceId, environmentId: null }, ctx.now, request);
    },
    /** One page, newest first. A cursor need not exist any more: ids sort by creation. */
    page({ state, template, search }: MailFilter, request: PageRequest): Promise<Page<MailRow>> {
      const where: Prisma.MailWhereInput = {
        ...(state === null ? {} : { state }),
        ...(template === null ? {} : { template }),
        ...(search === null
          ? {}
          : { OR: [{ to: containing(search) }, { subject: containing(search) }, { id: search }] }),
      };
      return readPage(
        request,
        (query) =>
          queries.mail.findMany({
            where: { workspaceId, AND: [where, sliceArgs(query)] },
            orderBy: sliceOrder(query),
            take: query.take,
            select: LINE,
          }),
        async () => true,
      );
    },
    async any(): Promise<boolean> {
      return (await queries.mail.findFirst({ where: { workspaceId }, select: { id: true } })) !== null;
    },
    get(id: string) {
      return queries.mail.findUnique({
        where: { workspaceId_id: { workspaceId, id } },
        select: { ...LINE, htmlSealed: true, textSealed: true },
      });
    },
    /** Makes a mail that was not sent due at once, as if it were new; false while a worker has it. */
    async requeue(id: string, { now, giveUpAt }: { now: Date; giveUpAt: Date }): Promise<boolean> {
      const { count } = await queries.mail.updateMany({
        where: {
          workspaceId,
          id,
          state: { not: 'sent' },
          OR: [{ leasedUntil: null }, { leasedUntil: { lte: now } }],
        },
        data: {
          state: 'queued',
          attempts: 0,
          lastError: null,
          nextAttemptAt: now,
          giveUpAt,
          leasedUntil: null,
        },
      });
      if (count === 1) await announce(queries);
      return count === 1;
    },
  };
}

/** The mails that tell about one environment. */
export function environmentMail(queries: Queries, environmentId: string) {
  return {
    /** As for a workspace; the mail goes when the environment does. */
    async queue(ctx: { now: Date }, request: MailRequest): Promise<string> {
      const { workspaceId } = await queries.environment.findUniqueOrThrow({
        where: { id: environmentId },
        select: { workspaceId: true },
      });
      return queueMail(queries, { workspaceId, environmentId }, ctx.now, request);
    },
  };
}

async function queueMail(
  queries: Queries,
  owner: { workspaceId: string; environmentId: string | null },
  now: Date,
  request: MailRequest,
): Promise<string> {
  if (!isEmail(request.to)) throw new TypeError('a mail goes to one email address');
  const { workspaceId } = owner;
  const { name, supportEmail } = await queries.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { name: true, supportEmail: true },
  });
  const { subject, html, text } = composeMail(request, {
    workspaceName: name,
    supportEmail,
    origin: env().http.url,
  });
  const id = newId('mail', now);
  await queries.mail.create({
    data: {
      id,
      ...owner,
      to: request.to,
      replyTo: supportEmail,
      template: request.template,
      subject,
      htmlSealed: seal(html, mailSealPlace(workspaceId, id, 'html')),
      textSealed: seal(text, mailSealPlace(workspaceId, id, 'text')),
      state: 'queued',
      createdAt: now,
      nextAttemptAt: now,
      giveUpAt: new Date(now.getTime() + MAIL_PATIENCE_MS),
    },
  });
  await announce(queries);
  return id;
}

async function announce(queries: Queries): Promise<void> {
  await queries.$queryRaw`SELECT pg_notify(${MAIL_CHANNEL}, '')::text`;
}
