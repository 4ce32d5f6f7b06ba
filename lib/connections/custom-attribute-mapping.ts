import { ATTRIBUTE_TYPES, defaultSources, isPredefined } from '#lib/attributes/attribute-types.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { updateConnection } from './update-connection.ts';

/** One attribute the environment defines, and where a connection reads it. */
export type CustomAttributeMappingView = {
  name: string;
  typeLabel: string;
  required: boolean;
  mappedTo: string | null;
  /** Names tried in order where nothing is mapped. */
  names: readonly string[];
};

/** How a connection maps the environment's attributes; null if it is absent. */
export async function customAttributeMapping(
  { data }: Pick<EnvironmentContext, 'data'>,
  connectionId: string,
): Promise<{
  defined: readonly CustomAttributeMappingView[];
  /** Mapped through the API without being defined: passed on as received. */
  passedOn: readonly { name: string; source: string }[];
} | null> {
  const [connection, rows] = await Promise.all([
    data.connections.get(connectionId),
    data.attributeDefinitions.all(),
  ]);
  if (!connection) return null;
  const map = new Map(Object.entries(connection.customAttributeMap as Record<string, string>));
  const defined = new Set(rows.map((row) => row.name));
  return {
    defined: rows.map(({ name, type, required }) => ({
      name,
      typeLabel: ATTRIBUTE_TYPES[type].label,
      required,
      mappedTo: map.get(name) ?? null,
      names: type === 'addresses' ? ['street, city, region, postal code and country'] : defaultSources(name),
    })),
    passedOn: [...map]
      .filter(([name]) => !defined.has(name) && !isPredefined(name))
      .map(([name, source]) => ({ name, source })),
  };
}

/**
 * Saves where a connection reads the environment's attributes: by name the attribute, empty for the default names.
 * Names the environment does not define are left as they are. Throws what updateConnection throws.
 */
export async function saveCustomAttributeMapping(
  ctx: EnvironmentContext,
  input: { connectionId: string; sources: Readonly<Record<string, string>> },
): Promise<void> {
  const rows = await ctx.data.attributeDefinitions.all();
  const customAttributeMap = Object.fromEntries(
    rows
      .filter(({ name }) => Object.hasOwn(input.sources, name))
      .map(({ name }) => [name, input.sources[name]]),
  );
  await updateConnection(ctx, { id: input.connectionId, customAttributeMap });
}
