'use client';

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';

/** Charges the card on file, after asking. */
export function PayInvoice({
  action,
  invoice,
  card,
}: {
  action: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
  invoice: { id: string; name: string; due: string };
  /** `Visa ending in 4242` */
  card: string;
}) {
  return (
    <ConfirmDialog
      trigger={{ label: 'Pay now' }}
      title={`Pay ${invoice.name}?`}
      action={action}
      fields={{ id: invoice.id }}
      confirmLabel={`Pay ${invoice.due}`}
      tone="plain"
    >
      {`${invoice.due} will be charged to ${card}.`}
    </ConfirmDialog>
  );
}
