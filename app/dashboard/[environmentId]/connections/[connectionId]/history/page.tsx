import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { VersionList } from '#components/connections/version-list.tsx';
import { connectionHistory } from '#lib/connections/connection-history.ts';
import { connectionPage } from '#lib/connections/connection-page.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { queryText } from '#lib/dashboard/list-query.ts';

export const metadata: Metadata = { title: 'Connection history' };

type Props = {
  params: Promise<{ environmentId: string; connectionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Every version of a connection's settings: who changed what and when, and the way back. */
export default async function ConnectionHistoryPage({ params, searchParams }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const below = Number(queryText(await searchParams, 'below'));
  const [found, history] = await Promise.all([
    connectionPage(admin, connectionId),
    connectionHistory(admin, { connectionId, below: Number.isInteger(below) && below > 0 ? below : null }),
  ]);
  if (!found) notFound();
  const mayWrite = admin.may('connections:write') && !found.held;
  return (
    <>
      <ConnectionHeader
        connection={found.connection}
        environmentId={environmentId}
        current="history"
        mayWrite={mayWrite}
        locked={admin.locked}
        mayTest={admin.may('test_sso:use')}
        profiles={found.profiles}
        history={historyHref(admin, connectionId)}
        signsTeamIn={found.signsTeamIn}
      />
      <VersionList
        history={history}
        connectionId={connectionId}
        environmentId={environmentId}
        mayRestore={mayWrite && admin.may('organizations:write')}
        path={`/dashboard/${environmentId}/connections/${connectionId}/history`}
        paged={below > 0}
      />
    </>
  );
}
