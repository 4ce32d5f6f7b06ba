import type { Queries } from '#lib/db/client.ts';
import { hashSecret } from '#lib/secrets.ts';

/** What a challenge was handed out for; an answer to one purpose is none to another. */
export type ChallengePurpose = 'sign_in' | 'second_step' | 'confirm' | 'register';

const LIFETIME_MS = 5 * 60 * 1000;

/** WebAuthn challenges: handed out, and taken back once. */
export function passkeyChallenges(queries: Pick<Queries, 'passkeyChallenge'>) {
  return {
    async issue(
      row: { challenge: string; purpose: ChallengePurpose; teamMemberId: string | null },
      now: Date,
    ): Promise<void> {
      await queries.passkeyChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
      const { challenge, ...values } = row;
      const expiresAt = new Date(now.getTime() + LIFETIME_MS);
      await queries.passkeyChallenge.create({
        data: { ...values, challengeHash: hashSecret(challenge), expiresAt },
      });
    },
    /** True for the first answer to a challenge that was issued to this member for this purpose, within five minutes. */
    async take(
      row: { challenge: string; purpose: ChallengePurpose; teamMemberId: string | null },
      now: Date,
    ): Promise<boolean> {
      const { challenge, purpose, teamMemberId } = row;
      const { count } = await queries.passkeyChallenge.deleteMany({
        where: { challengeHash: hashSecret(challenge), purpose, teamMemberId, expiresAt: { gt: now } },
      });
      return count === 1;
    },
  };
}
