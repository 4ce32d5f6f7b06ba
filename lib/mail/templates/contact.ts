import type { MailPlace } from '../content.ts';

/** Why somebody at a customer, who has no account here, got a mail, and how to get no more of them. */
export function whyContact(organizationName: string, { workspaceName, supportEmail }: MailPlace): string {
  const ask = supportEmail
    ? `Answer this mail or write to ${supportEmail}`
    : `Tell the people you work with at ${workspaceName}`;
  return `You got this mail because ${workspaceName} lists you as a contact for single sign-on at ${organizationName}. ${ask} to be taken off the list.`;
}

/** Where an answer reaches somebody. */
export function replyTo({ workspaceName, supportEmail }: MailPlace): string {
  return supportEmail ? `to ${workspaceName} by answering this mail` : `to your contact at ${workspaceName}`;
}
