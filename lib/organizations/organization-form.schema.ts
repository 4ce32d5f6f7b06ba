import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

const id = z.string().min(1).max(100);

const name = z
  .string({ error: 'Enter a name.' })
  .trim()
  .min(1, { error: 'Enter a name.' })
  .max(200, { error: 'Use at most 200 characters.' })
  .regex(...ONE_LINE);

/** A field that may occur once, several times, or not at all. */
const texts = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]));

export const newOrganizationForm = z.object({
  name,
  /** Domains separated by commas, blanks or line breaks. */
  domain_data: z.string().max(20_000, { error: 'These are too many domains at once.' }).optional(),
});
export const renameOrganizationForm = z.object({
  organizationId: id,
  name,
  external_id: z
    .string()
    .trim()
    .max(128, { error: 'Use at most 128 characters.' })
    .regex(/^[\x20-\x7e]*$/, { error: 'Use plain letters, digits and signs (ASCII) only.' })
    .optional(),
});
export const metadataForm = z.object({ organizationId: id, key: texts, value: texts });
export const deleteOrganizationForm = z.object({
  organizationId: id,
  confirmation: z.string().max(1000).default(''),
});
export const addDomainForm = z.object({
  organizationId: id,
  domain: z.string().max(1000, { error: 'Enter one domain name, such as example.com.' }).default(''),
});
export const domainForm = z.object({ domainId: id });
export const profilePolicyForm = z.object({ organizationId: id, allow: z.enum(['yes', 'no']) });
