import { DataList, Flex, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ContactList } from '#components/organizations/contact-list.tsx';
import { MetadataForm } from '#components/organizations/metadata-form.tsx';
import { OrganizationHeader } from '#components/organizations/organization-header.tsx';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { type ContactView, listContacts } from '#lib/organizations/contacts.ts';
import { type OrganizationView, organizationView } from '#lib/organizations/organization-view.ts';
import { deleteOrganizationAction, renameOrganizationAction } from '../../actions.ts';

export const metadata: Metadata = { title: 'Settings' };

type Props = { params: Promise<{ environmentId: string; organizationId: string }> };

/** Name, ids of the app's own, and the end of an organization. */
export default async function OrganizationSettingsPage({ params }: Props) {
  const { environmentId, organizationId } = await params;
  const admin = await adminPage(environmentId, 'organizations:read');
  const row = await admin.data.organizations.get(organizationId);
  if (!row) notFound();
  const organization = organizationView(row);
  const contacts = await listContacts(admin, organizationId);
  return (
    <>
      <OrganizationHeader
        organization={organization}
        environmentId={environmentId}
        current="settings"
        history={historyHref(admin, organization.id)}
      />
      <Flex direction="column" gap="5">
        {admin.may('organizations:write') ? (
          <Editable
            organization={organization}
            contacts={contacts}
            environmentId={environmentId}
            holdings={await admin.data.organizationList.holdings(organizationId)}
          />
        ) : (
          <>
            <ReadOnly organization={organization} />
            <ContactList
              contacts={contacts}
              organizationId={organization.id}
              environmentId={environmentId}
              mayWrite={false}
            />
          </>
        )}
        <Text as="p" size="1" color="gray">
          Created <Time value={organization.createdAt} />, last changed{' '}
          <Time value={organization.updatedAt} />.
        </Text>
      </Flex>
    </>
  );
}

function Editable({
  organization,
  contacts,
  environmentId,
  holdings,
}: {
  organization: OrganizationView;
  contacts: readonly ContactView[];
  environmentId: string;
  holdings: { connections: number; profiles: number };
}) {
  return (
    <>
      <SectionCard title="General">
        <ActionForm
          action={renameOrganizationAction}
          environmentId={environmentId}
          loaded={{ name: organization.name, external_id: organization.externalId }}
          keepValues
        >
          <input type="hidden" name="organizationId" value={organization.id} />
          <div className="max-w-md">
            <TextInput name="name" label="Name" initial={organization.name} autoComplete="off" />
          </div>
          <div className="max-w-md">
            <TextInput
              name="external_id"
              label="External ID (optional)"
              initial={organization.externalId ?? ''}
              placeholder="customer_1234"
              autoComplete="off"
              spellCheck={false}
              help="What your own app calls this customer. No two organizations of an environment can have the same."
            />
          </div>
          <Flex>
            <SubmitButton>Save</SubmitButton>
          </Flex>
        </ActionForm>
      </SectionCard>
      <ContactList
        contacts={contacts}
        organizationId={organization.id}
        environmentId={environmentId}
        mayWrite
      />
      <SectionCard
        title="Metadata"
        description="Up to 50 keys and values of your own. They come with the organization in the API and mean nothing here."
      >
        <MetadataForm
          environmentId={environmentId}
          organizationId={organization.id}
          pairs={organization.metadata}
        />
      </SectionCard>
      <SectionCard
        title="Delete organization"
        tone="danger"
        description="Deletes its domains, connections, profiles and sessions too. It cannot be taken back."
        actions={
          <ConfirmDialog
            trigger={{ label: 'Delete organization', color: 'red', variant: 'soft' }}
            title={`Delete ${organization.name}?`}
            action={deleteOrganizationAction}
            environmentId={environmentId}
            fields={{ organizationId: organization.id }}
            confirmLabel="Delete organization"
            typed={{ text: organization.name, label: 'Name of the organization' }}
          >
            {lost(holdings)} All of its session records are deleted as well. If the customer comes back, its
            people get new profile IDs and your app will not recognize them.
          </ConfirmDialog>
        }
      />
    </>
  );
}

function lost({ connections, profiles }: { connections: number; profiles: number }): string {
  if (connections === 0) return 'The organization has no connection.';
  const people = profiles === 1 ? '1 person' : `${profiles.toLocaleString('en-US')} people`;
  const ways = connections === 1 ? 'its connection' : `its ${connections} connections`;
  return profiles === 0
    ? `Nobody can sign in through ${ways} any more.`
    : `${people} who signed in through ${ways} can no longer do so.`;
}

function ReadOnly({ organization }: { organization: OrganizationView }) {
  return (
    <SectionCard title="General" description="Your role may look at these settings but not change them.">
      <DataList.Root>
        <DataList.Item>
          <DataList.Label>Name</DataList.Label>
          <DataList.Value>{organization.name}</DataList.Value>
        </DataList.Item>
        <DataList.Item>
          <DataList.Label>External ID</DataList.Label>
          <DataList.Value>{organization.externalId ?? 'None'}</DataList.Value>
        </DataList.Item>
        {organization.metadata.map(({ key, value }) => (
          <DataList.Item key={key}>
            <DataList.Label>{key}</DataList.Label>
            <DataList.Value>{value}</DataList.Value>
          </DataList.Item>
        ))}
      </DataList.Root>
    </SectionCard>
  );
}
