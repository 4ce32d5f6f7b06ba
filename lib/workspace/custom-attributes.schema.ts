import { z } from 'zod';
import { CUSTOM_ATTRIBUTE_TYPES } from '#lib/attributes/attribute-types.ts';

const id = z.string().min(1).max(64);
const on = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

/** A slug: the key in custom_attributes, so it has to suit every language an app is written in. */
const name = z
  .string({ error: 'Enter a name.' })
  .trim()
  .min(1, { error: 'Enter a name.' })
  .max(64, { error: 'Use at most 64 characters.' })
  .regex(/^[a-z]/, { error: 'Begin with a lower-case letter.' })
  .regex(/^[a-z0-9_]*$/, { error: 'Use lower-case letters, digits and underscores, as in cost_center.' });

const type = z.enum(CUSTOM_ATTRIBUTE_TYPES, { error: 'Choose how the value is read.' });

/** One field per predefined attribute, `on` where it is wanted. */
export const predefinedAttributesInput = z.record(z.string().max(100), z.unknown());
export const addAttributeInput = z.object({ name, type, required: on });
export const updateAttributeInput = z.object({ id, name, type, required: on });
export const removeAttributeInput = z.object({ id, confirmation: z.string().max(200).default('') });

/** The ids of a list in their new order, separated by commas. */
export const orderInput = z.object({
  order: z
    .string()
    .max(10_000)
    .transform((text) => text.split(',').filter((one) => one !== '')),
});
