import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { ConnectionSessions } from '#components/sessions/connection-sessions.tsx';
import { connectionPage } from '#lib/connections/connection-page.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';

export const metadata: Metadata = { title: 'Sessions' };

type Props = {
  params: Promise<{ environmentId: string; connectionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Who tried to sign in through one connection, and how it went. */
export default async function ConnectionSessionsPage({ params, searchParams }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'sessions:read');
  const found = await connectionPage(admin, connectionId);
  if (!found) notFound();
  return (
    <>
      <ConnectionHeader
        connection={found.connection}
        environmentId={environmentId}
        current="sessions"
        mayWrite={admin.may('connections:write') && !found.held}
        locked={admin.locked}
        mayTest={admin.may('test_sso:use')}
        profiles={found.profiles}
        history={historyHref(admin, found.connection.id)}
        signsTeamIn={found.signsTeamIn}
      />
      <ConnectionSessions admin={admin} connectionId={connectionId} searchParams={await searchParams} />
    </>
  );
}
