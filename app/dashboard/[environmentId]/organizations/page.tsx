import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { CreateOrganizationDialog } from '#components/organizations/create-organization-dialog.tsx';
import { OrganizationTable } from '#components/organizations/organization-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterForm } from '#components/ui/filter-form.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { CONNECTION_STATES } from '#lib/connections/connection-states.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { cursorHref, queryChoice, queryCursor, queryText } from '#lib/dashboard/list-query.ts';
import { searchOrganizations } from '#lib/organizations/search-organizations.ts';

export const metadata: Metadata = { title: 'Organizations' };

const STATES = ['active', 'validating', 'draft', 'inactive', 'none'] as const;
const CERTIFICATES = ['expiring', 'expired'] as const;

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The customers of this environment. */
export default async function OrganizationsPage({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'organizations:read');
  const query = await searchParams;
  const search = queryText(query, 'q');
  const connections = queryChoice(query, 'connections', STATES);
  const certificate = queryChoice(query, 'certificate', CERTIFICATES);
  const list = await searchOrganizations(admin, { search, connections, certificate }, queryCursor(query));
  const path = `/dashboard/${environmentId}/organizations`;
  const create = admin.may('organizations:write') && (
    <CreateOrganizationDialog environmentId={environmentId} />
  );
  return (
    <>
      <PageHeader
        title="Organizations"
        docs="connections"
        description="Each organization is one of your customers: its email domains, and the connections its people sign in through."
        actions={list.isEmpty ? undefined : create}
      />
      {list.isEmpty ? (
        <EmptyState title="No organizations yet" action={create} docs="connections">
          {create
            ? 'Create one for each customer that wants to sign in with its own identity provider. Your app then names the organization when it sends somebody to sign in.'
            : 'Each customer that signs in with its own identity provider gets one. Your role may only look at them here: ask a Developer or an Admin to create the first.'}
        </EmptyState>
      ) : (
        <>
          <FilterForm
            search={search}
            placeholder="Name, domain or ID"
            menus={[
              {
                name: 'connections',
                label: 'Connection state',
                anyLabel: 'Any connection state',
                value: connections,
                choices: STATES.map((value) => ({
                  value,
                  label: value === 'none' ? 'No connection' : CONNECTION_STATES[value].label,
                })),
              },
              {
                name: 'certificate',
                label: 'Certificate',
                anyLabel: 'Any certificate',
                value: certificate,
                choices: [
                  { value: 'expiring', label: 'Ends within 90 days' },
                  { value: 'expired', label: 'Expired' },
                ],
              },
            ]}
          />
          {list.items.length === 0 ? (
            <EmptyState title="Nothing matches">
              No organization fits this search. Check the spelling, or clear the filters.
            </EmptyState>
          ) : (
            <OrganizationTable items={list.items} environmentId={environmentId} />
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
