import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the metadata of the tests says. */
export type Says = { entityId: string; ssoUrl: string; certificates: readonly string[] };

/** For tests: an identity provider's metadata over http, with entity tags; `status` answers with an error instead. */
export async function testMetadataServer(says: Says) {
  const state = { says, status: 200, asked: [] as (string | undefined)[] };
  const server = http.createServer((request, response) => {
    const tag = request.headers['if-none-match'];
    state.asked.push(tag);
    const body = metadataXml(state.says);
    const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
    if (state.status !== 200) return void response.writeHead(state.status).end();
    if (tag === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { etag, 'content-type': 'application/samlmetadata+xml' }).end(body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url, state, close };
}

function metadataXml({ entityId, ssoUrl, certificates }: Says): string {
  const keys = certificates.map(
    (pem) =>
      `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${pem.replaceAll(/-----[^-]+-----|\s/g, '')}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
  );
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ssoUrl}"/></IDPSSODescriptor></EntityDescriptor>`;
}
