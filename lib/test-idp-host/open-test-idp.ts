import { systemActor } from '#lib/auth/actor.ts';
import { scopeOfStagingEnvironment } from '#lib/auth/public-scope.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';

/**
 * The test identity provider of a staging environment, for its public pages. Null for a production and for an
 * invented id alike. Whoever reaches these pages may sign in as anybody: that is what the provider is for.
 */
export async function openTestIdp(environmentId: string, now: Date): Promise<EnvironmentContext | null> {
  const scope = await scopeOfStagingEnvironment(environmentId);
  return scope && { scope, data: forEnvironment(scope), now, actor: systemActor('Test identity provider') };
}
