import { readEventQuery } from '#lib/events/event-query.ts';
import { listEvents } from '#lib/events/list-events.ts';
import { apiEndpoint } from '#lib/http/api-endpoint.ts';
import { eventWire } from '#lib/http/wire/event.ts';
import { listAnswer } from '#lib/http/wire/list.ts';

/** What happened, oldest first: `events` (names, required), `organization_id`, `range_start`, `range_end`, pagination. */
export const GET = apiEndpoint(async (request, call) =>
  listAnswer(await listEvents(call, readEventQuery(new URL(request.url).searchParams)), eventWire),
);
