import { emailDomain, isEmail } from '#lib/attributes/email.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { ContactMails, ContactRow } from '#lib/data/organization-contacts.ts';
import { entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';

/** A handful of people look after one identity provider; more would be a mailing list. */
export const MAX_CONTACTS = 20;

/** The mails a contact can get, in the words of the dashboard. */
export const CONTACT_MAILS = {
  certificateExpiry: {
    label: 'Certificate expiry',
    help: 'Before the certificate of their identity provider expires, and when it has.',
  },
  connectionTrouble: {
    label: 'Connection trouble',
    help: 'When far more of their people’s sign-ins fail than usual.',
  },
  keyRenewal: {
    label: 'Key renewals',
    help: 'When our certificate for their connection is renewed and has to be given to their identity provider.',
  },
} as const satisfies Record<keyof ContactMails, { label: string; help: string }>;

/** A contact as pages show it. */
export type ContactView = ContactMails & { id: string; email: string; name: string | null };

/** The contacts of an organization, oldest first. */
export async function listContacts(
  { data }: Pick<EnvironmentContext, 'data'>,
  organizationId: string,
): Promise<ContactView[]> {
  const rows = await data.organizationContacts.of(organizationId);
  return rows.map(({ id, email, name, certificateExpiry, connectionTrouble, keyRenewal }) => ({
    ...{ id, email, name, certificateExpiry, connectionTrouble, keyRenewal },
  }));
}

/**
 * Adds a contact; every address is one mail from us. Throws entity_not_found, or invalid_request_parameters on `email`
 * (`invalid`, `already_listed`, `too_many`).
 */
export async function addContact(
  ctx: EnvironmentContext,
  input: { organizationId: string; email: string; name: string } & ContactMails,
): Promise<ContactView> {
  const { organizationId, certificateExpiry, connectionTrouble, keyRenewal } = input;
  const email = input.email.trim().toLowerCase();
  if (!isEmail(email) || emailDomain(email) === null) {
    throw invalidField('email', 'Enter one email address, such as it@example.com.', 'invalid');
  }
  return ctx.data.transaction(async (data) => {
    await data.organizations.lock(organizationId);
    if (!(await data.organizations.get(organizationId))) throw entityNotFound('Organization', organizationId);
    const rows = await data.organizationContacts.of(organizationId);
    if (rows.some((row) => row.email === email)) {
      throw invalidField('email', 'This address is in the list already.', 'already_listed');
    }
    if (rows.length >= MAX_CONTACTS) {
      const message = `There are ${MAX_CONTACTS} contacts already. Remove one first, or use an address that several people read.`;
      throw invalidField('email', message, 'too_many');
    }
    const mails = { certificateExpiry, connectionTrouble, keyRenewal };
    const id = newId('organizationContact', ctx.now);
    const row = { id, organizationId, email, name: input.name.trim() || null, ...mails };
    await data.organizationContacts.add(row, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'organization_contact.created',
      target: target(row),
      after: fields(row),
    });
    return { id, email, name: row.name, ...mails };
  });
}

/** Changes a contact's name and which mails they get; another address is another contact. Throws entity_not_found. */
export function updateContact(
  ctx: EnvironmentContext,
  input: { id: string; name: string } & ContactMails,
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    const before = await data.organizationContacts.get(input.id);
    const { certificateExpiry, connectionTrouble, keyRenewal } = input;
    const values = { name: input.name.trim() || null, certificateExpiry, connectionTrouble, keyRenewal };
    if (!before || !(await data.organizationContacts.update(input.id, values, ctx.now))) {
      throw entityNotFound('Contact', input.id);
    }
    await data.auditLog.record(ctx, {
      action: 'organization_contact.updated',
      target: target(before),
      before: fields(before),
      after: fields({ ...before, ...values }),
    });
  });
}

/** Removes a contact, who gets no mail from then on, and returns the address. Throws entity_not_found. */
export function removeContact(ctx: EnvironmentContext, id: string): Promise<string> {
  return ctx.data.transaction(async (data) => {
    const before = await data.organizationContacts.get(id);
    // Of two who remove one at once, the second finds nothing.
    if (!before || !(await data.organizationContacts.remove(id))) throw entityNotFound('Contact', id);
    await data.auditLog.record(ctx, {
      action: 'organization_contact.deleted',
      target: target(before),
      before: fields(before),
    });
    return before.email;
  });
}

function target({ id, email }: Pick<ContactRow, 'id' | 'email'>) {
  return { type: 'organization_contact', id, name: email };
}

function fields(row: Omit<ContactRow, 'createdAt'>) {
  const { organizationId, email, name, certificateExpiry, connectionTrouble, keyRenewal } = row;
  return { organizationId, email, name, certificateExpiry, connectionTrouble, keyRenewal };
}
