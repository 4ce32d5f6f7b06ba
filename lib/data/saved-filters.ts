import type { Queries } from '#lib/db/client.ts';
import { violatedUnique } from './unique.ts';

export type SavedFilterRow = { id: string; name: string; query: string };

/** Named filters of the session list, each one member's own. */
export function savedFilters(queries: Queries, environmentId: string) {
  return {
    /** By name. */
    ofMember(teamMemberId: string): Promise<SavedFilterRow[]> {
      return queries.savedFilter.findMany({
        where: { environmentId, teamMemberId },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        select: { id: true, name: true, query: true },
      });
    },
    /** False when the member has one of that name. */
    async add(
      row: SavedFilterRow & { workspaceId: string; teamMemberId: string; now: Date },
    ): Promise<boolean> {
      const { now, ...values } = row;
      try {
        await queries.savedFilter.create({ data: { ...values, environmentId, createdAt: now } });
        return true;
      } catch (error) {
        if (violatedUnique(error)) return false;
        throw error;
      }
    },
    /** The name of what was deleted; null for another member's. */
    async remove(id: string, teamMemberId: string): Promise<SavedFilterRow | null> {
      const row = await queries.savedFilter.findFirst({
        where: { environmentId, id, teamMemberId },
        select: { id: true, name: true, query: true },
      });
      if (row) await queries.savedFilter.deleteMany({ where: { environmentId, id, teamMemberId } });
      return row;
    },
  };
}
