import { parseBody } from '#lib/http/api-body.ts';
import { apiEndpoint, apiPost } from '#lib/http/api-endpoint.ts';
import { readPageRequest } from '#lib/http/api-query.ts';
import { json } from '#lib/http/respond.ts';
import { corsOriginWire } from '#lib/http/wire/cors-origin.ts';
import { listAnswer } from '#lib/http/wire/list.ts';
import { addCorsOrigin } from '#lib/workspace/cors-origins.ts';
import { createCorsOriginBody } from '#lib/workspace/redirect-uri-body.schema.ts';

export const GET = apiEndpoint(async (request, { data }) => {
  const query = new URL(request.url).searchParams;
  return listAnswer(await data.corsOrigins.page(readPageRequest(query)), corsOriginWire);
});

/** Adds an origin whose scripts may read what browser apps are answered. */
export const POST = apiPost(async (body, call) =>
  json(corsOriginWire(await addCorsOrigin(call, parseBody(body, createCorsOriginBody))), 201),
);
