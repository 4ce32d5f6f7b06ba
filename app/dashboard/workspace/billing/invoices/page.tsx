import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { BillingHeader } from '#components/billing/billing-header.tsx';
import { InvoiceTable } from '#components/billing/invoice-table.tsx';
import { UnlockSteps } from '#components/billing/unlock-steps.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { getBillingDetails } from '#lib/billing/details.ts';
import { invoiceListInput } from '#lib/billing/invoices.schema.ts';
import { listInvoices } from '#lib/billing/invoices.ts';
import { getPaymentMethod } from '#lib/billing/payment-method.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

export const metadata: Metadata = { title: 'Invoices' };

const HOME = '/dashboard/workspace/billing/invoices';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The invoices of the months that are over. */
export default async function Invoices({ searchParams }: Props) {
  const admin = await workspacePage('billing:read');
  const { page } = invoiceListInput.parse(await searchParams);
  const [{ invoices, hasOlder }, { details }, { method }] = await Promise.all([
    listInvoices(admin, page),
    getBillingDetails(admin),
    getPaymentMethod(admin),
  ]);
  return (
    <>
      <BillingHeader current="/invoices" />
      <UnlockSteps hasDetails={details !== null} hasMethod={method !== null} />
      {invoices.length > 0 ? (
        <InvoiceTable invoices={invoices} home={HOME} />
      ) : (
        <EmptyState
          title={page > 1 ? 'No invoices beyond this point' : 'No invoices yet'}
          action={
            <Button asChild variant="soft">
              <Link href={page > 1 ? HOME : '/dashboard/workspace/billing'}>
                {page > 1 ? 'Back to the newest' : 'See usage'}
              </Link>
            </Button>
          }
        >
          {page > 1
            ? 'This is the end of the list.'
            : 'On the first of each month, the month before is billed. A month in which no connection was active in Production has no invoice.'}
        </EmptyState>
      )}
      <Pager
        newerHref={page > 2 ? `${HOME}?page=${page - 1}` : page === 2 ? HOME : null}
        olderHref={hasOlder ? `${HOME}?page=${page + 1}` : null}
      />
    </>
  );
}
