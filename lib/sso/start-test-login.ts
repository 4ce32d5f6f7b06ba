import type { Visitor } from '#lib/auth/callers.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { NextStep } from './send-request.ts';
import { startLogin } from './start-login.ts';
import { testResultUri } from './test-result.ts';

/**
 * Begins a login of origin `test` for one connection; call after an admin was authorized. `scenario` is kept as the
 * session's OAuth state, so that the outcome can be compared with what was tried. Throws OAuthError like `startLogin`.
 */
export async function startTestLogin(
  ctx: EnvironmentContext,
  input: { connectionId: string; scenario: string | null; visitor: Visitor; browserToken: string | null },
): Promise<NextStep> {
  const { connectionId, scenario, ...browser } = input;
  const query = new URLSearchParams({
    client_id: await ctx.data.environment.clientId(),
    response_type: 'code',
    connection: connectionId,
    redirect_uri: testResultUri(ctx.scope.environmentId),
    ...(scenario === null ? {} : { state: scenario }),
  });
  return startLogin({ query: query.toString(), ...browser, now: ctx.now, test: true });
}
