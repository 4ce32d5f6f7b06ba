import { AppError } from '#lib/errors.ts';

/**
 * The two fields of a SAML HTTP-POST (Bindings §3.5.4). An absent SAMLResponse is kept as the empty string:
 * it is recorded like any other response that cannot be read. Throws bad_request when the body is no form.
 */
export async function readAcsPost(
  request: Request,
): Promise<{ encodedResponse: string; relayState: string | null }> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new AppError('bad_request', 'A SAML response is posted as a form.');
  }
  const form = new URLSearchParams(await request.text());
  return { encodedResponse: form.get('SAMLResponse') ?? '', relayState: form.get('RelayState') };
}
