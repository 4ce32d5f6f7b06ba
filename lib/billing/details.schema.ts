import { z } from 'zod';

const part = z
  .string()
  .trim()
  .max(200, { error: 'Use at most 200 characters.' })
  .regex(/^\P{Cc}*$/u, { error: 'Use one line without control characters.' });

/** The billing form. Which address parts must be there depends on the country; `update_country` only draws its fields. */
export const billingDetailsInput = z.object({
  companyName: part.min(1, { error: 'Enter the name that belongs on your invoices.' }),
  billingEmail: z
    .string({ error: 'Enter an email address.' })
    .trim()
    .toLowerCase()
    .min(1, { error: 'Enter an email address.' })
    .max(320, { error: 'Use at most 320 characters.' }),
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
