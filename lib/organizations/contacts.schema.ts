import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

const id = z.string().min(1).max(100);
const checked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

const values = {
  name: z
    .string()
    .trim()
    .max(200, { error: 'Use at most 200 characters.' })
    .regex(...ONE_LINE)
    .default(''),
  certificateExpiry: checked,
  connectionTrouble: checked,
  keyRenewal: checked,
};

export const addContactForm = z.object({
  organizationId: id,
  email: z.string().max(1000).default(''),
  ...values,
});
export const contactForm = z.object({ contactId: id });
export const updateContactForm = z.object({ contactId: id, ...values });
