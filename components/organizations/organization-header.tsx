import { PageHeader } from '#components/layout/page-header.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { HistoryLink } from '#components/ui/history-link.tsx';
import { IdLine } from '#components/ui/id-line.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import type { OrganizationView } from '#lib/organizations/organization-view.ts';

/** Title and tabs of an organization's pages. */
export function OrganizationHeader({
  organization,
  environmentId,
  current,
  history,
}: {
  organization: OrganizationView;
  environmentId: string;
  current: 'overview' | 'settings';
  /** Where what was done to it is listed, for those who may read it. */
  history: string | null;
}) {
  const list = `/dashboard/${environmentId}/organizations`;
  const base = `${list}/${organization.id}`;
  const tabs = { overview: base, settings: `${base}/settings` };
  return (
    <>
      <Breadcrumb steps={[{ href: list, label: 'Organizations' }]} />
      <PageHeader
        title={organization.name}
        docs="connections"
        description={
          <>
            <IdLine id={organization.id} label="organization ID" />
            {history && <HistoryLink href={history} />}
          </>
        }
      />
      <LinkTabs
        label="Organization"
        current={tabs[current]}
        tabs={[
          { href: tabs.overview, label: 'Overview' },
          { href: tabs.settings, label: 'Settings' },
        ]}
      />
    </>
  );
}
