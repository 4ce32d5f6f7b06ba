import type { Queries } from '#lib/db/client.ts';

export type EvidenceLinkRow = {
  id: string;
  sessionId: string;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  opens: number;
  lastOpenedAt: Date | null;
};

const ROW = {
  id: true,
  sessionId: true,
  createdByName: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  opens: true,
  lastOpenedAt: true,
} as const;

/** Links to the evidence of sessions, and the key its pseudonyms are made with. */
export function evidenceLinks(queries: Queries, environmentId: string) {
  return {
    /** Newest first. */
    ofSession(sessionId: string): Promise<EvidenceLinkRow[]> {
      return queries.evidenceLink.findMany({
        where: { environmentId, sessionId },
        orderBy: { id: 'desc' },
        select: ROW,
      });
    },
    async add(
      row: Pick<EvidenceLinkRow, 'id' | 'sessionId' | 'createdByName' | 'createdAt' | 'expiresAt'> & {
        tokenHash: string;
      },
    ): Promise<void> {
      await queries.evidenceLink.create({ data: { ...row, environmentId } });
    },
    /** Ends a link that still works; null for one that does not, and for one of somebody else. */
    async revoke(id: string, now: Date): Promise<EvidenceLinkRow | null> {
      const [row] = await queries.evidenceLink.updateManyAndReturn({
        where: { environmentId, id, revokedAt: null, expiresAt: { gt: now } },
        data: { revokedAt: now },
        select: ROW,
      });
      return row ?? null;
    },
    /** Counts one opening of a link that works; null for one that does not. */
    async open(id: string, now: Date): Promise<EvidenceLinkRow | null> {
      const [row] = await queries.evidenceLink.updateManyAndReturn({
        where: { environmentId, id, revokedAt: null, expiresAt: { gt: now } },
        data: { opens: { increment: 1 }, lastOpenedAt: now },
        select: ROW,
      });
      return row ?? null;
    },
    /** The sealed key of the workspace. `make` seals the first one; of two made at once one is kept. */
    async pseudonymKey(
      make: (workspaceId: string) => Uint8Array<ArrayBuffer>,
      now: Date,
    ): Promise<{ workspaceId: string; keySealed: Uint8Array }> {
      const read = () => queries.$queryRaw<{ workspaceId: string; keySealed: Uint8Array | null }[]>`
        SELECT e."workspaceId", k."keySealed" FROM "Environment" e
          LEFT JOIN "PseudonymKey" k ON k."workspaceId" = e."workspaceId" WHERE e.id = ${environmentId}`;
      const [row] = await read();
      if (!row) throw new Error('an environment without a workspace');
      if (row.keySealed) return { workspaceId: row.workspaceId, keySealed: row.keySealed };
      await queries.$executeRaw`
        INSERT INTO "PseudonymKey" ("workspaceId", "keySealed", "createdAt")
        VALUES (${row.workspaceId}, ${make(row.workspaceId)}, ${now}) ON CONFLICT DO NOTHING`;
      const [made] = await read();
      if (!made?.keySealed) throw new Error('a pseudonym key was not written');
      return { workspaceId: made.workspaceId, keySealed: made.keySealed };
    },
  };
}
