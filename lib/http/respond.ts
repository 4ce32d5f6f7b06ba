/** A JSON answer as official SDKs expect it. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

/** An answer without a body: deletes. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}

/** The answer to a delete whose work the caller need not wait for. */
export function accepted(): Response {
  return new Response('Accepted', { status: 202, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

/** Sends a browser elsewhere. The address is written as given: a URL object would rewrite it. */
export function redirect(location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, {
    status: 302,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', ...headers },
  });
}
