import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newRecoveryCode } from '#lib/secrets.ts';

export const RECOVERY_CODES = 10;

/** Ten fresh codes for a member; the ones before stop working. Returned once, stored as hashes. */
export async function replaceRecoveryCodes(
  data: WorkspaceRepositories,
  teamMemberId: string,
  now: Date,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const rows = codes.map((code) => ({
    id: newId('memberRecoveryCode', now),
    codeHash: recoveryCodeHash(teamMemberId, code),
  }));
  await data.memberFactors.replaceRecoveryCodes(teamMemberId, rows, now);
  return codes;
}

/** What is stored of a code. Spaces, dashes, case and the look-alikes O, I and L do not matter. */
export function recoveryCodeHash(teamMemberId: string, code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return hashSecret(`${teamMemberId}:${plain}`);
}

/** Whether a text has the shape of a recovery code. */
export function looksLikeRecoveryCode(text: string): boolean {
  return /^[0-9a-z]{16}$/i.test(text.replaceAll(/[\s-]/g, ''));
}
