import { Button, Callout, Code } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '#components/layout/page-header.tsx';
import { MailTable } from '#components/mail/mail-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterForm } from '#components/ui/filter-form.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { cursorHref, queryChoice, queryCursor, queryText } from '#lib/dashboard/list-query.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { MAIL_STATES } from '#lib/mail/mail-states.ts';
import { listMails } from '#lib/mail/outbox.ts';
import { MAIL_TEMPLATES, templateLabel } from '#lib/mail/templates.ts';

export const metadata: Metadata = { title: 'Outbox' };

const STATES = ['queued', 'sent', 'failed', 'kept'] as const;
const PATH = '/dashboard/workspace/outbox';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Every mail of the last 30 days, and whether it went out. */
export default async function OutboxPage({ searchParams }: Props) {
  const admin = await workspacePage('outbox:read');
  const query = await searchParams;
  const filter = {
    search: queryText(query, 'q'),
    state: queryChoice(query, 'state', STATES),
    template: queryText(query, 'kind'),
  };
  const list = await listMails(admin, filter, queryCursor(query));
  return (
    <>
      <PageHeader
        title="Outbox"
        docs="members#mail"
        description="Every mail Gatehouse wrote for this workspace in the last 30 days, and whether it went out."
      />
      <Callout.Root size="1" color="gray" mb="4">
        <Callout.Icon>
          <Info size={16} aria-hidden />
        </Callout.Icon>
        <Callout.Text>
          {list.server ? (
            <>
              Mails go out through {list.server.address}, from {list.server.from}. What they say can be read
              only by the people they are for.
            </>
          ) : (
            <>
              No mail server is set up, so mails are kept here for you to read and hand over. To have them
              sent, whoever runs Gatehouse sets <Code>SMTP_URL</Code> and <Code>MAIL_FROM</Code>.
            </>
          )}
        </Callout.Text>
      </Callout.Root>
      {list.isEmpty ? (
        <EmptyState
          title="No mail yet"
          docs="members#mail"
          action={
            admin.may('members:write') && (
              <Button asChild>
                <Link href="/dashboard/workspace/members#invite">Invite somebody</Link>
              </Button>
            )
          }
        >
          Invitations, notices about certificates and other mails appear here as soon as they are written. An
          invitation is the first for most.
        </EmptyState>
      ) : (
        <>
          <FilterForm
            search={filter.search}
            placeholder="Address, subject or ID"
            menus={[
              {
                name: 'state',
                label: 'State',
                anyLabel: 'Any state',
                value: filter.state,
                choices: STATES.map((value) => ({ value, label: MAIL_STATES[value].label })),
              },
              {
                name: 'kind',
                label: 'Kind',
                anyLabel: 'Any kind',
                value: filter.template,
                choices: Object.keys(MAIL_TEMPLATES).map((value) => ({ value, label: templateLabel(value) })),
              },
            ]}
          />
          {list.lines.length === 0 ? (
            <EmptyState title="Nothing matches">
              No mail fits these filters. Check the spelling, or clear them.
            </EmptyState>
          ) : (
            <MailTable lines={list.lines} path={PATH} />
          )}
          <Pager
            newerHref={cursorHref(PATH, query, 'newer', list.newer)}
            olderHref={cursorHref(PATH, query, 'older', list.older)}
          />
        </>
      )}
    </>
  );
}
