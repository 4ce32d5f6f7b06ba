import type { EnvironmentContext } from '#lib/data/context.ts';
import type { OrganizationListFilter } from '#lib/data/organization-list.ts';
import { EXPIRY_NOTICE_DAYS } from '#lib/saml/certificate.ts';
import { type OrganizationListItem, organizationListItem } from './organization-view.ts';

const PAGE_SIZE = 25;
const DAY_MS = 24 * 60 * 60 * 1000;

export type OrganizationSearch = Omit<OrganizationListFilter, 'certificateEndsBefore'> & {
  /** `expiring` includes those that have expired. */
  certificate: 'expiring' | 'expired' | null;
};

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
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  { certificate, ...filter }: OrganizationSearch,
  cursor: { newer: string | null; older: string | null },
): Promise<OrganizationListPage> {
  const notice = certificate === 'expiring' ? EXPIRY_NOTICE_DAYS * DAY_MS : 0;
  const certificateEndsBefore = certificate === null ? null : new Date(now.getTime() + notice);
  const page = await data.organizationList.page(
    { ...filter, certificateEndsBefore },
    {
      limit: PAGE_SIZE,
      order: 'desc',
      ...(cursor.older !== null
        ? { after: cursor.older }
        : cursor.newer !== null
          ? { before: cursor.newer }
          : {}),
    },
  );
  return {
    items: page.data.map(organizationListItem),
    newer: page.before,
    older: page.after,
    isEmpty: page.data.length === 0 && !(await data.organizationList.any()),
  };
}
