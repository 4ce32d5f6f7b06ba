import { type MailTemplate, mailDay } from '../content.ts';
import { replyTo, whyContact } from './contact.ts';

/**
 * Asks for our new certificate to be given to the identity provider before it is used. `connectionPath` is the page of
 * the connection for an Admin, null for a contact at the customer, who looks after the identity provider.
 */
export const keyRenewal: MailTemplate<{
  connectionName: string;
  organizationName: string;
  environmentName: string;
  use: 'signing' | 'encryption';
  /** `AA:BB:…`, SHA-256. */
  fingerprint: string;
  switchAt: Date;
  /** Where our SP metadata is, open to everybody. */
  metadataPath: string;
  connectionPath: string | null;
}> = {
  label: 'Key renewal',
  compose: (data, place) => {
    const { connectionName, organizationName, environmentName, use, fingerprint, connectionPath } = data;
    const day = mailDay(data.switchAt);
    const isContact = connectionPath === null;
    const what = use === 'signing' ? 'signs its sign-in requests with' : 'has sign-ins encrypted to';
    return {
      subject: isContact
        ? `Sign-in to ${place.workspaceName}: a new certificate for your identity provider by ${day}`
        : `${connectionName} needs our new certificate by ${day}`,
      blocks: [
        isContact
          ? `${place.workspaceName} ${what} a certificate that will expire, and has made the next one. If your identity provider reads our metadata from its address by itself, there is nothing to do.`
          : `Our ${use} certificate of this connection will expire, and the next one is made. An identity provider that reads our metadata from its address follows by itself; any other has to be given the new certificate. The organization has no contact for key renewals, so you are told.`,
        {
          facts: [
            ['Connection', isContact ? connectionName : `${connectionName} (${organizationName})`],
            ...(isContact ? [] : ([['Environment', environmentName]] as const)),
            ['New certificate', use === 'signing' ? 'For request signing' : 'For encryption'],
            ['SHA-256 fingerprint', fingerprint],
            [use === 'signing' ? 'In use from' : 'Needed by', day],
          ],
        },
        use === 'signing'
          ? `If the identity provider checks the signature of requests, add the new certificate beside the present one before ${day}. From that day on requests are signed with the new key, and an identity provider that does not know it refuses them.`
          : `If the identity provider encrypts what it sends, have it use the new certificate before ${day}. Both can be read until the old one has ended.`,
        { link: { label: 'Get the metadata with the new certificate', path: data.metadataPath } },
        ...(connectionPath === null
          ? [
              `If you need the certificate as a file, or a hand with it, write ${replyTo(place)}. It holds no secret.`,
            ]
          : [{ link: { label: 'Open the connection', path: connectionPath } }]),
      ],
      why: isContact
        ? `${whyContact(organizationName, place)} This one is sent when a certificate is renewed, and again a week before the new one is needed.`
        : 'You got this mail because you are an Admin of this workspace. List a contact in the settings of the organization to have them told instead.',
    };
  },
};
