import type { z } from 'zod';
import {
  ATTRIBUTE_TYPES,
  type AttributeType,
  isPredefined,
  PREDEFINED_ATTRIBUTES,
  PREDEFINED_NAMES,
} from '#lib/attributes/attribute-types.ts';
import type { AttributeDefinitionRow } from '#lib/data/attribute-definitions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { addAttributeInput, updateAttributeInput } from './custom-attributes.schema.ts';
import { movedOrder } from './order.ts';

/** Every sign-in reads all definitions. */
export const MAX_CUSTOM_ATTRIBUTES = 50;

/** Keys a profile has anyway, and attributes that only directories know. */
const RESERVED = new Set([
  'object',
  'id',
  'idp_id',
  'email',
  'first_name',
  'last_name',
  'name',
  'groups',
  'role',
  'roles',
  'state',
  'organization_id',
  'connection_id',
  'connection_type',
  'directory_id',
  'custom_attributes',
  'raw_attributes',
  'employee_number',
  'organization',
]);

/** How far an attribute is in use. */
type Use = { connections: number; profiles: number };

export type PredefinedAttributeView = Use & {
  name: string;
  label: string;
  typeLabel: string;
  isOn: boolean;
};

export type CustomAttributeView = Use & {
  id: string;
  name: string;
  type: AttributeType;
  typeLabel: string;
  required: boolean;
  /** Connections people sign in through that do not map it. */
  unmappedConnections: number;
};

export type AttributesView = {
  predefined: readonly PredefinedAttributeView[];
  custom: readonly CustomAttributeView[];
  mayAdd: boolean;
};

/** What the page of Identity Provider Attributes shows: all predefined ones, and the custom ones in their order. */
export async function attributesView({ data }: Pick<EnvironmentContext, 'data'>): Promise<AttributesView> {
  const rows = await data.attributeDefinitions.all();
  const uses = new Map(
    (await data.attributeDefinitions.uses([...PREDEFINED_NAMES, ...rows.map(({ name }) => name)])).map(
      ({ name, connections, profiles }): [string, Use] => [name, { connections, profiles }],
    ),
  );
  const useOf = (name: string) => uses.get(name) ?? { connections: 0, profiles: 0 };
  const on = new Set(rows.filter((row) => row.isPredefined).map((row) => row.name));
  const custom = rows.filter((row) => !row.isPredefined);
  const active = await data.attributeDefinitions.activeConnections();
  return {
    predefined: PREDEFINED_NAMES.map((name) => ({
      name,
      label: PREDEFINED_ATTRIBUTES[name].label,
      typeLabel: ATTRIBUTE_TYPES[PREDEFINED_ATTRIBUTES[name].type].label,
      isOn: on.has(name),
      ...useOf(name),
    })),
    custom: custom.map(({ id, name, type, required }) => ({
      id,
      name,
      type,
      typeLabel: ATTRIBUTE_TYPES[type].label,
      required,
      ...useOf(name),
      unmappedConnections: active.total - (active.mapping.get(name) ?? 0),
    })),
    mayAdd: custom.length < MAX_CUSTOM_ATTRIBUTES,
  };
}

/**
 * Switches predefined attributes on and off: `names` are those that are wanted. Off takes the values out of every
 * profile; mappings stay, so that on again finds them. Returns how many were switched.
 */
export function setPredefinedAttributes(
  ctx: EnvironmentContext,
  { names }: { names: readonly string[] },
): Promise<number> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.attributeDefinitions.all();
    const wanted = PREDEFINED_NAMES.filter((name) => names.includes(name));
    const added = wanted.filter((name) => !rows.some((row) => row.name === name));
    const removed = rows.filter((row) => row.isPredefined && !names.includes(row.name));
    for (const name of added) {
      const id = newId('attributeDefinition', ctx.now);
      const { type } = PREDEFINED_ATTRIBUTES[name];
      const position = PREDEFINED_NAMES.indexOf(name) - PREDEFINED_NAMES.length;
      await data.attributeDefinitions.add({
        id,
        name,
        type,
        isPredefined: true,
        required: false,
        position,
        now: ctx.now,
      });
      await data.auditLog.record(ctx, {
        action: 'attribute.enabled',
        target: target({ id, name }),
        after: { name },
      });
    }
    for (const row of removed) {
      await data.attributeDefinitions.remove(row.id);
      await data.attributeDefinitions.clearProfiles(row.name);
      await data.auditLog.record(ctx, {
        action: 'attribute.disabled',
        target: target(row),
        before: { name: row.name },
      });
    }
    await data.connectionVersions.record(ctx, 'environment');
    return added.length + removed.length;
  });
}

/** Defines a custom attribute, last in the order. Throws `invalid_request_parameters` on `name`. */
export function addAttribute(
  ctx: EnvironmentContext,
  input: z.output<typeof addAttributeInput>,
): Promise<{ id: string }> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.attributeDefinitions.all();
    refuseName(rows, input.name);
    const custom = rows.filter((row) => !row.isPredefined);
    if (custom.length >= MAX_CUSTOM_ATTRIBUTES) {
      const message = `There are ${MAX_CUSTOM_ATTRIBUTES} custom attributes already. Delete one you no longer use.`;
      throw invalidField('name', message, 'too_many');
    }
    const id = newId('attributeDefinition', ctx.now);
    const position = Math.max(0, ...custom.map((row) => row.position)) + 1;
    await data.attributeDefinitions.add({ ...input, id, isPredefined: false, position, now: ctx.now });
    await data.connectionVersions.record(ctx, 'environment');
    await data.auditLog.record(ctx, {
      action: 'attribute.created',
      target: target({ id, name: input.name }),
      after: described(input),
    });
    return { id };
  });
}

/**
 * Changes a custom attribute. A new name goes along everywhere at once: in the mapping of every connection and in
 * every profile. A new type or requirement counts from the next sign-in on.
 */
export function updateAttribute(
  ctx: EnvironmentContext,
  { id, ...input }: z.output<typeof updateAttributeInput>,
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.attributeDefinitions.all();
    const row = custom(rows, id);
    if (input.name !== row.name) {
      refuseName(
        rows.filter((one) => one.id !== id),
        input.name,
      );
      await data.attributeDefinitions.renameUses(row.name, input.name);
    }
    await data.attributeDefinitions.update(id, input, ctx.now);
    await data.connectionVersions.record(ctx, 'environment');
    await data.auditLog.record(ctx, {
      action: 'attribute.updated',
      target: target({ id, name: input.name }),
      before: described(row),
      after: described(input),
    });
  });
}

/** Deletes a custom attribute with its mappings and the values in every profile. Returns its name. */
export function removeAttribute(ctx: EnvironmentContext, { id }: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const row = custom(await data.attributeDefinitions.all(), id);
    await data.attributeDefinitions.remove(id);
    await data.attributeDefinitions.clearMappings(row.name);
    await data.attributeDefinitions.clearProfiles(row.name);
    await data.connectionVersions.record(ctx, 'environment');
    await data.auditLog.record(ctx, {
      action: 'attribute.deleted',
      target: target(row),
      before: described(row),
    });
    return row.name;
  });
}

/** Name of a custom attribute, for the confirmation of its deletion. A foreign id is a 404. */
export async function attributeName({ data }: Pick<EnvironmentContext, 'data'>, id: string): Promise<string> {
  return custom(await data.attributeDefinitions.all(), id).name;
}

/** Puts the custom attributes into another order: all of their ids, first to last. */
export function reorderAttributes(
  ctx: EnvironmentContext,
  { order }: { order: readonly string[] },
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = (await data.attributeDefinitions.all()).filter((row) => !row.isPredefined);
    const moved = movedOrder(rows, order);
    if (moved.every((row, index) => row.id === rows[index]?.id)) return;
    for (const [index, row] of moved.entries()) {
      await data.attributeDefinitions.update(row.id, { position: index + 1 }, ctx.now);
    }
    await data.auditLog.record(ctx, {
      action: 'attribute.reordered',
      target: { type: 'attribute', id: ctx.scope.environmentId, name: 'Custom attributes' },
      before: { order: rows.map(({ name }) => name) },
      after: { order: moved.map(({ name }) => name) },
    });
  });
}

function custom(rows: readonly AttributeDefinitionRow[], id: string): AttributeDefinitionRow {
  const row = rows.find((one) => one.id === id && !one.isPredefined);
  if (!row) throw entityNotFound('Attribute', id);
  return row;
}

function refuseName(others: readonly AttributeDefinitionRow[], name: string): void {
  if (isPredefined(name)) {
    throw invalidField('name', 'This is a predefined attribute. Switch it on above instead.', 'predefined');
  }
  if (RESERVED.has(name)) {
    throw invalidField('name', 'Profiles have a field of this name already. Choose another one.', 'reserved');
  }
  if (others.some((row) => row.name === name)) {
    throw invalidField('name', 'There is an attribute of this name already.', 'already_defined');
  }
}

function target({ id, name }: { id: string; name: string }) {
  return { type: 'attribute', id, name };
}

function described({ name, type, required }: { name: string; type: string; required: boolean }) {
  return { name, type, required };
}
