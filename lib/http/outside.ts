import dns from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import ipaddr from 'ipaddr.js';
import { env } from '#lib/env.ts';

/**
 * Which addresses an outgoing request may reach. Everything public over https always; the rest is named
 * here. It is a guard against using this server to look into its own network, not against what the answer
 * contains: the caller judges that.
 */
export type OutsidePolicy = {
  /** Host names (and IP addresses) whose private addresses are allowed; `'*'` allows all, over https. */
  privateHosts: readonly string[] | '*';
  /** Allows http and loopback addresses, for identity providers on a developer's own machine. */
  loopback: boolean;
  /** An origin that is reached wherever it resolves to and over its own scheme: ours, with the test IdP. */
  ownOrigin: string | null;
};

const PROBLEMS = {
  url_invalid: 'This is not a complete web address.',
  not_https: 'The address must start with https://.',
  unresolvable: 'The host name cannot be found in DNS.',
  private_address:
    'The host is on a private network, which is not fetched from. The operator can allow it with GATEHOUSE_ALLOW_PRIVATE_METADATA_HOSTS.',
  unreachable: 'The server cannot be reached.',
  tls: 'The server has no valid TLS certificate.',
  timeout: 'The server did not answer in time.',
  too_large: 'The answer is too large.',
  redirects: 'The address redirects too often.',
  status: 'The server answered with an error.',
} as const satisfies Record<string, string>;

export type OutsideProblem = keyof typeof PROBLEMS;
export type OutsideReply =
  | {
      ok: true;
      url: string;
      contentType: string | null;
      /** Empty when `notModified`. */
      body: Buffer;
      etag: string | null;
      /** The server still has what the entity tag of the request stands for. */
      notModified: boolean;
    }
  | { ok: false; code: OutsideProblem; message: string; detail: string };

const MAX_REDIRECTS = 3;

/**
 * The policy of an environment. Loopback only in staging, and only where this server itself answers on
 * loopback: on a shared host, "localhost" would be the host's and not the developer's.
 */
export function outsidePolicy(kind: 'staging' | 'production'): OutsidePolicy {
  const { http: own, metadata } = env();
  const staging = kind === 'staging';
  return {
    privateHosts: metadata.privateHosts,
    loopback: staging && isLoopbackHost(new URL(own.url).hostname),
    ownOrigin: staging ? own.url : null,
  };
}

/**
 * Fetches a URL somebody typed in (GET). The host is resolved once, every address of it is judged, and the
 * connection goes to those very addresses, so that DNS cannot answer differently the second time; each
 * redirect (at most 3) is judged alike. No proxy, no cookies, no compression. `timeoutMs` covers all of it,
 * `maxBytes` the body. With `etag`, the answer may be 304 (RFC 9110 §13.1.2). Other answers than 200 are problems.
 * Never throws.
 */
export async function fetchOutside(
  address: string,
  options: {
    policy: OutsidePolicy;
    maxBytes: number;
    timeoutMs?: number;
    accept?: string;
    etag?: string | null;
  },
): Promise<OutsideReply> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? 5000);
  let next = address;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const target = await judge(next, options.policy, signal);
    if ('ok' in target) return target;
    const reply = await get(target, options, signal);
    if ('ok' in reply) return reply;
    next = new URL(reply.location, target.url).href;
  }
  return problem('redirects', address);
}

export type SentReply =
  | { ok: true; status: number; body: Buffer }
  | { ok: false; code: OutsideProblem; message: string; detail: string };

/**
 * Sends one request, `GET` or, with `form`, `POST`, under the same guard, and returns whatever status answers it. No
 * redirect is followed: what is sent here is not for whoever else is named. Never throws.
 */
export async function sendOutside(
  address: string,
  options: {
    policy: OutsidePolicy;
    maxBytes: number;
    timeoutMs?: number;
    headers?: Readonly<Record<string, string>>;
    form?: Readonly<Record<string, string>>;
  },
): Promise<SentReply> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? 5000);
  const target = await judge(address, options.policy, signal);
  if ('ok' in target) return target;
  const body = options.form === undefined ? null : new URLSearchParams(options.form).toString();
  return exchange<SentReply>(
    target,
    {
      method: body === null ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...options.headers,
      },
      body,
      maxBytes: options.maxBytes,
    },
    signal,
    () => null,
    (response, received) => ({ ok: true, status: response.statusCode ?? 0, body: received }),
  );
}

type Target = { url: URL; addresses: readonly { address: string; family: 4 | 6 }[] };
type Refusal = Extract<OutsideReply, { ok: false }>;

async function judge(address: string, policy: OutsidePolicy, signal: AbortSignal): Promise<Target | Refusal> {
  const url = address.length <= 2048 && URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return problem('url_invalid', address.slice(0, 200));
  }
  const own = policy.ownOrigin !== null && url.origin === policy.ownOrigin;
  const local = policy.loopback && isLoopbackHost(url.hostname);
  if (url.protocol === 'http:' && !own && !local) return problem('not_https', url.href);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await resolve(host, signal);
  if (addresses === null) return problem('unresolvable', host);
  const allowed = (one: string) =>
    own ||
    isPublicAddress(one) ||
    (local && isLoopbackAddress(one)) ||
    // Never the addresses on which clouds hand out credentials, whatever is on the list.
    (isPrivateNetwork(one) &&
      (policy.privateHosts === '*' || policy.privateHosts.includes(host.toLowerCase())));
  const refused = addresses.find((one) => !allowed(one.address));
  return refused ? problem('private_address', `${host} is ${refused.address}`) : { url, addresses };
}

async function resolve(host: string, signal: AbortSignal): Promise<Target['addresses'] | null> {
  if (ipaddr.isValid(host)) return [{ address: host, family: ipaddr.parse(host).kind() === 'ipv4' ? 4 : 6 }];
  const gaveUp = new Promise<null>((done) =>
    signal.addEventListener('abort', () => done(null), { once: true }),
  );
  const found = dns.lookup(host, { all: true }).catch(() => null);
  const rows = await Promise.race([found, gaveUp]);
  if (!rows || rows.length === 0) return null;
  return rows.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/** One GET to judged addresses: a redirect's location, or an end. */
function get(
  target: Target,
  options: { maxBytes: number; accept?: string; etag?: string | null },
  signal: AbortSignal,
): Promise<{ location: string } | OutsideReply> {
  const { url } = target;
  const headers = {
    accept: options.accept ?? '*/*',
    ...(options.etag ? { 'if-none-match': options.etag } : {}),
  };
  const answerOf = (response: http.IncomingMessage) => ({
    ok: true as const,
    url: url.href,
    contentType: response.headers['content-type'] ?? null,
    etag: entityTag(response.headers.etag),
  });
  return exchange<{ location: string } | OutsideReply>(
    target,
    { method: 'GET', headers, body: null, maxBytes: options.maxBytes },
    signal,
    (response) => {
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
        return { location };
      }
      if (status === 304 && options.etag) {
        return { ...answerOf(response), body: Buffer.alloc(0), notModified: true };
      }
      return status === 200 ? null : problem('status', `${url.host} answered ${status}`);
    },
    (response, body) => ({ ...answerOf(response), body, notModified: false }),
  );
}

/** One request to judged addresses. `early` ends it by its head, and the body is not read; else `whole` makes the answer. */
function exchange<Answer>(
  target: Target,
  options: {
    method: 'GET' | 'POST';
    headers: Readonly<Record<string, string>>;
    body: string | null;
    maxBytes: number;
  },
  signal: AbortSignal,
  early: (response: http.IncomingMessage) => Answer | null,
  whole: (response: http.IncomingMessage, body: Buffer) => Answer,
): Promise<Answer | Refusal> {
  return new Promise((done) => {
    const { url, addresses } = target;
    const secure = url.protocol === 'https:';
    const fail = (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return done(problem('timeout', url.host));
      const tls = /CERT|SELF_SIGNED|TLS|SSL|ALTNAME|LEAF/.test(error.code ?? '');
      done(problem(tls ? 'tls' : 'unreachable', `${url.host}: ${error.code ?? error.message}`));
    };
    const request = (secure ? https : http).request(
      url,
      {
        method: options.method,
        // An agent of its own: the global one may go through a proxy of the machine's owner.
        agent: secure ? new https.Agent() : new http.Agent(),
        lookup: (_host, how, answer) => {
          const [first] = addresses;
          if (how.all) answer(null, [...addresses]);
          else answer(null, first?.address ?? '', first?.family);
        },
        headers: {
          'accept-encoding': 'identity',
          'user-agent': 'Gatehouse',
          ...options.headers,
          ...(options.body === null ? {} : { 'content-length': String(Buffer.byteLength(options.body)) }),
        },
        maxHeaderSize: 16 * 1024,
        signal,
      },
      (response) => {
        const ended = early(response);
        if (ended !== null) {
          response.destroy();
          return done(ended);
        }
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size > options.maxBytes) {
            done(problem('too_large', `${url.host} sent more than ${options.maxBytes} bytes`));
            response.destroy();
          }
        });
        response.on('error', fail);
        response.on('end', () => done(whole(response, Buffer.concat(chunks))));
      },
    );
    request.on('error', fail);
    request.end(options.body ?? undefined);
  });
}

/** An entity tag that can be sent back: of the form of RFC 9110 §8.8.3, and short. */
function entityTag(header: string | undefined): string | null {
  return header !== undefined && /^(W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(header) ? header : null;
}

/** Whether an IP address is one that anybody on the internet may talk to. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && unmapped(address).range() === 'unicast';
}

/** Private networks an operator may open: RFC 1918, CGNAT and ULA, but neither loopback nor link-local. */
function isPrivateNetwork(address: string): boolean {
  return (
    ipaddr.isValid(address) &&
    ['private', 'carrierGradeNat', 'uniqueLocal'].includes(unmapped(address).range())
  );
}

function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && unmapped(address).range() === 'loopback';
}

/** `::ffff:10.0.0.1` reaches 10.0.0.1, so it is judged as that. */
function unmapped(address: string) {
  return ipaddr.process(address);
}

function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function problem(code: OutsideProblem, detail: string): Refusal {
  return { ok: false, code, message: PROBLEMS[code], detail };
}
