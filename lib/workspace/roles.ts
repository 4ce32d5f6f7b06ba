import type { z } from 'zod';
import type { AppRoleRow } from '#lib/data/app-roles.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { movedOrder } from './order.ts';
import type { addRoleInput, updateRoleInput } from './roles.schema.ts';

export const MAX_ROLES = 50;

/** One role as pages show it. */
export type RoleView = {
  id: string;
  slug: string;
  name: string;
  description: string;
  isDefault: boolean;
  /** SSO groups that are mapped to it, over all connections. */
  groups: number;
};

export type RolesView = {
  /** The highest priority first. */
  roles: readonly RoleView[];
  /** A profile carries every role of its groups. */
  multiple: boolean;
  mayAdd: boolean;
};

/** The environment's roles. */
export async function rolesView({ data }: Pick<EnvironmentContext, 'data'>): Promise<RolesView> {
  const [rows, groups, multiple] = await Promise.all([
    data.appRoles.all(),
    data.appRoles.groupCounts(),
    data.appRoles.multiple(),
  ]);
  return {
    roles: rows.map(({ id, slug, name, description, isDefault }) => ({
      id,
      slug,
      name,
      description,
      isDefault,
      groups: groups.get(id) ?? 0,
    })),
    multiple,
    mayAdd: rows.length < MAX_ROLES,
  };
}

/** Adds a role with the lowest priority. Throws `invalid_request_parameters` on `slug`. */
export function addRole(
  ctx: EnvironmentContext,
  input: z.output<typeof addRoleInput>,
): Promise<{ id: string }> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.appRoles.all();
    if (rows.some((row) => row.slug === input.slug)) {
      throw invalidField('slug', 'There is a role with this slug already.', 'already_defined');
    }
    if (rows.length >= MAX_ROLES) {
      const message = `There are ${MAX_ROLES} roles already. Delete one you no longer use.`;
      throw invalidField('slug', message, 'too_many');
    }
    const id = newId('appRole', ctx.now);
    const priority = Math.max(0, ...rows.map((row) => row.priority)) + 1;
    await data.appRoles.add({ ...input, id, priority, isDefault: false, now: ctx.now });
    if (input.isDefault) await data.appRoles.makeDefault(id, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'role.created',
      target: target({ id, ...input }),
      after: input,
    });
    return { id };
  });
}

/** Changes name and description; the slug stays, because apps compare with it. */
export function updateRole(
  ctx: EnvironmentContext,
  { id, ...input }: z.output<typeof updateRoleInput>,
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const row = role(await data.appRoles.all(), id);
    if (row.name === input.name && row.description === input.description) return;
    await data.appRoles.update(id, input, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'role.updated',
      target: target({ id, name: input.name }),
      before: { name: row.name, description: row.description },
      after: input,
    });
  });
}

/** Makes one the role of everybody whose groups are mapped to none; null takes the mark away. Returns its name. */
export function makeDefaultRole(ctx: EnvironmentContext, id: string | null): Promise<string | null> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.appRoles.all();
    const row = id === null ? null : role(rows, id);
    const current = rows.find((one) => one.isDefault);
    if (current?.id === row?.id) return row?.name ?? null;
    await data.appRoles.makeDefault(id, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'role.made_default',
      target: row ? target(row) : { type: 'role', id: ctx.scope.environmentId, name: 'No default role' },
      before: { default: current?.slug ?? null },
      after: { default: row?.slug ?? null },
    });
    return row?.name ?? null;
  });
}

/** Deletes a role with the mappings of groups to it. Returns its name. */
export function removeRole(ctx: EnvironmentContext, { id }: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const { slug, name, description, isDefault } = role(await data.appRoles.all(), id);
    const groups = (await data.appRoles.groupCounts()).get(id) ?? 0;
    await data.appRoles.remove(id);
    await data.auditLog.record(ctx, {
      action: 'role.deleted',
      target: target({ id, name }),
      before: { slug, name, description, isDefault, groups },
    });
    return name;
  });
}

/** Slug of a role, for the confirmation of its deletion. A foreign id is a 404. */
export async function roleSlug({ data }: Pick<EnvironmentContext, 'data'>, id: string): Promise<string> {
  return role(await data.appRoles.all(), id).slug;
}

/** Sets the priority: the ids of all roles, the highest first. */
export function reorderRoles(
  ctx: EnvironmentContext,
  { order }: { order: readonly string[] },
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.appRoles.all();
    const moved = movedOrder(rows, order);
    if (moved.every((row, index) => row.id === rows[index]?.id)) return;
    for (const [index, row] of moved.entries()) {
      await data.appRoles.update(row.id, { priority: index + 1 }, ctx.now);
    }
    await data.auditLog.record(ctx, {
      action: 'role.reordered',
      target: { type: 'role', id: ctx.scope.environmentId, name: 'Priority of roles' },
      before: { order: rows.map(({ slug }) => slug) },
      after: { order: moved.map(({ slug }) => slug) },
    });
  });
}

/** Whether profiles carry every role of their groups, or the one with the highest priority. */
export function setMultipleRoles(
  ctx: EnvironmentContext,
  { multiple }: { multiple: boolean },
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const before = await data.appRoles.multiple();
    if (before === multiple) return;
    await data.appRoles.setMultiple(multiple, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'role.multiple_changed',
      target: { type: 'role', id: ctx.scope.environmentId, name: 'Several roles per profile' },
      before: { multiple: before },
      after: { multiple },
    });
  });
}

function role(rows: readonly AppRoleRow[], id: string): AppRoleRow {
  const row = rows.find((one) => one.id === id);
  if (!row) throw entityNotFound('Role', id);
  return row;
}

function target({ id, name }: { id: string; name: string }) {
  return { type: 'role', id, name };
}
