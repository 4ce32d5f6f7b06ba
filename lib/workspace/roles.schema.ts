import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

const id = z.string().min(1).max(64);
const on = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

const name = z
  .string({ error: 'Enter a name.' })
  .trim()
  .min(1, { error: 'Enter a name.' })
  .max(64, { error: 'Use at most 64 characters.' })
  .regex(...ONE_LINE);
const description = z.string().trim().max(200, { error: 'Use at most 200 characters.' }).default('');
const slug = z
  .string({ error: 'Enter a slug.' })
  .trim()
  .min(1, { error: 'Enter a slug.' })
  .max(64, { error: 'Use at most 64 characters.' })
  .regex(/^[a-z0-9]/, { error: 'Begin with a lower-case letter or a digit.' })
  .regex(/^[a-z0-9:._-]*$/, { error: 'Use lower-case letters, digits, and - _ . : as in billing-admin.' });

export const addRoleInput = z.object({ name, slug, description, isDefault: on });
export const updateRoleInput = z.object({ id, name, description });
/** `none` takes the mark away. */
export const defaultRoleInput = z.object({ id });
export const removeRoleInput = z.object({ id, confirmation: z.string().max(200).default('') });
export const multipleRolesInput = z.object({ multiple: z.enum(['yes', 'no']) });

/** A group of a connection's identity provider and the role its members get. */
export const addSsoGroupInput = z.object({
  connectionId: z.string().min(1).max(100),
  idpId: z
    .string({ error: 'Enter the group as the identity provider sends it.' })
    .trim()
    .min(1, { error: 'Enter the group as the identity provider sends it.' })
    .max(500, { error: 'Use at most 500 characters.' })
    .regex(...ONE_LINE),
  name: z.string().trim().max(100, { error: 'Use at most 100 characters.' }).default(''),
  roleId: z.string({ error: 'Choose a role.' }).min(1, { error: 'Choose a role.' }).max(64),
});
export const updateSsoGroupInput = addSsoGroupInput.omit({ idpId: true }).extend({ id });
export const ssoGroupIdInput = z.object({ connectionId: z.string().min(1).max(100), id });
