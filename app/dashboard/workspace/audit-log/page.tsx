import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AuditEntries } from '#components/audit/audit-entries.tsx';
import { AuditFilters } from '#components/audit/audit-filters.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { auditLogInput, auditLogQuery } from '#lib/audit/audit-log.schema.ts';
import { listAuditLog } from '#lib/audit/list-audit-log.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

export const metadata: Metadata = { title: 'Audit log' };

const PATH = '/dashboard/workspace/audit-log';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Everything members, API keys and Gatehouse itself changed, in all environments, newest first. */
export default async function AuditLogPage({ searchParams }: Props) {
  const admin = await workspacePage('audit_log:read');
  const input = auditLogInput.parse(await searchParams);
  const { environments } = admin.member;
  const list = await listAuditLog(admin, input, environments);
  const filtered = auditLogQuery(input) !== '';
  const paging = input.older !== null || input.newer !== null;
  return (
    <>
      <PageHeader
        title="Audit log"
        docs="audit-log"
        description="Who changed what, when and from where, in every environment. Entries can be neither changed nor deleted. Secrets are never part of one."
        actions={
          <>
            <Export format="csv" query={auditLogQuery(input, { format: 'csv' })} />
            <Export format="json" query={auditLogQuery(input, { format: 'json' })} />
          </>
        }
      />
      <AuditFilters input={input} actors={list.actors} environments={environments} />
      {list.lines.length > 0 ? (
        <AuditEntries lines={list.lines} path={PATH} />
      ) : (
        <EmptyState
          title={paging ? 'No entries beyond this point' : 'No entry matches'}
          action={
            <Button asChild variant="soft">
              <Link href={paging ? PATH + auditLogQuery(input) : PATH}>
                {paging ? 'Back to the newest' : 'Clear filters'}
              </Link>
            </Button>
          }
        >
          {paging || !filtered
            ? 'This is the end of the list.'
            : 'A search looks for the beginning of a name, a whole ID or a whole IP address. Days are days in UTC.'}
        </EmptyState>
      )}
      <Pager
        newerHref={list.newer === null ? null : PATH + auditLogQuery(input, { newer: list.newer })}
        olderHref={list.older === null ? null : PATH + auditLogQuery(input, { older: list.older })}
      />
    </>
  );
}

/** A plain link: what comes is a file, not a page. */
function Export({ format, query }: { format: 'csv' | 'json'; query: string }) {
  return (
    <Button asChild variant="soft" color="gray">
      <a href={`${PATH}/export${query}`} download>
        Export {format.toUpperCase()}
      </a>
    </Button>
  );
}
