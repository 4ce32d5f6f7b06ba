import type { RoleName } from '#lib/auth/permissions.ts';
import type { Queries } from '#lib/db/client.ts';

const columns = {
  id: true,
  name: true,
  email: true,
  role: true,
  createdAt: true,
  lastSignedInAt: true,
} as const;

export type MemberRow = {
  id: string;
  name: string;
  email: string;
  role: RoleName;
  createdAt: Date;
  lastSignedInAt: Date | null;
};

/** The people of one workspace. */
export function members(queries: Queries, workspaceId: string) {
  return {
    /** By name, then by the time they joined. */
    all(): Promise<MemberRow[]> {
      return queries.teamMember.findMany({
        where: { workspaceId },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        select: columns,
      });
    },
    get(id: string): Promise<MemberRow | null> {
      return queries.teamMember.findFirst({ where: { workspaceId, id }, select: columns });
    },
  };
}
