'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { requireTyped } from '#lib/dashboard/typed-confirmation.ts';
import { orderInput } from '#lib/workspace/custom-attributes.schema.ts';
import * as schema from '#lib/workspace/roles.schema.ts';
import * as roles from '#lib/workspace/roles.ts';

const permission = 'roles:write';

/** Adds a role. */
export const addRole = adminAction({ permission, input: schema.addRoleInput }, async ({ input, ...ctx }) => {
  await roles.addRole(ctx, input);
  refresh();
  return `${input.name} is added. Map groups to it on the Groups tab of a connection.`;
});

/** Changes one. */
export const updateRole = adminAction(
  { permission, input: schema.updateRoleInput },
  async ({ input, ...ctx }) => {
    await roles.updateRole(ctx, input);
    refresh();
    return `${input.name} is saved.`;
  },
);

/** Makes one the default, or none. */
export const makeDefaultRole = adminAction(
  { permission, input: schema.defaultRoleInput },
  async ({ input, ...ctx }) => {
    const name = await roles.makeDefaultRole(ctx, input.id === 'none' ? null : input.id);
    refresh();
    return name === null ? 'There is no default role now.' : `${name} is the default role now.`;
  },
);

/** Deletes one. */
export const removeRole = adminAction(
  { permission, input: schema.removeRoleInput },
  async ({ input, ...ctx }) => {
    requireTyped(input.confirmation, await roles.roleSlug(ctx, input.id));
    const name = await roles.removeRole(ctx, input);
    refresh();
    return `${name} is deleted.`;
  },
);

/** Sets the priority. */
export const reorderRoles = adminAction({ permission, input: orderInput }, async ({ input, ...ctx }) => {
  await roles.reorderRoles(ctx, input);
  refresh();
  return 'The priority is saved.';
});

/** One role per profile, or several. */
export const setMultipleRoles = adminAction(
  { permission, input: schema.multipleRolesInput },
  async ({ input, ...ctx }) => {
    const multiple = input.multiple === 'yes';
    await roles.setMultipleRoles(ctx, { multiple });
    refresh();
    return multiple ? 'Profiles carry every role of their groups now.' : 'Profiles carry one role now.';
  },
);
