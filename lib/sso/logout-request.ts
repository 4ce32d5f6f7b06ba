import { AppError } from '#lib/errors.ts';
import type { LogoutTransport } from '#lib/saml/logout.ts';

/**
 * The query string of a SAML HTTP-Redirect, octet for octet: its signature is over what was sent, and a URL object or a
 * framework may write the same differently. The server wrapper keeps the request line.
 */
export function readLogoutQuery(request: Request): LogoutTransport {
  const line = request.headers.get('x-gatehouse-path') ?? request.url;
  const mark = line.indexOf('?');
  return { binding: 'redirect', query: mark === -1 ? '' : line.slice(mark + 1) };
}

/** The fields of a SAML HTTP-POST. Throws bad_request when the body is no form. */
export async function readLogoutPost(request: Request): Promise<LogoutTransport> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new AppError('bad_request', 'A SAML message is posted as a form.');
  }
  const form = new URLSearchParams(await request.text());
  return {
    binding: 'post',
    samlRequest: form.get('SAMLRequest'),
    samlResponse: form.get('SAMLResponse'),
    relayState: form.get('RelayState'),
  };
}
