import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

const part = z
  .string()
  .trim()
  .max(200, { error: 'Use at most 200 characters.' })
  .regex(...ONE_LINE);

/**
 * The billing form; `update_country` only draws the fields of another country. What must be there is judged in one place
 * with the address, whose parts depend on the country, so that a form is told of all its mistakes at once.
 */
export const billingDetailsInput = z.object({
  companyName: part.default(''),
  billingEmail: z.string().trim().toLowerCase().default(''),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'Choose a country.' }),
  line1: part.optional(),
  line2: part.optional(),
  dependentLocality: part.optional(),
  locality: part.optional(),
  administrativeArea: part.optional(),
  postalCode: part.optional(),
});

/** Without scripts, a button asks for the fields of another country; nothing is saved then. */
export const billingFormInput = z.union([
  z.object({ update_country: z.string(), country: z.string().max(2).optional() }),
  billingDetailsInput.extend({ update_country: z.undefined().optional() }),
]);

export const addTaxIdInput = z.object({
  taxCountry: z.string().regex(/^[A-Z]{2}$/, { error: 'Choose a country.' }),
  taxId: z
    .string({ error: 'Enter the number.' })
    .trim()
    .min(1, { error: 'Enter the number.' })
    .max(40, { error: 'Use at most 40 characters.' }),
});

export const removeTaxIdInput = z.object({ id: z.string().min(1).max(64) });
