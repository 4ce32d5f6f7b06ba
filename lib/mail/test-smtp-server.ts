import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it arrived. `raw` is the whole message, `user` who signed in, `secure` whether the connection was encrypted. */
export type ReceivedMail = {
  from: string;
  to: string[];
  raw: string;
  email: Email;
  user: string | null;
  secure: boolean;
};

/** A refusal as an SMTP server gives it. */
export function smtpRefusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

/**
 * An SMTP server for tests on a free port of this machine. It takes every mail unless `onData` throws a refusal; the
 * mail counts as received before `onData` is asked. Without `more`, it offers neither TLS nor sign-in.
 */
export async function testSmtpServer(
  onData: (mail: ReceivedMail) => void | Promise<void> = () => {},
  more: SMTPServerOptions = {},
) {
  const received: ReceivedMail[] = [];
  const waiting: (() => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    ...more,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const mail: ReceivedMail = {
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw,
          email: await PostalMime.parse(raw),
          user: session.user ?? null,
          secure: session.secure,
        };
        received.push(mail);
        for (const wake of waiting.splice(0)) wake();
        try {
          await onData(mail);
          callback(null);
        } catch (error) {
          callback(error as Error);
        }
      });
    },
  });
  // A client that is killed in the middle is what some tests are about.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    /** The first mail to an address, as soon as it is there. */
    async mailTo(address: string): Promise<ReceivedMail> {
      for (;;) {
        const mail = received.find(({ to }) => to.includes(address));
        if (mail) return mail;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
