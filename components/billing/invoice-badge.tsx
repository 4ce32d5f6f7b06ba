import { Badge } from '@radix-ui/themes';
import type { InvoiceStatus } from '#lib/billing/invoices.ts';

const STATUSES = {
  open: { label: 'Open', color: 'blue' },
  overdue: { label: 'Overdue', color: 'amber' },
  failed: { label: 'Payment failed', color: 'red' },
  paid: { label: 'Paid', color: 'green' },
  void: { label: 'Void', color: 'gray' },
} as const satisfies Record<InvoiceStatus, { label: string; color: string }>;

/** What has become of an invoice, by word and color. */
export function InvoiceBadge({ status }: { status: InvoiceStatus }) {
  const { label, color } = STATUSES[status];
  return (
    <Badge color={color} className="whitespace-nowrap">
      {label}
    </Badge>
  );
}
