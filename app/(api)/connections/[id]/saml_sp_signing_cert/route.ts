import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import { getSamlConnection } from '#lib/connections/get-connection.ts';
import { AppError } from '#lib/errors.ts';
import { apiEndpoint, apiPost, pathId } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { keyPairWire } from '#lib/http/wire/certificate.ts';

/** The certificate our requests are signed with; 404 when they are sent unsigned. */
export const GET = apiEndpoint(async (_request, call) => {
  const { keyPairs } = await getSamlConnection(call, pathId(call));
  const pair = keyPairs.find((one) => one.use === 'signing');
  if (!pair) throw new AppError('not_found', 'The connection has no signing certificate.');
  return json(keyPairWire(pair));
});

/** Makes one, if there is none. Takes no body. */
export const POST = apiPost(async (_body, call) =>
  json(keyPairWire(await addKeyPair(call, { connectionId: pathId(call), use: 'signing' })), 201),
);
