import { type Arriving, arrivingMember, grantArrival } from '#lib/auth/dashboard-session.ts';
import { now } from '#lib/clock.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import type { AccountContext } from './admin-action.ts';
import { memberActor } from './admin-page.ts';

/** The context of a page for somebody halfway in, when that page asks for what they are missing; otherwise null. */
export async function arrivalPage(standing: Arriving['standing']): Promise<AccountContext | null> {
  const arriving = await arrivingMember();
  if (arriving?.standing !== standing) return null;
  const scope = grantArrival(arriving);
  return {
    scope,
    data: forWorkspace(scope),
    now: now(),
    actor: await memberActor(arriving),
    member: arriving,
  };
}
