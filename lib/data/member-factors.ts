import type { Queries } from '#lib/db/client.ts';

export type TotpRow = { id: string; secretSealed: Uint8Array; confirmedAt: Date | null };
export type PasskeyRow = {
  id: string;
  teamMemberId: string;
  name: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: bigint;
  transports: string[];
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const PASSKEY = {
  id: true,
  teamMemberId: true,
  name: true,
  credentialId: true,
  publicKey: true,
  counter: true,
  transports: true,
  backedUp: true,
  createdAt: true,
  lastUsedAt: true,
} as const;

/** Second factors of the members of one workspace. */
export function memberFactors(queries: Queries, workspaceId: string) {
  return {
    /** Waits for other writers of this member; only inside a transaction. */
    async lock(teamMemberId: string): Promise<void> {
      await queries.$queryRaw`
        SELECT 1 FROM "TeamMember" WHERE "workspaceId" = ${workspaceId} AND id = ${teamMemberId} FOR UPDATE`;
    },
    /** The row of the authenticator app, whether or not it has been confirmed. */
    totp(teamMemberId: string): Promise<TotpRow | null> {
      return queries.memberTotp.findFirst({
        where: { workspaceId, teamMemberId },
        select: { id: true, secretSealed: true, confirmedAt: true },
      });
    },
    /** Begins an enrollment anew; a confirmed app must have been removed before. */
    async beginTotp(row: {
      id: string;
      teamMemberId: string;
      secretSealed: Uint8Array<ArrayBuffer>;
      now: Date;
    }): Promise<void> {
      const { now, ...values } = row;
      await queries.memberTotp.deleteMany({
        where: { workspaceId, teamMemberId: row.teamMemberId, confirmedAt: null },
      });
      await queries.memberTotp.create({ data: { ...values, workspaceId, createdAt: now } });
    },
    async confirmTotp(teamMemberId: string, now: Date): Promise<boolean> {
      const { count } = await queries.memberTotp.updateMany({
        where: { workspaceId, teamMemberId, confirmedAt: null },
        data: { confirmedAt: now },
      });
      return count === 1;
    },
    /** Uses up a time step: false when it, or a later one, was used before. */
    async useTotpStep(teamMemberId: string, step: bigint, now: Date): Promise<boolean> {
      const { count } = await queries.memberTotp.updateMany({
        where: { workspaceId, teamMemberId, lastUsedStep: { lt: step } },
        data: { lastUsedStep: step, lastUsedAt: now },
      });
      return count === 1;
    },
    async removeTotp(teamMemberId: string): Promise<boolean> {
      const { count } = await queries.memberTotp.deleteMany({ where: { workspaceId, teamMemberId } });
      return count === 1;
    },
    async replaceRecoveryCodes(
      teamMemberId: string,
      rows: readonly { id: string; codeHash: string }[],
      now: Date,
    ): Promise<void> {
      await queries.memberRecoveryCode.deleteMany({ where: { workspaceId, teamMemberId } });
      await queries.memberRecoveryCode.createMany({
        data: rows.map((row) => ({ ...row, workspaceId, teamMemberId, createdAt: now })),
      });
    },
    /** Uses up one recovery code: false when there is no such unused one. */
    async useRecoveryCode(teamMemberId: string, codeHash: string, now: Date): Promise<boolean> {
      const { count } = await queries.memberRecoveryCode.updateMany({
        where: { workspaceId, teamMemberId, codeHash, usedAt: null },
        data: { usedAt: now },
      });
      return count === 1;
    },
    unusedRecoveryCodes(teamMemberId: string): Promise<number> {
      return queries.memberRecoveryCode.count({ where: { workspaceId, teamMemberId, usedAt: null } });
    },
    async recoveryCodesMadeAt(teamMemberId: string): Promise<Date | null> {
      const row = await queries.memberRecoveryCode.findFirst({
        where: { workspaceId, teamMemberId },
        select: { createdAt: true },
      });
      return row?.createdAt ?? null;
    },
    passkeys(teamMemberId: string): Promise<PasskeyRow[]> {
      return queries.memberPasskey.findMany({
        where: { workspaceId, teamMemberId },
        orderBy: { id: 'asc' },
        select: PASSKEY,
      });
    },
    passkeyOfCredential(teamMemberId: string, credentialId: string): Promise<PasskeyRow | null> {
      return queries.memberPasskey.findFirst({
        where: { workspaceId, teamMemberId, credentialId },
        select: PASSKEY,
      });
    },
    async addPasskey(row: Omit<PasskeyRow, 'createdAt' | 'lastUsedAt'> & { now: Date }): Promise<void> {
      const { now, ...values } = row;
      await queries.memberPasskey.create({ data: { ...values, workspaceId, createdAt: now } });
    },
    /** Notes a use. A counter that runs backwards says that the key was copied: false, and nothing is noted. */
    async usePasskey(id: string, counter: bigint, now: Date): Promise<boolean> {
      const { count } = await queries.memberPasskey.updateMany({
        where: { workspaceId, id, ...(counter === 0n ? { counter: 0n } : { counter: { lt: counter } }) },
        data: { counter, lastUsedAt: now },
      });
      return count === 1;
    },
    async renamePasskey(teamMemberId: string, id: string, name: string): Promise<boolean> {
      const { count } = await queries.memberPasskey.updateMany({
        where: { workspaceId, teamMemberId, id },
        data: { name },
      });
      return count === 1;
    },
    async removePasskey(teamMemberId: string, id: string): Promise<boolean> {
      const { count } = await queries.memberPasskey.deleteMany({ where: { workspaceId, teamMemberId, id } });
      return count === 1;
    },
    async removeRecoveryCodes(teamMemberId: string): Promise<void> {
      await queries.memberRecoveryCode.deleteMany({ where: { workspaceId, teamMemberId } });
    },
  };
}
