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

/** An image whose address is good for this one version of it. It can be looked at and nothing else. */
export function immutableImage(image: Uint8Array<ArrayBuffer>, type: 'image/png'): Response {
  return new Response(image, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  });
}
