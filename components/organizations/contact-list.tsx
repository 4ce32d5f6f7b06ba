import { Badge, Button, Flex, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import {
  addContactAction,
  removeContactAction,
  updateContactAction,
} from '#app/dashboard/[environmentId]/organizations/actions.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import { CONTACT_MAILS, type ContactView } from '#lib/organizations/contacts.ts';

const KINDS = Object.keys(CONTACT_MAILS) as (keyof typeof CONTACT_MAILS)[];

/** The people at the customer who look after its identity provider, and the mails each of them gets. */
export function ContactList({
  contacts,
  organizationId,
  environmentId,
  mayWrite,
}: {
  contacts: readonly ContactView[];
  organizationId: string;
  environmentId: string;
  mayWrite: boolean;
}) {
  return (
    <SectionCard
      id="contacts"
      title="Contacts"
      description="The customer’s IT admins. They have no account here; each gets the mails you choose, in the name of your workspace, and answers go to its support address."
      actions={
        mayWrite && (
          <FormDialog
            trigger={{ label: 'Add contact', variant: 'soft' }}
            title="Add contact"
            description="Nothing is sent now. The first mail comes when there is something to do."
            action={addContactAction}
            environmentId={environmentId}
            submitLabel="Add contact"
          >
            <input type="hidden" name="organizationId" value={organizationId} />
            <TextInput
              name="email"
              label="Email address"
              type="email"
              placeholder="it@example.com"
              autoComplete="off"
              help="An address that a team reads outlives a person who leaves."
            />
            <NameAndMails contact={null} />
          </FormDialog>
        )
      }
    >
      {contacts.length === 0 ? (
        <Text as="p" size="2" color="gray">
          Nobody is listed, so only your own team hears when a certificate of this customer is about to
          expire. Add the person or team who can renew it.
        </Text>
      ) : (
        <ul className="divide-y divide-(--gray-a4) rounded-(--radius-3) shadow-[inset_0_0_0_1px_var(--gray-a4)]">
          {contacts.map((contact) => (
            <li key={contact.id} className="px-3 py-2">
              <Flex align="center" gap="3" wrap="wrap">
                <Who contact={contact} />
                <Mails contact={contact} />
                {mayWrite && <Buttons contact={contact} environmentId={environmentId} />}
              </Flex>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

/** Who is listed, on the organization's own page. */
export function ContactSummary({
  contacts,
  organizationId,
  environmentId,
  mayWrite,
}: {
  contacts: readonly ContactView[];
  organizationId: string;
  environmentId: string;
  mayWrite: boolean;
}) {
  return (
    <SectionCard
      id="contacts"
      title="Contacts"
      description={
        contacts.length === 0
          ? 'Nobody at this customer is written to when a certificate is about to expire.'
          : 'The customer’s IT admins, and what they are written to about.'
      }
      actions={
        <Button asChild variant="soft" color="gray">
          <NextLink href={`/dashboard/${environmentId}/organizations/${organizationId}/settings#contacts`}>
            {mayWrite ? 'Manage contacts' : 'See contacts'}
          </NextLink>
        </Button>
      }
    >
      {contacts.length > 0 && (
        <ul className="flex list-none flex-col gap-2 p-0">
          {contacts.map((contact) => (
            <li key={contact.id}>
              <Flex align="center" gap="3" wrap="wrap">
                <Who contact={contact} />
                <Mails contact={contact} />
              </Flex>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

function Who({ contact: { email, name } }: { contact: ContactView }) {
  return (
    <div className="min-w-0">
      <Text as="p" size="2" weight="medium" className="[overflow-wrap:anywhere]">
        {email}
      </Text>
      {name !== null && (
        <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere]">
          {name}
        </Text>
      )}
    </div>
  );
}

function Mails({ contact }: { contact: ContactView }) {
  const wanted = KINDS.filter((kind) => contact[kind]);
  return (
    <Flex gap="2" wrap="wrap">
      {wanted.length === 0 && <Badge color="gray">No mails</Badge>}
      {wanted.map((kind) => (
        <Badge key={kind} color="gray">
          {CONTACT_MAILS[kind].label}
        </Badge>
      ))}
    </Flex>
  );
}

function Buttons({ contact, environmentId }: { contact: ContactView; environmentId: string }) {
  const { id, email } = contact;
  return (
    <Flex gap="2" ml="auto" wrap="wrap">
      <FormDialog
        trigger={{ label: 'Edit', name: email, variant: 'soft', color: 'gray', size: '1' }}
        title={`Edit ${email}`}
        action={updateContactAction}
        environmentId={environmentId}
        submitLabel="Save"
      >
        <input type="hidden" name="contactId" value={id} />
        <NameAndMails contact={contact} />
      </FormDialog>
      <ConfirmDialog
        trigger={{ label: 'Remove', name: email, variant: 'soft', color: 'gray', size: '1' }}
        title={`Remove ${email}?`}
        action={removeContactAction}
        environmentId={environmentId}
        fields={{ contactId: id }}
        confirmLabel="Remove contact"
      >
        {email} gets no more mails about this organization. You can add the address again at any time.
      </ConfirmDialog>
    </Flex>
  );
}

function NameAndMails({ contact }: { contact: ContactView | null }) {
  return (
    <>
      <TextInput
        name="name"
        label="Name (optional)"
        initial={contact?.name ?? ''}
        placeholder="Identity team"
        autoComplete="off"
      />
      {KINDS.map((kind) => (
        <SwitchInput key={kind} name={kind} {...CONTACT_MAILS[kind]} initial={contact?.[kind] ?? true} />
      ))}
    </>
  );
}
