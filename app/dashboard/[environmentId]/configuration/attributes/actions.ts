'use server';

import { refresh } from 'next/cache';
import { isPredefined } from '#lib/attributes/attribute-types.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { requireTyped } from '#lib/dashboard/typed-confirmation.ts';
import * as schema from '#lib/workspace/custom-attributes.schema.ts';
import * as attributes from '#lib/workspace/custom-attributes.ts';

const permission = 'attributes:write';
/** They decide over the sign-ins of every connection of the environment. */
const edit = { permission, reviewed: true } as const;

/** Switches predefined attributes on and off. */
export const savePredefined = adminAction(
  { ...edit, input: schema.predefinedAttributesInput },
  async ({ input, ...ctx }) => {
    const names = Object.keys(input).filter((name) => isPredefined(name) && input[name] === 'on');
    const switched = await attributes.setPredefinedAttributes(ctx, { names });
    refresh();
    return switched === 0
      ? 'Nothing was changed.'
      : 'The predefined attributes are saved. They count from the next sign-in on.';
  },
);

/** Defines a custom attribute. */
export const addAttribute = adminAction(
  { ...edit, input: schema.addAttributeInput },
  async ({ input, ...ctx }) => {
    await attributes.addAttribute(ctx, input);
    refresh();
    return `${input.name} is part of profiles from the next sign-in on.`;
  },
);

/** Changes one. */
export const updateAttribute = adminAction(
  { ...edit, input: schema.updateAttributeInput },
  async ({ input, ...ctx }) => {
    await attributes.updateAttribute(ctx, input);
    refresh();
    return `${input.name} is saved.`;
  },
);

/** Deletes one. */
export const removeAttribute = adminAction(
  { ...edit, input: schema.removeAttributeInput },
  async ({ input, ...ctx }) => {
    requireTyped(input.confirmation, await attributes.attributeName(ctx, input.id));
    const name = await attributes.removeAttribute(ctx, input);
    refresh();
    return `${name} is deleted.`;
  },
);

/** Puts them into another order. */
export const reorderAttributes = adminAction(
  { permission, input: schema.orderInput },
  async ({ input, ...ctx }) => {
    await attributes.reorderAttributes(ctx, input);
    refresh();
    return 'The order is saved.';
  },
);
