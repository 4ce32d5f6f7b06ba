import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { invoicePdf } from '#lib/billing/invoice-pdf.ts';
import { getInvoice } from '#lib/billing/invoices.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

type Route = { params: Promise<{ invoiceId: string }> };

/** An invoice as a file. */
export async function GET(_request: NextRequest, { params }: Route): Promise<Response> {
  const admin = await workspacePage('billing:read');
  const { invoiceId } = await params;
  const invoice = await getInvoice(admin, invoiceId);
  if (!invoice) notFound();
  return new Response(new Uint8Array(await invoicePdf(invoice)), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${invoice.name}.pdf"`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
}
