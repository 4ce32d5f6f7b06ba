import { env } from '#lib/env.ts';
import { type SendMail, smtpSender } from './smtp.ts';

/** How this installation sends mail, or null without a mail server. */
export function mailSender(): SendMail | null {
  const { mail, http } = env();
  return mail && smtpSender({ ...mail, hostname: new URL(http.url).hostname });
}
