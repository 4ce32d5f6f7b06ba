import type { AttributeType } from '#lib/attributes/attribute-types.ts';
import { Prisma, type Queries } from '#lib/db/client.ts';

export type AttributeDefinitionRow = {
  id: string;
  name: string;
  type: AttributeType;
  isPredefined: boolean;
  required: boolean;
  position: number;
  createdAt: Date;
  updatedAt: Date;
};

/** What else knows an attribute by its name. */
export type AttributeUse = {
  name: string;
  /** Connections that map it. */
  connections: number;
  /** Profiles that carry a value. */
  profiles: number;
};

const columns = {
  id: true,
  name: true,
  type: true,
  isPredefined: true,
  required: true,
  position: true,
  createdAt: true,
  updatedAt: true,
} as const;

/** The attributes one environment defines beyond the standard ones. */
export function attributeDefinitions(queries: Queries, environmentId: string) {
  return {
    /** All of them in their order. */
    all(): Promise<AttributeDefinitionRow[]> {
      return queries.attributeDefinition.findMany({
        where: { environmentId },
        orderBy: [{ position: 'asc' }, { id: 'asc' }],
        select: columns,
      });
    },
    async add(
      row: Pick<AttributeDefinitionRow, 'id' | 'name' | 'type' | 'isPredefined' | 'required' | 'position'> & {
        now: Date;
      },
    ): Promise<void> {
      const { now, ...values } = row;
      await queries.attributeDefinition.create({
        data: { ...values, environmentId, createdAt: now, updatedAt: now },
      });
    },
    async update(
      id: string,
      values: Partial<Pick<AttributeDefinitionRow, 'name' | 'type' | 'required' | 'position'>>,
      now: Date,
    ): Promise<void> {
      await queries.attributeDefinition.updateMany({
        where: { environmentId, id },
        data: { ...values, updatedAt: now },
      });
    },
    async remove(id: string): Promise<void> {
      await queries.attributeDefinition.deleteMany({ where: { environmentId, id } });
    },
    /** How many connections map each name, and how many profiles have a value for it. */
    async uses(names: readonly string[]): Promise<AttributeUse[]> {
      if (names.length === 0) return [];
      return queries.$queryRaw<AttributeUse[]>`
        SELECT n.name,
               (SELECT count(*)::int FROM "Connection" c
                 WHERE c."environmentId" = ${environmentId} AND c.state <> 'deleting'
                   AND c."customAttributeMap" ? n.name) AS connections,
               (SELECT count(*)::int FROM "Profile" p
                 WHERE p."environmentId" = ${environmentId} AND p."customAttributes" -> n.name <> 'null') AS profiles
          FROM unnest(${[...names]}::text[]) AS n(name)`;
    },
    /** How many connections people can sign in through there are, and how many of them map each name. */
    async activeConnections(): Promise<{ total: number; mapping: Map<string, number> }> {
      // OAuth providers map nothing.
      const open = Prisma.sql`"environmentId" = ${environmentId} AND state IN ('active', 'validating')
        AND "organizationId" IS NOT NULL`;
      const [all, mapping] = await Promise.all([
        queries.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM "Connection" WHERE ${open}`,
        queries.$queryRaw<{ name: string; count: number }[]>`
          SELECT k.name, count(*)::int AS count
            FROM "Connection" CROSS JOIN LATERAL jsonb_object_keys("customAttributeMap") AS k(name)
           WHERE ${open} GROUP BY k.name`,
      ]);
      return {
        total: all[0]?.count ?? 0,
        mapping: new Map(mapping.map(({ name, count }) => [name, count])),
      };
    },
    /** Carries the mapping of every connection and the value of every profile over to the new name. */
    async renameUses(from: string, to: string): Promise<void> {
      await queries.$executeRaw`
        UPDATE "Connection"
           SET "customAttributeMap" = "customAttributeMap" - ${from}
               || jsonb_build_object(${to}::text, "customAttributeMap" -> ${from})
         WHERE "environmentId" = ${environmentId} AND "customAttributeMap" ? ${from}`;
      await queries.$executeRaw`
        UPDATE "Profile"
           SET "customAttributes" = "customAttributes" - ${from}
               || jsonb_build_object(${to}::text, "customAttributes" -> ${from})
         WHERE "environmentId" = ${environmentId} AND "customAttributes" ? ${from}`;
    },
    /** Forgets the values of every profile. */
    async clearProfiles(name: string): Promise<void> {
      await queries.$executeRaw`
        UPDATE "Profile" SET "customAttributes" = "customAttributes" - ${name}
         WHERE "environmentId" = ${environmentId} AND "customAttributes" ? ${name}`;
    },
    /** Forgets the mapping of every connection. */
    async clearMappings(name: string): Promise<void> {
      await queries.$executeRaw`
        UPDATE "Connection" SET "customAttributeMap" = "customAttributeMap" - ${name}
         WHERE "environmentId" = ${environmentId} AND "customAttributeMap" ? ${name}`;
    },
  };
}
