import type { z } from 'zod';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { SsoGroupRow } from '#lib/data/sso-groups.ts';
import { entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { addSsoGroupInput, updateSsoGroupInput } from './roles.schema.ts';

export const MAX_SSO_GROUPS = 500;

export type SsoGroupView = {
  id: string;
  idpId: string;
  name: string | null;
  role: { id: string; name: string; slug: string };
};

/** What the Groups tab of a connection shows. */
export type SsoGroupsView = {
  groups: readonly SsoGroupView[];
  /** What may be chosen, the highest priority first. */
  roles: readonly { id: string; name: string; slug: string }[];
  defaultRole: { name: string; slug: string } | null;
  multiple: boolean;
  /** Groups that came with recent sign-ins and are mapped to no role yet; `profiles` of the newest 200 were in them. */
  seen: readonly { idpId: string; profiles: number }[];
};

/** The mapped groups of a connection, and those that could be. */
export async function ssoGroupsView(
  { data }: Pick<EnvironmentContext, 'data'>,
  connectionId: string,
): Promise<SsoGroupsView> {
  const [rows, roles, seen, multiple] = await Promise.all([
    data.ssoGroups.ofConnection(connectionId),
    data.appRoles.all(),
    data.ssoGroups.seen(connectionId),
    data.appRoles.multiple(),
  ]);
  const mapped = new Set(rows.map((row) => row.idpId));
  const fallback = roles.find((role) => role.isDefault);
  return {
    groups: rows.map(({ id, idpId, name, role }) => ({
      id,
      idpId,
      name,
      role: { id: role.id, name: role.name, slug: role.slug },
    })),
    roles: roles.map(({ id, name, slug }) => ({ id, name, slug })),
    defaultRole: fallback ? { name: fallback.name, slug: fallback.slug } : null,
    multiple,
    seen: seen.filter(({ idpId }) => !mapped.has(idpId)),
  };
}

/** Maps a group to a role. Throws entity_not_found for the connection, and `invalid_request_parameters` on a field. */
export function addSsoGroup(
  ctx: EnvironmentContext,
  input: z.output<typeof addSsoGroupInput>,
): Promise<{ id: string }> {
  return ctx.data.transaction(async (data) => {
    await lockConnection(data, input.connectionId);
    const role = await chosenRole(data, input.roleId);
    const rows = await data.ssoGroups.ofConnection(input.connectionId);
    if (rows.some((row) => row.idpId === input.idpId)) {
      throw invalidField(
        'idpId',
        'This group is mapped already. Edit its line in the list.',
        'already_mapped',
      );
    }
    if (rows.length >= MAX_SSO_GROUPS) {
      throw invalidField(
        'idpId',
        `A connection can map ${MAX_SSO_GROUPS} groups, and this one does.`,
        'too_many',
      );
    }
    const id = newId('ssoGroup', ctx.now);
    const name = input.name || null;
    await data.ssoGroups.add(input.connectionId, {
      id,
      idpId: input.idpId,
      name,
      roleId: role.id,
      now: ctx.now,
    });
    await data.auditLog.record(ctx, {
      action: 'sso_group.created',
      target: { type: 'sso_group', id, name: name ?? input.idpId },
      after: { connection: input.connectionId, group: input.idpId, name, role: role.slug },
    });
    return { id };
  });
}

/** Changes name and role of a mapped group. A foreign id is a 404. */
export function updateSsoGroup(
  ctx: EnvironmentContext,
  input: z.output<typeof updateSsoGroupInput>,
): Promise<SsoGroupView> {
  return ctx.data.transaction(async (data) => {
    await lockConnection(data, input.connectionId);
    const row = await group(data, input);
    const role = await chosenRole(data, input.roleId);
    const name = input.name || null;
    const after = { id: row.id, idpId: row.idpId, name, role };
    if (row.name === name && row.role.id === role.id) return after;
    await data.ssoGroups.update(row.id, { name, roleId: role.id }, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'sso_group.updated',
      target: { type: 'sso_group', id: row.id, name: name ?? row.idpId },
      before: { name: row.name, role: row.role.slug },
      after: { name, role: role.slug },
    });
    return after;
  });
}

/** Takes the role from a group. Returns the group as the identity provider calls it. */
export function removeSsoGroup(
  ctx: EnvironmentContext,
  input: { connectionId: string; id: string },
): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await lockConnection(data, input.connectionId);
    const row = await group(data, input);
    await data.ssoGroups.remove(row.id);
    await data.auditLog.record(ctx, {
      action: 'sso_group.deleted',
      target: { type: 'sso_group', id: row.id, name: row.name ?? row.idpId },
      before: { connection: input.connectionId, group: row.idpId, name: row.name, role: row.role.slug },
    });
    return row.idpId;
  });
}

async function lockConnection(data: EnvironmentRepositories, id: string): Promise<void> {
  await data.connections.lock(id);
  if (!(await data.connections.get(id))) throw entityNotFound('Connection', id);
}

async function group(
  data: EnvironmentRepositories,
  { connectionId, id }: { connectionId: string; id: string },
): Promise<SsoGroupRow> {
  const row = await data.ssoGroups.get(connectionId, id);
  if (!row) throw entityNotFound('Group', id);
  return row;
}

/** Absent and foreign look the same: the menu offers neither. */
async function chosenRole(data: EnvironmentRepositories, id: string) {
  const row = (await data.appRoles.all()).find((role) => role.id === id);
  if (!row) throw invalidField('roleId', 'Choose one of the roles of this environment.', 'role_invalid');
  return { id: row.id, name: row.name, slug: row.slug };
}
