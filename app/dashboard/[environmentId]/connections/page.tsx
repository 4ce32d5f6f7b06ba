import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import NextLink from 'next/link';
import { ConnectionTable } from '#components/connections/connection-table.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterForm } from '#components/ui/filter-form.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { CONNECTION_STATES } from '#lib/connections/connection-states.ts';
import { typeLabel } from '#lib/connections/connection-view.ts';
import { searchConnections } from '#lib/connections/search-connections.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { cursorHref, queryChoice, queryCursor, queryText } from '#lib/dashboard/list-query.ts';

export const metadata: Metadata = { title: 'Connections' };

const STATES = ['active', 'validating', 'draft', 'requires_type', 'inactive'] as const;
const CERTIFICATES = ['expiring', 'expired'] as const;
/** More organizations than this are found by the search field. */
const ORGANIZATION_CHOICES = 100;

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Every way people of this environment sign in. */
export default async function ConnectionsPage({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const query = await searchParams;
  const filter = {
    search: queryText(query, 'q'),
    state: queryChoice(query, 'state', STATES),
    connectionType: queryText(query, 'type'),
    organizationId: queryText(query, 'organization'),
    certificate: queryChoice(query, 'certificate', CERTIFICATES),
  };
  const [list, types, organizations] = await Promise.all([
    searchConnections(admin, filter, queryCursor(query)),
    admin.data.connectionList.types(),
    admin.data.organizationList.choices(ORGANIZATION_CHOICES, filter.organizationId),
  ]);
  const path = `/dashboard/${environmentId}/connections`;
  return (
    <>
      <PageHeader
        title="Connections"
        docs="connections"
        description="A connection joins one organization to its identity provider. Add one on the organization’s page."
      />
      {list.isEmpty ? (
        <EmptyState
          title="No connections yet"
          docs="connections#set-up"
          action={
            <Button asChild>
              <NextLink href={`/dashboard/${environmentId}/organizations`}>Go to organizations</NextLink>
            </Button>
          }
        >
          {admin.may('connections:write')
            ? 'Connections belong to organizations. Open the customer’s organization, or create it, and choose Add connection there.'
            : 'Connections belong to organizations. Your role may only look at them here: ask a Developer or an Admin to add the first.'}
        </EmptyState>
      ) : (
        <>
          <FilterForm
            search={filter.search}
            placeholder="Name, organization, domain or ID"
            menus={[
              {
                name: 'state',
                label: 'State',
                anyLabel: 'Any state',
                value: filter.state,
                choices: STATES.map((value) => ({ value, label: CONNECTION_STATES[value].label })),
              },
              {
                name: 'type',
                label: 'Identity provider',
                anyLabel: 'Any identity provider',
                value: filter.connectionType,
                choices: types
                  .map((value) => ({ value, label: typeLabel(value) }))
                  .sort((a, b) => a.label.localeCompare(b.label, 'en')),
              },
              {
                name: 'organization',
                label: 'Organization',
                anyLabel: 'Any organization',
                value: filter.organizationId,
                choices: organizations.map(({ id, name }) => ({ value: id, label: name })),
              },
              {
                name: 'certificate',
                label: 'Certificate',
                anyLabel: 'Any certificate',
                value: filter.certificate,
                choices: [
                  { value: 'expiring', label: 'Ends within 90 days' },
                  { value: 'expired', label: 'Expired' },
                ],
              },
            ]}
          />
          {list.items.length === 0 ? (
            <EmptyState title="Nothing matches">
              No connection fits these filters. Check the spelling, or clear them.
            </EmptyState>
          ) : (
            <ConnectionTable items={list.items} environmentId={environmentId} withOrganization />
          )}
          <Pager
            newerHref={cursorHref(path, query, 'newer', list.newer)}
            olderHref={cursorHref(path, query, 'older', list.older)}
          />
        </>
      )}
    </>
  );
}
