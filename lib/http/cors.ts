import { isOriginOfSomeEnvironment } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';

/**
 * What scripts of other origins may read (Fetch §3.2): public documents, and the answers to a browser app whose origin its
 * environment lists. Cookies are never allowed along. It does not keep a request from being made, only its answer from
 * being read: every endpoint checks tokens and codes all the same.
 */

/** For documents that are the same for everybody and asked for without any secret. */
export const READABLE_BY_ALL = { 'access-control-allow-origin': '*' } as const;

/** Lets the calling script read `response` if its origin is listed by the environment that answers. */
export async function readableByItsApp(
  request: Request,
  scope: EnvironmentScope | null,
  response: Response,
): Promise<Response> {
  const origin = request.headers.get('origin');
  if (origin === null) return response;
  response.headers.append('vary', 'Origin');
  if (scope && (await forEnvironment(scope).corsOrigins.has(origin))) {
    response.headers.set('access-control-allow-origin', origin);
  }
  return response;
}

/**
 * Answers a browser that asks before it sends (Fetch §4.8). It says neither client nor token, so any environment's list
 * counts here; whose it has to be is decided with the answer itself.
 */
export function preflight(method: 'GET' | 'POST') {
  return async (request: Request): Promise<Response> => {
    const allow = method === 'GET' ? 'GET, HEAD, OPTIONS' : 'OPTIONS, POST';
    const headers = new Headers({ allow, vary: 'Origin' });
    const origin = request.headers.get('origin');
    const asks = request.headers.get('access-control-request-method') === method;
    if (origin !== null && asks && (await isOriginOfSomeEnvironment(origin))) {
      headers.set('access-control-allow-origin', origin);
      headers.set('access-control-allow-methods', method);
      headers.set('access-control-allow-headers', 'authorization, content-type');
      headers.set('access-control-max-age', '600');
    }
    return new Response(null, { status: 204, headers });
  };
}
