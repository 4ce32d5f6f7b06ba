import { Button, Callout } from '@radix-ui/themes';
import { CircleAlert, Download } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { InvoiceBadge } from '#components/billing/invoice-badge.tsx';
import { InvoiceSheet } from '#components/billing/invoice-sheet.tsx';
import { monthText } from '#components/billing/month-text.ts';
import { PayInvoice } from '#components/billing/pay-invoice.tsx';
import { PrintButton } from '#components/billing/print-button.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { getInvoice } from '#lib/billing/invoices.ts';
import { getPaymentMethod } from '#lib/billing/payment-method.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { payInvoice } from '../../actions.ts';

export const metadata: Metadata = { title: 'Invoice' };

type Props = { params: Promise<{ invoiceId: string }> };

/** One invoice, to read, print, download and pay. */
export default async function Invoice({ params }: Props) {
  const admin = await workspacePage('billing:read');
  const { invoiceId } = await params;
  const invoice = await getInvoice(admin, invoiceId);
  if (!invoice) notFound();
  const { method } = await getPaymentMethod(admin);
  const open = invoice.paidAt === null && invoice.voidedAt === null;
  return (
    <>
      <div className="print:hidden">
        <Breadcrumb
          steps={[
            { href: '/dashboard/workspace/billing', label: 'Billing' },
            { href: '/dashboard/workspace/billing/invoices', label: 'Invoices' },
          ]}
        />
        <PageHeader
          title={invoice.name}
          badge={<InvoiceBadge status={invoice.status} />}
          description={`${monthText(invoice.month)}, ${invoice.total}`}
          actions={
            <>
              <PrintButton />
              <Button asChild variant="soft" color="gray">
                <a href={`/dashboard/workspace/billing/invoices/${invoice.id}/pdf`} download>
                  <Download size={15} aria-hidden />
                  Download PDF
                </a>
              </Button>
              {open && invoice.payUrl && (
                <Button asChild>
                  <a href={invoice.payUrl} rel="noopener noreferrer" target="_blank">
                    Pay at Stripe
                  </a>
                </Button>
              )}
              {open && method?.kind === 'card' && (
                <PayInvoice
                  action={payInvoice}
                  invoice={invoice}
                  card={`${method.brand} ending in ${method.last4}`}
                />
              )}
            </>
          }
        />
        {invoice.paymentProblem && (
          <Callout.Root color="red" mb="5" role="alert">
            <Callout.Icon>
              <CircleAlert size={16} aria-hidden />
            </Callout.Icon>
            <Callout.Text>
              {`The last payment failed. ${invoice.paymentProblem} Change the payment method or try again; sign-ins go on working.`}
            </Callout.Text>
          </Callout.Root>
        )}
      </div>
      <InvoiceSheet invoice={invoice} />
    </>
  );
}
