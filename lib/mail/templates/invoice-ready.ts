import { type MailTemplate, mailDay } from '../content.ts';

/** Says that an invoice can be looked at. `total` is written out with its currency. */
export const invoiceReady: MailTemplate<{
  number: string;
  total: string;
  dueAt: Date | null;
  path: string;
}> = {
  label: 'Invoice',
  compose: ({ number, total, dueAt, path }, { workspaceName }) => ({
    subject: `Invoice ${number} for ${workspaceName}`,
    blocks: [
      'Your invoice is ready.',
      {
        facts: [
          ['Invoice', number],
          ['Total', total],
          ...(dueAt ? ([['Due', mailDay(dueAt)]] as const) : []),
        ],
      },
      { link: { label: 'Open the invoice', path } },
    ],
    why: 'You got this mail because you look after billing for this workspace.',
  }),
};
