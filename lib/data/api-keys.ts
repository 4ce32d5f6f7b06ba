import type { Queries } from '#lib/db/client.ts';

const columns = {
  id: true,
  name: true,
  hint: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
} as const;

export type ApiKeyRow = {
  id: string;
  name: string;
  hint: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

/** API keys of one environment; secrets are hashed, those of staging sealed beside it. */
export function apiKeys(queries: Queries, environmentId: string) {
  return {
    /** Newest first, revoked ones included. */
    all(): Promise<ApiKeyRow[]> {
      return queries.apiKey.findMany({ where: { environmentId }, orderBy: { id: 'desc' }, select: columns });
    },
    async add(row: {
      id: string;
      name: string;
      secretHash: string;
      secretSealed: Uint8Array<ArrayBuffer> | null;
      hint: string;
      expiresAt: Date | null;
      now: Date;
    }): Promise<void> {
      const { now, ...values } = row;
      await queries.apiKey.create({ data: { ...values, environmentId, createdAt: now } });
    },
    /** The sealed secret of a staging key that still works. */
    async sealedSecret(id: string, now: Date): Promise<Uint8Array | null> {
      const row = await queries.apiKey.findFirst({
        where: { environmentId, id, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        select: { secretSealed: true },
      });
      return row?.secretSealed ?? null;
    },
    async expire(id: string, expiresAt: Date | null): Promise<boolean> {
      const { count } = await queries.apiKey.updateMany({
        where: { environmentId, id, revokedAt: null },
        data: { expiresAt },
      });
      return count === 1;
    },
    async revoke(id: string, now: Date): Promise<boolean> {
      const { count } = await queries.apiKey.updateMany({
        where: { environmentId, id, revokedAt: null },
        data: { revokedAt: now },
      });
      return count === 1;
    },
  };
}
