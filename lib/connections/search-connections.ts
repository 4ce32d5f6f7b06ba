import type { ConnectionListFilter } from '#lib/data/connection-list.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { EXPIRY_NOTICE_DAYS } from '#lib/saml/certificate.ts';
import { type ConnectionListItem, connectionListItem } from './connection-view.ts';

const PAGE_SIZE = 25;
const DAY_MS = 24 * 60 * 60 * 1000;

export type ConnectionSearch = Omit<ConnectionListFilter, 'certificateEndsBefore'> & {
  /** `expiring` includes those that have expired. */
  certificate: 'expiring' | 'expired' | null;
};

/** One page of the dashboard's list, newest first. `newer` and `older` are cursors, null at the ends. */
export type ConnectionListPage = {
  items: readonly ConnectionListItem[];
  newer: string | null;
  older: string | null;
  /** No connection at all, whatever the filter. */
  isEmpty: boolean;
};

/** Finds connections for the dashboard. A cursor is the id of the item it continues from. */
export async function searchConnections(
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  { certificate, ...filter }: ConnectionSearch,
  cursor: { newer: string | null; older: string | null },
): Promise<ConnectionListPage> {
  const notice = certificate === 'expiring' ? EXPIRY_NOTICE_DAYS * DAY_MS : 0;
  const certificateEndsBefore = certificate === null ? null : new Date(now.getTime() + notice);
  const page = await data.connectionList.page(
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
    items: await withLastSignIn({ data, now }, page.data),
    newer: page.before,
    older: page.after,
    isEmpty: page.data.length === 0 && !(await data.connectionList.any()),
  };
}

/** The connections of one organization, oldest first. */
export async function connectionsOfOrganization(
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  organizationId: string,
): Promise<readonly ConnectionListItem[]> {
  return withLastSignIn({ data, now }, await data.connectionList.ofOrganization(organizationId));
}

type Lines = Awaited<ReturnType<EnvironmentContext['data']['connectionList']['ofOrganization']>>;

async function withLastSignIn({ data, now }: Pick<EnvironmentContext, 'data' | 'now'>, lines: Lines) {
  const lastSignIns = await data.connectionList.lastSignIns(lines.map((line) => line.id));
  return lines.map((line) => connectionListItem(line, lastSignIns.get(line.id) ?? null, now));
}
