import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import { getSamlConnection } from '#lib/connections/get-connection.ts';
import { apiEndpoint, apiPost, pathId } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { keyPairWire } from '#lib/http/wire/certificate.ts';
import { listAnswer } from '#lib/http/wire/list.ts';

/** Our certificates that the identity provider may encrypt to, oldest first. */
export const GET = apiEndpoint(async (_request, call) => {
  const { keyPairs } = await getSamlConnection(call, pathId(call));
  const data = keyPairs.filter((pair) => pair.use === 'encryption');
  return listAnswer({ data, before: null, after: null }, keyPairWire);
});

/** Makes another one; every private key is tried, so old and new overlap. Takes no body. */
export const POST = apiPost(async (_body, call) =>
  json(keyPairWire(await addKeyPair(call, { connectionId: pathId(call), use: 'encryption' })), 201),
);
