import type { Prisma, Queries } from '#lib/db/client.ts';

const ACTIVATION = {
  id: true,
  environmentId: true,
  environmentName: true,
  connectionId: true,
  connectionName: true,
  connectionType: true,
  organizationName: true,
  startedAt: true,
  endedAt: true,
} as const satisfies Prisma.ConnectionActivationSelect;
export type ActivationRow = Prisma.ConnectionActivationGetPayload<{ select: typeof ACTIVATION }>;

/** When connections of a workspace's production environments were active. Rows are written by the database itself. */
export function connectionActivations(queries: Queries, workspaceId: string) {
  return {
    /** Those that touch the time from `start` to before `end`, oldest first. */
    during(start: Date, end: Date): Promise<ActivationRow[]> {
      return queries.connectionActivation.findMany({
        where: {
          workspaceId,
          startedAt: { lt: end },
          OR: [{ endedAt: null }, { endedAt: { gte: start } }],
        },
        orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
        select: ACTIVATION,
      });
    },
    /** When the first one began; null when there was none. */
    async firstStart(): Promise<Date | null> {
      const row = await queries.connectionActivation.findFirst({
        where: { workspaceId },
        orderBy: { startedAt: 'asc' },
        select: { startedAt: true },
      });
      return row?.startedAt ?? null;
    },
  };
}
