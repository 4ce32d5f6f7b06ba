import { type MailBlock, type MailTemplate, mailDay } from '../content.ts';

/** A certificate that ends soon or has ended. `path` is the page of its connection. */
export type ExpiringCertificate = {
  organizationName: string;
  connectionName: string;
  environmentName: string;
  /** Whose it is: the customer's identity provider's, or ours for this connection. */
  side: 'identity_provider' | 'service_provider';
  notAfter: Date;
  /** Whole days left; negative or zero once it has ended. */
  daysLeft: number;
  path: string;
};

const MAX_WITH_LINKS = 20;

/** One mail for all certificates of a workspace that need somebody's attention, the most urgent first. */
export const certificateExpiry: MailTemplate<{ certificates: readonly ExpiringCertificate[] }> = {
  label: 'Certificate expiry',
  compose: ({ certificates }) => {
    const ordered = [...certificates].sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime());
    const [first] = ordered;
    const shown = ordered.slice(0, MAX_WITH_LINKS);
    const more = ordered.length - shown.length;
    return {
      subject:
        ordered.length === 1 && first
          ? `The certificate of ${first.connectionName} ${ends(first.daysLeft)}`
          : `${ordered.length} certificates of your connections end soon or have ended`,
      blocks: [
        'Nobody can sign in through a connection whose certificate has ended. Renew each in time: a new identity provider certificate can be added beside the old one, so that nobody notices the change.',
        ...shown.flatMap(certificateBlocks),
        ...(more > 0 ? [`And ${more} more: open the dashboard to see them.`] : []),
      ],
      why: 'You got this mail because certificate expiry is switched on in your notification settings. It is sent 90 days ahead, then each week, and 7, 3 and 1 days ahead.',
    };
  },
};

function certificateBlocks(one: ExpiringCertificate): MailBlock[] {
  return [
    {
      facts: [
        ['Connection', `${one.connectionName} (${one.organizationName})`],
        ['Environment', one.environmentName],
        [
          'Certificate',
          one.side === 'identity_provider'
            ? 'Of the identity provider: ask the customer for the new one'
            : "Of Gatehouse for this connection: create a new one and give it to the customer's IT",
        ],
        ['Ends', `${mailDay(one.notAfter)} (${ends(one.daysLeft)})`],
      ],
    },
    { link: { label: 'Open the connection', path: one.path } },
  ];
}

/** When, in words: `ends in 3 days`, `has ended`. */
export function ends(daysLeft: number): string {
  if (daysLeft <= 0) return 'has ended';
  return daysLeft === 1 ? 'ends in 1 day' : `ends in ${daysLeft} days`;
}
