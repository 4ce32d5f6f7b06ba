import { connectionTypeOf } from '#lib/attributes/connection-types.ts';
import { normalDomain } from '#lib/attributes/email.ts';
import { newConnectionOf } from '#lib/connections/api-options.ts';
import { createConnectionBody } from '#lib/connections/connection.schema.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import { invalidField } from '#lib/errors.ts';
import { parseBody } from '#lib/http/api-body.ts';
import { apiEndpoint, apiPost } from '#lib/http/api-endpoint.ts';
import { readList, readPageRequest, readText } from '#lib/http/api-query.ts';
import { json } from '#lib/http/respond.ts';
import { connectionWire } from '#lib/http/wire/connection.ts';
import { listAnswer } from '#lib/http/wire/list.ts';

/** Lists connections: `connection_type`, `domain`, `organization_id`, `search` (part of the name), pagination. */
export const GET = apiEndpoint(async (request, { data }) => {
  const query = new URL(request.url).searchParams;
  const domain = readText(query, 'domain');
  const filter = {
    connectionTypes: readList(query, 'connection_type')?.map(knownType),
    domain: domain && (normalDomain(domain) ?? domain),
    organizationId: readText(query, 'organization_id'),
    search: readText(query, 'search'),
  };
  return listAnswer(await data.connections.page(filter, readPageRequest(query)), connectionWire);
});

/** Creates a connection; one that its `external_id` names already is answered with 200. */
export const POST = apiPost(async (body, call) => {
  const input = newConnectionOf(parseBody(body, createConnectionBody));
  const { connection, created } = await createConnection(call, input);
  return json(connectionWire(connection), created ? 201 : 200);
});

function knownType(text: string): string {
  const type = connectionTypeOf(text);
  if (type === null) throw invalidField('connection_type', 'connection_type must be a valid enum value');
  return type;
}
