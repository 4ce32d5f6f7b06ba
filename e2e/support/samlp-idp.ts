import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as samlp from 'samlp';
import { createKeyPair } from '#lib/saml/key-pair.ts';

export type SamlpIdp = {
  /** Origin, `http://localhost:<free port>`; the entity ID is `<url>/metadata`, requests go to `<url>/sso`. */
  url: string;
  entityId: string;
  ssoUrl: string;
  metadataXml: string;
  certificatePem: string;
  close(): Promise<void>;
};

const PERSON = {
  id: 'samlp-grace-abara',
  email: 'grace.abara@example.com',
  firstName: 'Grace',
  lastName: 'Abara',
  groups: ['Operations', 'On call'],
};

/**
 * Starts a second identity provider, npm `samlp`, which nobody of this project wrote: whoever arrives is signed in as
 * one person (`person`), and an auto-posting page takes the response to the request's ACS URL or, without a request
 * (IdP-initiated, `GET /sso`), to `acsUrl` for `audience`. `signResponse` signs the Response and not the Assertion;
 * otherwise the Assertion alone is signed.
 */
export async function startSamlpIdp(options: {
  signResponse: boolean;
  acsUrl?: string;
  /** Default: the issuer of the request. */
  audience?: string;
  person?: typeof PERSON;
}): Promise<SamlpIdp> {
  const { privateKeyPem, certificatePem } = createKeyPair({
    commonName: 'samlp test identity provider',
    now: new Date(),
    validForDays: 2,
  });
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(error.message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const entityId = `${url}/metadata`;
  const metadata = samlp.metadata({
    issuer: entityId,
    cert: certificatePem,
    redirectEndpointPath: '/sso',
    postEndpointPath: '/sso',
  });

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await asExpress(incoming, url);
    const path = request.originalUrl.split('?')[0];
    if (path === '/metadata') return finish(metadata, request, outgoing);
    if (path !== '/sso') {
      outgoing.writeHead(404).end();
      return;
    }
    const acsUrl = (await asked(request)) ?? options.acsUrl;
    if (acsUrl === undefined) throw new Error('The request names no AssertionConsumerServiceURL.');
    const answer = samlp.auth({
      issuer: entityId,
      cert: certificatePem,
      key: privateKeyPem,
      audience: options.audience,
      recipient: acsUrl,
      destination: acsUrl,
      signAssertion: !options.signResponse,
      signResponse: options.signResponse,
      lifetimeInSeconds: 300,
      getUserFromRequest: () => options.person ?? PERSON,
      profileMapper: (user) => profileOf(user as typeof PERSON),
      getPostURL: (_audience, _document, _request, callback) => callback(null, acsUrl),
    });
    return finish(answer, request, outgoing);
  }

  return {
    url,
    entityId,
    ssoUrl: `${url}/sso`,
    metadataXml: await fetch(entityId).then((response) => response.text()),
    certificatePem,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function profileOf(person: typeof PERSON) {
  return {
    getClaims: () => ({ ...person }),
    getNameIdentifier: () => ({
      nameIdentifier: person.id,
      nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    }),
  };
}

/** samlp expects Express; this is the little of it that it reads. */
async function asExpress(incoming: IncomingMessage, origin: string): Promise<samlp.SamlpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method,
    headers: incoming.headers,
    protocol: 'http',
    originalUrl: incoming.url ?? '/',
    query: Object.fromEntries(new URL(incoming.url ?? '/', origin).searchParams),
    body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
  };
}

/** The ACS URL that the request asks for, or undefined when there is no request at all. */
function asked(request: samlp.SamlpRequest): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    samlp.parseRequest(request, (error, data) => {
      if (error) reject(error);
      else resolve(data?.assertionConsumerServiceURL);
    });
  });
}

function finish(
  handler: ReturnType<typeof samlp.auth>,
  request: samlp.SamlpRequest,
  outgoing: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = {};
    handler(
      request,
      {
        set: (name, value) => {
          headers[name] = value;
        },
        send: (bodyOrStatus, body) => {
          const status = typeof bodyOrStatus === 'number' ? bodyOrStatus : 200;
          outgoing.writeHead(status, headers).end(String(body ?? bodyOrStatus));
          resolve();
        },
      },
      reject,
    );
  });
}
