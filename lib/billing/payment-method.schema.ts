import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';
import { holdsCardNumber, NO_CARD_NUMBER } from './card.ts';

export const payByInvoiceInput = z.object({
  purchaseOrder: z
    .string()
    .trim()
    .max(60, { error: 'Use at most 60 characters.' })
    .regex(...ONE_LINE)
    .refine((text) => !holdsCardNumber(text), { error: NO_CARD_NUMBER })
    .optional(),
});

/** Names that begin with `card_` are never sent back to the browser (lib/dashboard/admin-action.ts). */
export const addCardInput = z.object({
  card_number: z.string({ error: 'The card number is missing.' }).max(40),
  card_expiry: z.string({ error: 'The expiry is missing.' }).max(12),
  card_cvc: z.string({ error: 'The security code is missing.' }).max(8),
});

export const confirmCardInput = z.object({
  id: z.string().min(1).max(64),
  answer: z.enum(['approve', 'refuse'], { error: 'Choose one of the two.' }),
});

export const noInput = z.object({});

export const takeCardInput = z.object({ setup: z.string().regex(/^seti_[A-Za-z0-9]{1,60}$/) });
