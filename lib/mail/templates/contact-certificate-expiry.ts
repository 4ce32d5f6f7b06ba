import { type MailTemplate, mailDay } from '../content.ts';
import { ends } from './certificate-expiry.ts';
import { replyTo, whyContact } from './contact.ts';

/** A certificate of the customer's own identity provider that ends soon or has ended. */
export type ContactCertificate = {
  connectionName: string;
  /** The identity provider's product, as `Okta`. */
  identityProvider: string;
  /** `AA:BB:…`, SHA-256. */
  fingerprint: string;
  notAfter: Date;
  /** Whole days left; negative or zero once it has ended. */
  daysLeft: number;
};

/** Asks somebody at the customer for the next certificate of their identity provider. No account here is needed for it. */
export const contactCertificateExpiry: MailTemplate<{
  organizationName: string;
  certificates: readonly ContactCertificate[];
}> = {
  label: 'Certificate expiry (to contacts)',
  compose: ({ organizationName, certificates }, place) => {
    const ordered = [...certificates].sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime());
    const [first] = ordered;
    return {
      subject:
        ordered.length === 1 && first
          ? `Sign-in to ${place.workspaceName}: your certificate ${ends(first.daysLeft)}`
          : `Sign-in to ${place.workspaceName}: ${ordered.length} of your certificates end soon or have ended`,
      blocks: [
        `People at ${organizationName} sign in to ${place.workspaceName} through your identity provider, which signs each sign-in with a certificate. Once that certificate has ended, nobody of your organization can sign in.`,
        ...ordered.map((one) => ({
          facts: [
            ['Identity provider', `${one.identityProvider} (${one.connectionName})`],
            ['Certificate ends', `${mailDay(one.notAfter)} (${ends(one.daysLeft)})`],
            ['SHA-256 fingerprint', one.fingerprint],
          ] as const,
        })),
        'What to do:',
        {
          list: [
            'In your identity provider, open the application for this sign-in and create the next signing certificate. Do not make it the active one yet.',
            `Send the new certificate or the metadata file ${replyTo(place)}. Both hold no secret; never send a private key.`,
            'Make it the active one after it was confirmed that it is in place. Until then both are accepted, so nobody notices the change.',
          ],
        },
      ],
      why: `${whyContact(organizationName, place)} This one is sent 90 days ahead, then each week, and 7, 3 and 1 days ahead.`,
    };
  },
};
