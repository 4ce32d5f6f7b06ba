import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { AppError } from '#lib/errors.ts';
import type { ConnectionState } from './connection-states.ts';

/** States in which sign-ins are attempted; the first that succeeds makes a validating connection active. */
const LIVE: readonly ConnectionState[] = ['validating', 'active'];

/**
 * Refuses (production_environment_requires_billing) the step that would let people sign in through a
 * production connection while the workspace has no billing information. What was live already stays so.
 */
export async function requireUnlocked(
  rows: Pick<EnvironmentRepositories, 'environment'>,
  before: ConnectionState,
  after: ConnectionState,
): Promise<void> {
  if (LIVE.includes(before) || !LIVE.includes(after)) return;
  if (await rows.environment.isLocked()) throw new AppError('production_environment_requires_billing');
}
