import { inflateRawSync } from 'node:zlib';
import type { FaultId } from '#lib/test-idp/faults.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { openBrowser, type PlainBrowser } from './browser.ts';
import { CALLBACK, type SeededConnection } from './seed.ts';

export const ANA = {
  id: 'ana-1',
  email: 'ana@example.com',
  firstName: 'Ana',
  lastName: 'Silva',
  groups: ['Engineering', 'Admins'],
};

/** `GET /sso/authorize` of a connection; extra parameters win over the usual ones. */
export function authorizePath(
  clientId: string,
  connection: SeededConnection,
  extra: Record<string, string> = {},
): string {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    connection: connection.connectionId,
    state: 'state-1',
    ...extra,
  });
  return `/sso/authorize?${query}`;
}

/** Begins a login and reads the request that the identity provider would receive. */
export async function beginLogin(
  browser: PlainBrowser,
  clientId: string,
  connection: SeededConnection,
  extra: Record<string, string> = {},
): Promise<{ requestId: string; relayState: string | null; requestXml: string }> {
  const response = await browser.get(authorizePath(clientId, connection, extra));
  const location = response.headers.get('location');
  if (response.status !== 302 || !location?.startsWith(connection.idp.ssoUrl)) {
    throw new Error(`authorize answered ${response.status} ${location} ${await response.text()}`);
  }
  const query = new URL(location).searchParams;
  const requestXml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString('utf8');
  const requestId = /\sID="([^"]+)"/.exec(requestXml)?.[1] ?? '';
  return { requestId, relayState: query.get('RelayState'), requestXml };
}

type Answer = Partial<{
  person: typeof ANA & { extra?: Record<string, string> };
  fault: FaultId | null;
  sign: 'assertion' | 'response' | 'both';
  encrypt: boolean;
  now: Date;
  previousResponse: string;
}>;

/** What the outside identity provider answers: a base64 SAMLResponse. */
export async function samlResponse(
  connection: SeededConnection,
  inResponseTo: string | null,
  answer: Answer = {},
): Promise<string> {
  const built = await buildResponse({
    now: answer.now ?? new Date(),
    idp: connection.idp,
    wrongIdp: connection.stranger,
    sp: connection.sp,
    inResponseTo,
    person: answer.person ?? ANA,
    fault: answer.fault ?? null,
    sign: answer.sign ?? 'assertion',
    encrypt: answer.encrypt ?? false,
    ...(answer.previousResponse === undefined ? {} : { previousResponse: answer.previousResponse }),
  });
  return built.samlResponse;
}

/** Posts a response to the connection's ACS as the browser would. */
export function postResponse(
  browser: PlainBrowser,
  connection: SeededConnection,
  encoded: string,
  relayState: string | null = null,
): Promise<Response> {
  return browser.post(`/sso/saml/acs/${connection.externalKey}`, {
    SAMLResponse: encoded,
    ...(relayState === null ? {} : { RelayState: relayState }),
  });
}

/** The callback parameters of a redirect to the app. */
export function callbackOf(response: Response): URLSearchParams {
  const location = response.headers.get('location');
  if (!location) throw new Error(`no redirect but ${response.status}`);
  return new URL(location).searchParams;
}

/** A whole SP-initiated login up to the code. */
export async function loginForCode(
  origin: string,
  clientId: string,
  connection: SeededConnection,
  options: { extra?: Record<string, string>; answer?: Answer; browser?: PlainBrowser } = {},
): Promise<{ code: string; callback: URLSearchParams }> {
  const browser = options.browser ?? openBrowser(origin);
  const begun = await beginLogin(browser, clientId, connection, options.extra);
  const encoded = await samlResponse(connection, begun.requestId, options.answer);
  const callback = callbackOf(await postResponse(browser, connection, encoded, begun.relayState));
  const code = callback.get('code');
  if (!code) throw new Error(`no code but ${callback}`);
  return { code, callback };
}
