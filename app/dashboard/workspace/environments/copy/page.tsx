import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ChooseEnvironments } from '#components/environments/choose-environments.tsx';
import { CopyDifference } from '#components/environments/copy-difference.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { queryText } from '#lib/dashboard/list-query.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { previewCopy } from '#lib/workspace/copy-configuration.ts';
import { listEnvironments } from '#lib/workspace/environments.ts';

export const metadata: Metadata = { title: 'Copy configuration' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What one environment has that another lacks, shown before anything is copied. */
export default async function CopyConfiguration({ searchParams }: Props) {
  const admin = await workspacePage('environments:write');
  const query = await searchParams;
  const [from, to] = [queryText(query, 'from'), queryText(query, 'to')];
  const { environments } = await listEnvironments(admin, { deleteProduction: false });
  const choices = environments.map(({ id, name, kind }) => ({ id, name, kind }));
  const known = (id: string | null) => id === null || choices.some((one) => one.id === id);
  if (!known(from) || !known(to)) notFound();
  const preview = from !== null && to !== null ? await previewCopy(admin, { from, to }) : null;
  return (
    <>
      <Breadcrumb steps={[{ href: '/dashboard/workspace/environments', label: 'Environments' }]} />
      <PageHeader
        title="Copy configuration"
        docs="environments#more"
        description="Adds what the target lacks. Nothing there is changed or deleted, and keys, organizations and connections are never copied."
      />
      <ChooseEnvironments choices={choices} from={from} to={to} />
      {preview ? (
        <CopyDifference preview={preview} copied={Number(queryText(query, 'copied')) || 0} />
      ) : (
        from !== null &&
        from === to && (
          <Text as="p" size="2" role="status">
            Choose two different environments.
          </Text>
        )
      )}
    </>
  );
}
