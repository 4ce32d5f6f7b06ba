import { Button, Flex, Text } from '@radix-ui/themes';
import { Plus } from 'lucide-react';
import NextLink from 'next/link';
import { notFound } from 'next/navigation';
import { ConnectionTable } from '#components/connections/connection-table.tsx';
import { ContactSummary } from '#components/organizations/contact-list.tsx';
import { DomainList } from '#components/organizations/domain-list.tsx';
import { OrganizationHeader } from '#components/organizations/organization-header.tsx';
import { ProfilePolicy } from '#components/organizations/profile-policy.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { connectionsOfOrganization } from '#lib/connections/search-connections.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { listContacts } from '#lib/organizations/contacts.ts';
import { organizationView } from '#lib/organizations/organization-view.ts';

type Props = { params: Promise<{ environmentId: string; organizationId: string }> };

/** One customer: who may sign in, and how. */
export default async function OrganizationPage({ params }: Props) {
  const { environmentId, organizationId } = await params;
  const admin = await adminPage(environmentId, 'organizations:read');
  const row = await admin.data.organizations.get(organizationId);
  if (!row) notFound();
  const organization = organizationView(row);
  const connections = admin.may('connections:read')
    ? await connectionsOfOrganization(admin, organizationId)
    : [];
  const mayWrite = admin.may('organizations:write');
  const add = admin.may('connections:write') && (
    <Button asChild variant={connections.length === 0 ? 'solid' : 'soft'}>
      <NextLink href={`/dashboard/${environmentId}/organizations/${organizationId}/connections/new`}>
        <Plus size={16} aria-hidden />
        Add connection
      </NextLink>
    </Button>
  );
  return (
    <>
      <OrganizationHeader
        organization={organization}
        environmentId={environmentId}
        current="overview"
        history={historyHref(admin, organization.id)}
      />
      <Flex direction="column" gap="5">
        <SectionCard
          id="connections"
          title="Connections"
          description="How this customer’s people sign in. One connection is usual; more only while moving from one identity provider to another."
          actions={add}
        >
          {connections.length === 0 ? (
            <Text as="p" size="2" color="gray">
              No connection yet, so nobody of this organization can sign in. Add one, then give its values to
              the customer’s IT admin.
            </Text>
          ) : (
            <ConnectionTable items={connections} environmentId={environmentId} withOrganization={false} />
          )}
        </SectionCard>
        <DomainList organization={organization} environmentId={environmentId} mayWrite={mayWrite} />
        <ProfilePolicy organization={organization} environmentId={environmentId} mayWrite={mayWrite} />
        <ContactSummary
          contacts={await listContacts(admin, organizationId)}
          organizationId={organizationId}
          environmentId={environmentId}
          mayWrite={mayWrite}
        />
      </Flex>
    </>
  );
}
