import type { MailTemplate } from '../content.ts';

/** Tells the Admins that metadata asks for a change that is not made without them. */
export const metadataChange: MailTemplate<{
  connectionName: string;
  organizationName: string;
  environmentName: string;
  differences: readonly { field: string; now: string; says: string }[];
  path: string;
}> = {
  label: 'Metadata change',
  compose: ({ connectionName, organizationName, environmentName, differences, path }) => ({
    subject: `The metadata of ${connectionName} asks for a decision`,
    blocks: [
      'The metadata URL of this connection says something that would send people elsewhere to sign in, or believe somebody else. Nothing of that was taken over, and sign-ins go on as before.',
      {
        facts: [
          ['Connection', `${connectionName} (${organizationName})`],
          ['Environment', environmentName],
          ...differences.flatMap(
            ({ field, now, says }) =>
              [
                [`${field} now`, now],
                [`${field} in the metadata`, says],
              ] as const,
          ),
        ],
      },
      'Ask the customer, not by a reply to this mail, whether they moved to another identity provider. Then accept the change, or dismiss it.',
      { link: { label: 'Look at the change', path } },
    ],
    why: 'You got this mail because you are an Admin of this workspace. It cannot be switched off.',
  }),
};
