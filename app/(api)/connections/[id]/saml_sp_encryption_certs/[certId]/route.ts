import { removeKeyPair } from '#lib/connections/remove-key-pair.ts';
import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { noContent } from '#lib/http/respond.ts';

export const DELETE = apiEndpoint(async (_request, call) => {
  const keyPairId = pathId(call, 'certId');
  await removeKeyPair(call, { connectionId: pathId(call), use: 'encryption', keyPairId });
  return noContent();
});
