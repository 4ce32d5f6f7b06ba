import type { MailTemplate } from '../content.ts';

/** Tells the Admins that metadata brought a signing certificate which is believed from now on. */
export const certificateStaged: MailTemplate<{
  connectionName: string;
  organizationName: string;
  environmentName: string;
  certificates: readonly { fingerprint: string; subject: string; validTo: string }[];
  path: string;
}> = {
  label: 'New certificate',
  compose: ({ connectionName, organizationName, environmentName, certificates, path }) => ({
    subject: `${connectionName} has a new signing certificate`,
    blocks: [
      'The metadata URL of this connection lists a signing certificate that was not there before. It is accepted beside the old ones from now on, so that nobody is kept out when the identity provider changes over.',
      {
        facts: [
          ['Connection', `${connectionName} (${organizationName})`],
          ['Environment', environmentName],
          ...certificates.flatMap(
            ({ fingerprint, subject, validTo }) =>
              [
                ['Certificate', `${subject || 'without a subject'}, valid until ${validTo}`],
                ['SHA-256 fingerprint', fingerprint],
              ] as const,
          ),
        ],
      },
      'Whoever has its key can sign people in. If the customer is renewing its certificate, nothing has to be done. If nobody there knows this fingerprint, refuse it on the connection: it is removed, and the metadata does not bring it back.',
      { link: { label: 'Look at the certificates', path: `${path}#certificates` } },
    ],
    why: 'You got this mail because you are an Admin of this workspace. It cannot be switched off.',
  }),
};
