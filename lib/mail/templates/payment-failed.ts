import type { MailTemplate } from '../content.ts';

/** Says that a payment did not go through. `reason` is a sentence; `total` is written out with its currency. */
export const paymentFailed: MailTemplate<{ number: string; total: string; reason: string; path: string }> = {
  label: 'Payment failed',
  compose: ({ number, total, reason, path }, { workspaceName }) => ({
    subject: `The payment of invoice ${number} for ${workspaceName} failed`,
    blocks: [
      reason,
      {
        facts: [
          ['Invoice', number],
          ['Total', total],
        ],
      },
      { link: { label: 'Open billing', path } },
      'Change the payment method or ask your bank. Sign-ins go on working in the meantime.',
    ],
    why: 'You got this mail because you look after billing for this workspace.',
  }),
};
