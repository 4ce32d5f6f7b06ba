import { Button, Flex } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '#components/layout/page-header.tsx';
import { SavedFilters } from '#components/sessions/saved-filters.tsx';
import { filterWords, SessionBrowser } from '#components/sessions/session-browser.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { savedFiltersOf } from '#lib/sso/saved-filters.ts';
import { sessionListInput, sessionListQuery } from '#lib/sso/session-list.schema.ts';
import { listSessions } from '#lib/sso/session-list.ts';

export const metadata: Metadata = { title: 'Sessions' };

const CONNECTION_CHOICES = 200;

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Every login attempt of the environment, newest first. */
export default async function SessionsPage({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'sessions:read');
  const input = sessionListInput.parse(await searchParams);
  const [list, connections, filters] = await Promise.all([
    listSessions(admin, input),
    admin.data.ssoSessions.connectionChoices(CONNECTION_CHOICES, input.connection),
    savedFiltersOf(admin, admin.member),
  ]);
  const base = `/dashboard/${environmentId}`;
  return (
    <>
      <PageHeader
        title="Sessions"
        docs="sessions"
        description="Every attempt to sign in, with what was sent and received, and the reason when it failed."
      />
      <SessionBrowser
        list={list}
        input={input}
        path={`${base}/sessions`}
        base={base}
        connections={connections}
        saved={
          <SavedFilters
            environmentId={environmentId}
            path={`${base}/sessions`}
            query={sessionListQuery(input)}
            suggestion={filterWords(input, connections)}
            filters={filters}
          />
        }
        nothingYet={
          <EmptyState
            docs="login-flows"
            title="Nobody has tried to sign in yet"
            action={
              <Flex gap="3" wrap="wrap">
                {admin.environment.kind === 'staging' && (
                  <Button asChild>
                    <a href="/example">Open the example app</a>
                  </Button>
                )}
                {admin.environment.kind === 'staging' && admin.may('test_sso:use') ? (
                  <Button asChild variant="soft">
                    <Link href={`${base}/test-sso`}>Test SSO</Link>
                  </Button>
                ) : (
                  <Button asChild variant="soft">
                    <Link href={`${base}/connections`}>Connections</Link>
                  </Button>
                )}
              </Flex>
            }
          >
            {admin.environment.kind === 'staging'
              ? 'Each attempt appears here within seconds, whether it succeeds or not. Sign in through the example app, or break a sign-in on purpose under Test SSO.'
              : 'Each attempt appears here within seconds, whether it succeeds or not. Add a connection for a customer, then send somebody to /sso/authorize.'}
          </EmptyState>
        }
      />
    </>
  );
}
