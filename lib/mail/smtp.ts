import { createTransport } from 'nodemailer';
import type { SmtpServer } from '#lib/env.ts';
import { oneLine } from './render.ts';

/** A mail with everything a server needs. `id` is the row's; the Message-ID is made from it, whoever sends it when. */
export type OutgoingMail = {
  id: string;
  workspaceName: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  createdAt: Date;
};

/**
 * What became of one attempt. `mail_refused`: the server does not want this mail, ever. `mail_delayed`: not now.
 * `server_trouble`: it did not come to that, and the next mail would fare no better. `reason` is for an admin.
 */
export type SendOutcome =
  | { outcome: 'accepted' }
  | { outcome: 'mail_refused' | 'mail_delayed' | 'server_trouble'; reason: string };

export type SendMail = (mail: OutgoingMail) => Promise<SendOutcome>;

const LIMITS_MS = {
  dnsTimeout: 10_000,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 30_000,
};
const MAX_REASON_CHARACTERS = 300;

/**
 * Hands mails to an SMTP server, each over a connection of its own. `from` is the address, the name beside it the
 * workspace's; `hostname` is how we introduce ourselves. Certificates are checked.
 */
export function smtpSender(input: { server: SmtpServer; from: string; hostname: string }): SendMail {
  const { server, from, hostname } = input;
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    name: hostname,
    ...(server.auth ? { auth: server.auth } : {}),
    ...LIMITS_MS,
    // Nothing in a mail of ours is a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (mail) => {
    try {
      await transport.sendMail({
        messageId: messageId(mail.id, from),
        date: mail.createdAt,
        from: { name: oneLine(mail.workspaceName, 100), address: from },
        to: { name: '', address: mail.to },
        ...(mail.replyTo ? { replyTo: { name: '', address: mail.replyTo } } : {}),
        envelope: { from, to: [mail.to] },
        subject: oneLine(mail.subject, 200),
        text: mail.text,
        html: mail.html,
        // RFC 3834: keeps out-of-office answers away.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      return { outcome: 'accepted' };
    } catch (error) {
      return refusal(error as SmtpError, server);
    }
  };
}

/** The same for every attempt at one mail, so that a second copy can be recognized as one (RFC 5322 §3.6.4). */
export function messageId(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

function refusal(error: SmtpError, server: SmtpServer): SendOutcome {
  const said = oneLine(error.response ?? '', MAX_REASON_CHARACTERS);
  const code = error.responseCode ?? 0;
  if (error.code === 'EAUTH') {
    return trouble(`The mail server did not accept the user name and password of SMTP_URL. ${quoted(said)}`);
  }
  // Before a recipient was named, a refusal is about us, not about the mail: 530 asks for a sign-in or for TLS.
  const aboutMail = /^(RCPT TO|DATA)/.test(error.command ?? '') && code !== 530;
  if (aboutMail && code >= 500) {
    return { outcome: 'mail_refused', reason: `The mail server refused it for good. ${quoted(said)}` };
  }
  if (aboutMail && code >= 400) {
    return { outcome: 'mail_delayed', reason: `The mail server did not take it yet. ${quoted(said)}` };
  }
  if (code >= 400) return trouble(`The mail server does not take mail from us. ${quoted(said)}`);
  const what = oneLine(error.message, 100);
  return trouble(
    `The mail server ${server.host}:${server.port} could not be reached or did not answer: ${what}.`,
  );
}

function trouble(reason: string): SendOutcome {
  return { outcome: 'server_trouble', reason: reason.trim() };
}

function quoted(said: string): string {
  return said === '' ? '' : `It said: ${said}`;
}
