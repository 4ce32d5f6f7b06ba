import { Button, Callout, Flex } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import type { Metadata } from 'next';
import NextLink from 'next/link';
import { CertificateMonth } from '#components/connections/certificate-month.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { certificateCalendarView } from '#lib/connections/certificate-calendar.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';

export const metadata: Metadata = { title: 'Certificates' };

type Props = { params: Promise<{ environmentId: string }> };

/** Which certificate ends when. */
export default async function CertificatesPage({ params }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const { months, isEmpty, isCut } = await certificateCalendarView(admin);
  return (
    <>
      <PageHeader
        title="Certificates"
        docs="certificates"
        description="When the certificates of your connections end, for the next twelve months. Members who want it are written to 90 days ahead, then each week."
      />
      {months.length === 0 ? (
        <EmptyState
          title={isEmpty ? 'No certificates yet' : 'Nothing ends within a year'}
          action={
            <Button asChild>
              <NextLink href={`/dashboard/${environmentId}/connections`}>Go to connections</NextLink>
            </Button>
          }
        >
          {isEmpty
            ? 'A certificate comes with the metadata of an identity provider. Configure a connection, and its certificates appear here.'
            : 'Every certificate of your connections lasts longer than the next twelve months.'}
        </EmptyState>
      ) : (
        <Flex direction="column" gap="5">
          {months.map(({ key, label, entries }) => (
            <CertificateMonth
              key={key}
              label={label}
              entries={entries}
              environmentId={environmentId}
              hasEnded={key === 'ended'}
            />
          ))}
          {isCut && (
            <Callout.Root size="1" color="gray">
              <Callout.Icon>
                <Info size={16} aria-hidden />
              </Callout.Icon>
              <Callout.Text>
                More certificates end later than these. They move up as these are renewed.
              </Callout.Text>
            </Callout.Root>
          )}
        </Flex>
      )}
    </>
  );
}
