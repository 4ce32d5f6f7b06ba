import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

const id = z.string().min(1).max(64);
const reason = z
  .string({ error: 'Say why.' })
  .trim()
  .min(1, { error: 'Say why.' })
  .max(200, { error: 'Use at most 200 characters.' })
  .regex(...ONE_LINE);

export const invoiceIdInput = z.object({ id });
export const recordPaymentInput = z.object({ id });
export const creditInvoiceInput = z.object({
  id,
  amount: z.string({ error: 'Enter an amount.' }).trim().max(20, { error: 'Use fewer digits.' }),
  reason,
});
export const voidInvoiceInput = z.object({ id, reason, confirmation: z.string().max(100).optional() });

/** The address of the list; a page that makes no sense is the first. */
export const invoiceListInput = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
