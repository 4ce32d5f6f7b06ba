import { endUser } from '#lib/auth/callers.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { idpMetadata } from '#lib/test-idp-host/idp-metadata.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';

/** The metadata of the test identity provider, to make a connection from. SAML Metadata §2.4.3. */
export const GET = endpoint(endUser, async (_request, { params, now }) => {
  const idp = await openTestIdp(params['environmentId'] ?? '', now);
  if (!idp) throw new AppError('not_found');
  return new Response(await idpMetadata(idp), {
    headers: {
      'content-type': 'application/samlmetadata+xml; charset=utf-8',
      'content-disposition': 'inline; filename="test-idp-metadata.xml"',
    },
  });
});
