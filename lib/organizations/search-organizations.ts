import type { EnvironmentContext } from '#lib/data/context.ts';
import type { OrganizationListFilter } from '#lib/data/organization-list.ts';
import { type OrganizationListItem, organizationListItem } from './organization-view.ts';

const PAGE_SIZE = 25;

/** One page of the dashboard's list, newest first. `newer` and `older` are cursors, null at the ends. */
export type OrganizationListPage = {
  items: readonly OrganizationListItem[];
  newer: string | null;
  older: string | null;
  /** No organization at all, whatever the filter. */
  isEmpty: boolean;
};

/** Finds organizations for the dashboard. A cursor is the id of the item it continues from. */
export async function searchOrganizations(
  { data }: Pick<EnvironmentContext, 'data'>,
  filter: OrganizationListFilter,
  cursor: { newer: string | null; older: string | null },
): Promise<OrganizationListPage> {
  const page = await data.organizationList.page(filter, {
    limit: PAGE_SIZE,
    order: 'desc',
    ...(cursor.older !== null
      ? { after: cursor.older }
      : cursor.newer !== null
        ? { before: cursor.newer }
        : {}),
  });
  return {
    items: page.data.map(organizationListItem),
    newer: page.before,
    older: page.after,
    isEmpty: page.data.length === 0 && !(await data.organizationList.any()),
  };
}
