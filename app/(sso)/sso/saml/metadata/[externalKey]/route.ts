import { endUser } from '#lib/auth/callers.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { spMetadata } from '#lib/sso/sp-metadata.ts';

/** The SP metadata of a connection, for its identity provider. SAML Metadata §2.4.4. */
export const GET = endpoint(endUser, async (request, { params }) => {
  const xml = await spMetadata(params['externalKey'] ?? '');
  const download = new URL(request.url).searchParams.has('download');
  return new Response(xml, {
    headers: {
      'content-type': 'application/samlmetadata+xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
      ...(download ? { 'content-disposition': 'attachment; filename="sp-metadata.xml"' } : {}),
    },
  });
});
