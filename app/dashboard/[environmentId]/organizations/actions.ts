'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { requireTyped } from '#lib/dashboard/typed-confirmation.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { addContactForm, contactForm, updateContactForm } from '#lib/organizations/contacts.schema.ts';
import { addContact, removeContact, updateContact } from '#lib/organizations/contacts.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { deleteOrganization } from '#lib/organizations/delete-organization.ts';
import { getOrganization } from '#lib/organizations/get-organization.ts';
import {
  addDomainForm,
  deleteOrganizationForm,
  domainForm,
  metadataForm,
  newOrganizationForm,
  profilePolicyForm,
  renameOrganizationForm,
} from '#lib/organizations/organization-form.schema.ts';
import { removeDomain } from '#lib/organizations/remove-domain.ts';
import { replaceMetadata } from '#lib/organizations/replace-metadata.ts';
import { typedDomains } from '#lib/organizations/typed-domains.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { vouchForDomain } from '#lib/organizations/vouch-for-domain.ts';

const permission = 'organizations:write';
/** A change that decides over sign-ins, judged before it is kept. */
const edit = { permission, reviewed: true } as const;

export const createOrganizationAction = adminAction(
  { permission, input: newOrganizationForm },
  async ({ input, environment, ...ctx }) => {
    const domainData = typedDomains(input.domain_data ?? '').map(
      (domain) => ({ domain, state: 'verified' }) as const,
    );
    const { id } = await createOrganization(ctx, { name: input.name, domainData });
    redirect(`/dashboard/${environment.id}/organizations/${id}`);
  },
);

export const renameOrganizationAction = adminAction(
  { permission, input: renameOrganizationForm },
  async ({ input, ...ctx }) => {
    await updateOrganization(ctx, {
      id: input.organizationId,
      name: input.name,
      externalId: input.external_id || null,
    });
    refresh();
    return 'The organization is saved.';
  },
);

export const saveMetadataAction = adminAction(
  { permission, input: metadataForm },
  async ({ input, ...ctx }) => {
    const pairs = input.key.map((key, index) => ({ key, value: input.value[index] ?? '' }));
    await replaceMetadata(ctx, { id: input.organizationId, pairs });
    refresh();
    return 'The metadata is saved.';
  },
);

export const deleteOrganizationAction = adminAction(
  { permission, input: deleteOrganizationForm },
  async ({ input, environment, ...ctx }) => {
    const { name } = await getOrganization(ctx, { id: input.organizationId });
    requireTyped(input.confirmation, name);
    await deleteOrganization(ctx, input.organizationId);
    redirect(`/dashboard/${environment.id}/organizations`);
  },
);

export const addDomainAction = adminAction({ ...edit, input: addDomainForm }, async ({ input, ...ctx }) => {
  const { domain } = await addDomain(ctx, { ...input, verification: 'manual' });
  refresh();
  return `${domain} is added: people with this email domain may sign in.`;
});

export const verifyDomainAction = adminAction({ ...edit, input: domainForm }, async ({ input, ...ctx }) => {
  const { domain } = await vouchForDomain(ctx, input.domainId);
  refresh();
  return `${domain} counts as verified now.`;
});

export const removeDomainAction = adminAction({ ...edit, input: domainForm }, async ({ input, ...ctx }) => {
  await removeDomain(ctx, input.domainId);
  refresh();
  return 'The domain is removed.';
});

export const setProfilePolicyAction = adminAction(
  { ...edit, input: profilePolicyForm },
  async ({ input, ...ctx }) => {
    const allowProfilesOutsideOrganization = input.allow === 'yes';
    await updateOrganization(ctx, { id: input.organizationId, allowProfilesOutsideOrganization });
    refresh();
    return allowProfilesOutsideOrganization
      ? 'People with any email domain may sign in now.'
      : 'Only people with a listed email domain may sign in now.';
  },
);

export const addContactAction = adminAction(
  { permission, input: addContactForm },
  async ({ input, ...ctx }) => {
    const { email } = await addContact(ctx, input);
    refresh();
    return `${email} is in the list now.`;
  },
);

export const updateContactAction = adminAction(
  { permission, input: updateContactForm },
  async ({ input: { contactId, ...values }, ...ctx }) => {
    await updateContact(ctx, { id: contactId, ...values });
    refresh();
    return 'The contact is saved.';
  },
);

export const removeContactAction = adminAction(
  { permission, input: contactForm },
  async ({ input, ...ctx }) => {
    const email = await removeContact(ctx, input.contactId);
    refresh();
    return `${email} gets no more mails.`;
  },
);
