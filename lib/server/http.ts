import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { now } from '#lib/clock.ts';
import { endUserPage } from '#lib/http/end-user-page.ts';
import { problemPage } from '#lib/http/page.ts';
import { json } from '#lib/http/respond.ts';
import { clientAddress } from '#lib/server/client-address.ts';
import { contentSecurityPolicy } from '#lib/server/content-security-policy.ts';
import { explainNotFound } from '#lib/server/not-found-without-scripts.ts';
import { explainWrongMethod } from '#lib/server/wrong-method.ts';

/** Bytes of a request body; the largest that is meant to pass is a SAML response of 512 KiB. */
const BODY_LIMIT = 1024 * 1024;

/** Bodies of the one page that takes files: DOCUMENT_LIMIT of lib/compliance and what a form adds to it. */
const UPLOAD = { pathname: '/dashboard/workspace/compliance', limit: 26 * 1024 * 1024, atOnce: 2 };

/**
 * A SAML response is judged and recorded however large it is, and the validator refuses what is larger than 512 KiB:
 * it gets the first MiB, and only a body beyond this limit is refused here.
 */
const CUT = { pathname: /^\/sso\/saml\/acs\/[^/]+$/, limit: 16 * 1024 * 1024 };

/** Shapes that are safe to echo and to log. */
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** Answers of a few hundred bytes for programs: gzip would cost more CPU than all the rest of the answer. */
const UNCOMPRESSED = /^\/(sso|connections|organizations|organization[-_]domains|user_management)(\/|$)/;

/** What routes can have; Next fails at others. */
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

const TWO_YEARS_S = 63_072_000;

/** Headers that only a proxy of ours may set. */
const PROXY_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
];

/**
 * Wraps what answers requests: request id, client address, body limit, security headers and a fresh nonce for each.
 * `healthy` says whether the database answers; `stopping` turns health to 503 and closes connections after answers.
 */
export function gatehouseListener(input: {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
  healthy: () => Promise<boolean>;
  stopping: () => boolean;
  onError: (error: unknown, requestId: string) => void;
  secure: boolean;
  trustedProxies: number;
  /** Whether cards are taken by Stripe. */
  stripe: boolean;
  dev: boolean;
}): RequestListener {
  return async (request, response) => {
    const requestId = identify(request);
    request.url = decodable(request.url ?? '/');
    const pathname = request.url.split('?', 1)[0] ?? '/';
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy({ nonce, pathname, dev: input.dev, stripe: input.stripe });
    const fixed = { ...securityHeaders(policy, input.secure), 'X-Request-Id': requestId };
    completeHeaders(response, fixed, input.stopping);

    request.headers['x-gatehouse-client-ip'] = clientAddress({
      remoteAddress: request.socket.remoteAddress ?? '',
      forwardedFor: single(request.headers['x-forwarded-for']),
      trustedProxies: input.trustedProxies,
    });
    if (input.trustedProxies === 0) for (const name of PROXY_HEADERS) delete request.headers[name];
    if (UNCOMPRESSED.test(pathname)) delete request.headers['accept-encoding'];
    request.headers['x-nonce'] = nonce;
    // For pages that send the visitor to sign in first.
    request.headers['x-gatehouse-path'] = request.url;
    // Next reads the nonce for its scripts from here.
    request.headers['content-security-policy'] = policy;
    delete request.headers['content-security-policy-report-only'];

    try {
      if (pathname === '/healthz') await answerHealth(request, response, input);
      else if (!METHODS.has(request.method ?? '')) answerJson(response, 501, { message: 'Not Implemented' });
      else if (withinBodyLimit(request, response, pathname)) {
        if (pathname.startsWith('/dashboard')) explainNotFound(request, response);
        explainWrongMethod(request, response, input.handle);
        await input.handle(request, response);
      }
    } catch (error) {
      input.onError(error, requestId);
      if (response.headersSent) response.destroy();
      else answerJson(response, 500, { message: 'Internal Server Error' });
    }
  };
}

/**
 * Takes percent signs that encode nothing for what they are, and NUL, which no column can hold, for U+FFFD, so that
 * the address is one that is not found: Next and the database fail at them.
 */
function decodable(url: string): string {
  const storable = url.replaceAll('%00', '%EF%BF%BD');
  const [pathname = '/'] = storable.split('?', 1);
  try {
    decodeURIComponent(pathname);
    return storable;
  } catch {
    return pathname.replaceAll('%', '%25') + storable.slice(pathname.length);
  }
}

/** A valid id of a proxy or an SDK is kept, so that one id is found in every log; anything else is replaced. */
function identify(request: IncomingMessage): string {
  const given = single(request.headers['x-request-id']) ?? '';
  const requestId = REQUEST_ID.test(given) ? given : randomUUID();
  request.headers['x-request-id'] = requestId;
  return requestId;
}

function securityHeaders(policy: string, secure: boolean): Record<string, string> {
  return {
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    // With `no-referrer` browsers post forms without scripts as `Origin: null`, which is refused as foreign.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(secure ? { 'Strict-Transport-Security': `max-age=${TWO_YEARS_S}; includeSubDomains` } : {}),
  };
}

/** Adds what the handler has not set itself, at the last moment: Next appends rather than replaces. */
function completeHeaders(
  response: ServerResponse,
  headers: Record<string, string>,
  stopping: () => boolean,
): void {
  const writeHead = response.writeHead;
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    for (const [name, value] of Object.entries(headers)) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    if (stopping()) response.setHeader('Connection', 'close');
    return writeHead.apply(response, args);
  }) as typeof writeHead;
}

/** Refuses a body announced as too long at once, and cuts one that turns out too long while it arrives. */
function withinBodyLimit(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
  const declared = Number(request.headers['content-length'] ?? 0);
  const posted = request.method === 'POST';
  const upload = posted && pathname === UPLOAD.pathname && declared > BODY_LIMIT;
  const cut = posted && CUT.pathname.test(pathname);
  const limit = upload ? UPLOAD.limit : cut ? CUT.limit : BODY_LIMIT;
  const refuse = () => {
    response.setHeader('Connection', 'close');
    if (!response.headersSent) void answer(response, tooLarge(request, pathname, limit));
  };
  if (declared > limit) {
    refuse();
    return false;
  }
  // Files are held in memory before anybody has looked at who sends them.
  if (upload && uploads >= UPLOAD.atOnce) {
    response.setHeader('Retry-After', '10');
    response.setHeader('Connection', 'close');
    answerJson(response, 503, { message: 'Too many uploads at once. Try again in a moment.' });
    return false;
  }
  if (upload) {
    uploads += 1;
    response.once('close', () => {
      uploads -= 1;
    });
  }
  let received = 0;
  const push = request.push;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    const before = received;
    received += chunk?.length ?? 0;
    if (received > limit) {
      if (!response.writableEnded) {
        refuse();
        response.once('close', () => request.destroy());
      }
      return false;
    }
    if (!cut || chunk === null || received <= BODY_LIMIT) return push.call(request, chunk, encoding);
    const rest = chunk.subarray(0, Math.max(0, BODY_LIMIT - before));
    return rest.length === 0 || push.call(request, rest, encoding);
  };
  return true;
}

/** A body beyond its limit, in the language of whoever sent it: OAuth, page or API. */
function tooLarge(request: IncomingMessage, pathname: string, limit: number): Response {
  const message = `Request body is larger than ${limit / (1024 * 1024)} MiB`;
  if (/^\/sso\/([^/]+\/)?token$/.test(pathname))
    return json({ error: 'invalid_request', error_description: message }, 413);
  if (!request.headers.accept?.includes('text/html')) return json({ message }, 413);
  if (CUT.pathname.test(pathname)) {
    return endUserPage({
      status: 413,
      problem: 'too_large',
      acceptLanguage: request.headers['accept-language'] ?? null,
      requestId: single(request.headers['x-request-id']) ?? null,
      now: now(),
    });
  }
  const paragraphs = [
    `What was sent is larger than ${limit / (1024 * 1024)} MiB, which is more than is taken here.`,
  ];
  return problemPage({ status: 413, title: 'This is too large', paragraphs });
}

async function answer(response: ServerResponse, { status, headers, body }: Response): Promise<void> {
  response.statusCode = status;
  headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  response.end(await new Response(body).text());
}

let uploads = 0;

async function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  input: { healthy: () => Promise<boolean>; stopping: () => boolean },
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return answerJson(response, 405, { message: 'Method Not Allowed' });
  }
  const healthy = !input.stopping() && (await input.healthy());
  answerJson(response, healthy ? 200 : 503, { status: healthy ? 'ok' : 'unavailable' });
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(body));
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
