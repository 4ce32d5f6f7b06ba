import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EventRow } from '#lib/data/events.ts';
import type { Page } from '#lib/data/page.ts';
import { AppError } from '#lib/errors.ts';
import { EVENT_DAYS } from './event-names.ts';
import type { EventQuery } from './event-query.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** One page of the events of an environment. Throws bad_request for an organization that there never was. */
export async function listEvents(
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  { names, organizationId, from, until, page }: EventQuery,
): Promise<Page<EventRow>> {
  const kept = new Date(now.getTime() - EVENT_DAYS * DAY_MS);
  const found = await data.events.page(
    { names, organizationId, from: from && from > kept ? from : kept, until },
    page,
  );
  if (found.data.length === 0 && organizationId !== null) {
    const known = (await data.organizations.get(organizationId)) ?? (await data.events.anyOf(organizationId));
    if (!known) throw new AppError('bad_request', `Organization not found: '${organizationId}'.`);
  }
  return found;
}
