import { parseBody } from '#lib/http/api-body.ts';
import { apiPost } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { testResponseWire } from '#lib/http/wire/test-response.ts';
import { makeResponseBody } from '#lib/test-idp-host/make-response.schema.ts';
import { makeResponse } from '#lib/test-idp-host/make-response.ts';

/** A response of the test identity provider, good or broken, for a test to post to the ACS URL. Staging only. */
export const POST = apiPost(async (body, call) =>
  json(testResponseWire(await makeResponse(call, parseBody(body, makeResponseBody)))),
);
