import { parseBody } from '#lib/http/api-body.ts';
import { apiEndpoint, apiPost } from '#lib/http/api-endpoint.ts';
import { readPageRequest } from '#lib/http/api-query.ts';
import { json } from '#lib/http/respond.ts';
import { listAnswer } from '#lib/http/wire/list.ts';
import { redirectUriWire } from '#lib/http/wire/redirect-uri.ts';
import { createRedirectUriBody } from '#lib/workspace/redirect-uri-body.schema.ts';
import { addRedirectUri } from '#lib/workspace/redirect-uris.ts';

export const GET = apiEndpoint(async (request, { data }) => {
  const query = new URL(request.url).searchParams;
  return listAnswer(await data.redirectUris.page(readPageRequest(query)), redirectUriWire);
});

/** Registers a redirect URI under the rules of the environment. */
export const POST = apiPost(async (body, call) =>
  json(redirectUriWire(await addRedirectUri(call, parseBody(body, createRedirectUriBody))), 201),
);
