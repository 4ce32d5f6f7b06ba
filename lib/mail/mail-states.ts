/** The states of a mail, with the words the Outbox uses. `meaning` is a sentence. */
export const MAIL_STATES = {
  queued: { label: 'Queued', meaning: 'It is on its way to the mail server.' },
  sent: { label: 'Sent', meaning: 'The mail server took it.' },
  failed: { label: 'Failed', meaning: 'It was not sent and is not tried again by itself.' },
  kept: { label: 'In the Outbox', meaning: 'Not sent: no mail server is set up. It can be read here.' },
} as const;

export type MailState = keyof typeof MAIL_STATES;

/** What a list and a page say of a mail on its way: a queued mail that was refused once is being retried. */
export function mailProgress(mail: { state: MailState; lastError: string | null }) {
  if (mail.state !== 'queued' || mail.lastError === null)
    return { key: mail.state, ...MAIL_STATES[mail.state] };
  return {
    key: 'retrying',
    label: 'Retrying',
    meaning: 'The last attempt failed. It is tried again.',
  } as const;
}

export type MailProgress = ReturnType<typeof mailProgress>;
