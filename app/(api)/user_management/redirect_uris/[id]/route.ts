import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { noContent } from '#lib/http/respond.ts';
import { removeRedirectUri } from '#lib/workspace/redirect-uris.ts';

/** Takes a redirect URI off the list; the default stays. */
export const DELETE = apiEndpoint(async (_request, call) => {
  await removeRedirectUri(call, { id: pathId(call) });
  return noContent();
});
