import { connectionChangesOf } from '#lib/connections/api-options.ts';
import { updateConnectionBody } from '#lib/connections/connection.schema.ts';
import { deleteConnection } from '#lib/connections/delete-connection.ts';
import { getConnection } from '#lib/connections/get-connection.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { parseBody, readBody } from '#lib/http/api-body.ts';
import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { json, noContent } from '#lib/http/respond.ts';
import { connectionWire } from '#lib/http/wire/connection.ts';

export const GET = apiEndpoint(async (_request, call) =>
  json(connectionWire(await getConnection(call, pathId(call)))),
);

/** Changes what the body names; null resets. */
export const PATCH = apiEndpoint(async (request, call) => {
  const body = parseBody(await readBody(request), updateConnectionBody);
  const connection = await updateConnection(call, connectionChangesOf(pathId(call), body));
  return json(connectionWire(connection));
});

export const DELETE = apiEndpoint(async (_request, call) => {
  await deleteConnection(call, pathId(call));
  return noContent();
});
