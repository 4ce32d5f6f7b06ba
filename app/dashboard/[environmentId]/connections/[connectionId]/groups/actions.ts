'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import * as schema from '#lib/workspace/roles.schema.ts';
import * as groups from '#lib/workspace/sso-groups.ts';

const permission = 'connections:write';

/** Maps a group of the identity provider to a role. */
export const addSsoGroup = adminAction(
  { permission, input: schema.addSsoGroupInput },
  async ({ input, ...ctx }) => {
    await groups.addSsoGroup(ctx, input);
    refresh();
    return `${input.name || input.idpId} is mapped. Profiles change at once.`;
  },
);

/** Changes name and role of a mapped group. */
export const updateSsoGroup = adminAction(
  { permission, input: schema.updateSsoGroupInput },
  async ({ input, ...ctx }) => {
    const { idpId, name, role } = await groups.updateSsoGroup(ctx, input);
    refresh();
    return `${name ?? idpId} is mapped to ${role.name}.`;
  },
);

/** Takes the role from a group. */
export const removeSsoGroup = adminAction(
  { permission, input: schema.ssoGroupIdInput },
  async ({ input, ...ctx }) => {
    const idpId = await groups.removeSsoGroup(ctx, input);
    refresh();
    return `${idpId} is mapped to no role any more.`;
  },
);
