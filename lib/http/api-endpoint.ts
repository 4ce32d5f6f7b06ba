import { apiKey } from '#lib/auth/callers.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { endpoint } from './endpoint.ts';
import { type ApiCall, idempotent } from './idempotency.ts';

/** A route of the management API: a customer's server with an API key, refused as JSON. */
export function apiEndpoint(handle: (request: Request, call: ApiCall) => Promise<Response>) {
  return endpoint(apiKey, (request, call) => handle(request, { ...call, data: forEnvironment(call.scope) }));
}

/** A POST of the management API; answers once per Idempotency-Key. `handle` gets the body as text. */
export function apiPost(handle: (body: string, call: ApiCall) => Promise<Response>) {
  return endpoint(apiKey, idempotent(handle));
}

/** The id in a route's path. PostgreSQL refuses a NUL, so it is replaced: such an id is not found, like any other. */
export function pathId(call: Pick<ApiCall, 'params'>, name = 'id'): string {
  return (call.params[name] ?? '').replaceAll('\0', '\uFFFD');
}
