import type { EnvironmentContext } from '#lib/data/context.ts';
import { hashSecret } from '#lib/secrets.ts';
import { testResultUri } from './test-result.ts';

/**
 * Ends a test login as its own relying party: redeems the code the dashboard was handed. False when the session is no
 * test login of this environment, or a code comes in a browser that did not begin it. Only codes made for the
 * dashboard's address redeem here: those of apps stay theirs.
 */
export async function finishTestLogin(
  ctx: EnvironmentContext,
  input: { sessionId: string; code: string | null; browserToken: string | null },
): Promise<boolean> {
  const session = await ctx.data.testLogins.get(input.sessionId);
  if (session?.origin !== 'test') return false;
  if (input.code === null) return true;
  if (input.browserToken === null || session.browserHash !== hashSecret(input.browserToken)) return false;
  await ctx.data.login.redeemCode({
    at: ctx.now,
    codeHash: hashSecret(input.code),
    challenge: null,
    publicClient: false,
    redirectUri: testResultUri(ctx.scope.environmentId),
  });
  return true;
}
