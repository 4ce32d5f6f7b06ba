import ipaddr from 'ipaddr.js';
import { getDomain } from 'tldts';

/**
 * Each rule a redirect URI can break, with the sentence the form, the API and the tester show. The order is
 * the order of checking. Why query strings are refused in staging too: an app that passes there would fail
 * on the day it goes live.
 */
export const REDIRECT_URI_RULES = {
  empty: 'Enter a redirect URI.',
  too_long: 'The redirect URI is longer than 2,048 characters.',
  whitespace: 'Remove spaces, line breaks and control characters.',
  non_ascii:
    'Use ASCII only. Write an international domain name in its xn-- form and percent-encode the path.',
  backslash: 'Use forward slashes. Browsers read a backslash differently than servers do.',
  forbidden_character: 'Remove the characters " < > ^ ` { | }, which a URI cannot contain.',
  percent_encoding: 'A percent sign must be followed by two hexadecimal digits.',
  scheme_missing: 'Start with a scheme, as in https://app.example.com/callback.',
  scheme_forbidden: 'This scheme cannot receive a sign-in. Use https, or the custom scheme of a native app.',
  scheme_not_reverse_dns:
    'In production, a custom scheme must be a reversed domain name of yours, as in com.example.app:/callback.',
  scheme_slashes:
    'After the scheme, write exactly two slashes and a host (a custom scheme may have one slash).',
  fragment: 'Remove the # and everything after it.',
  query: 'Remove the query string. Use the state parameter to carry data through a sign-in.',
  userinfo: 'Remove the user name or password before the @.',
  host_missing: 'The host is missing.',
  host_invalid: 'The host is not a valid domain name or IP address.',
  host_trailing_dot: 'Remove the dot at the end of the host.',
  host_ip_notation: 'Write the IP address in its ordinary form, as in 127.0.0.1 or [::1].',
  port_invalid: 'The port must be a number from 1 to 65535, without leading zeros.',
  port_wildcard: 'The port can be * only for localhost, 127.0.0.1 and [::1].',
  encoded_separator: 'The path contains an encoded slash, backslash, dot or control character.',
  path_traversal: 'Remove . and .. from the path.',
  wildcard_place: 'A * can stand only in the host, or for the port of localhost.',
  wildcard_leftmost: 'A * can stand only in the first part of the host, as in https://*.example.com.',
  wildcard_single: 'Only one * is allowed.',
  wildcard_default: 'The default redirect URI cannot contain a *, because users are sent to it as it stands.',
  wildcard_http: 'In production, a * needs https.',
  wildcard_public_suffix:
    'Anyone can register a name that this * matches. Put it below a domain of yours, as in https://*.example.com.',
  localhost_in_production:
    'Production does not accept localhost. Native apps use http://127.0.0.1 or http://[::1].',
  http_in_production: 'Production needs https, except http://127.0.0.1 and http://[::1] for native apps.',
} as const satisfies Record<string, string>;

export type RedirectUriRule = keyof typeof REDIRECT_URI_RULES;
export type RedirectUriProblem = {
  readonly ok: false;
  readonly code: RedirectUriRule;
  readonly message: string;
};

declare const trusted: unique symbol;
/**
 * A redirect URI which an entry of the environment's list allows, exactly as the app wrote it. Only
 * `matchRedirectUri` makes one; everything that redirects to an app asks for this type.
 */
export type TrustedRedirectUri = string & { readonly [trusted]: true };

export type RedirectUriMatch = { readonly redirectUri: TrustedRedirectUri; readonly entry: string };

export type RedirectUriExplanation = {
  /** The entry a sign-in would use; null when the candidate is refused. */
  readonly matched: string | null;
  /** Set when the candidate itself cannot be a redirect URI, whatever is registered. */
  readonly problem: RedirectUriProblem | null;
  readonly entries: readonly { readonly uri: string; readonly matches: boolean; readonly reason: string }[];
};

/**
 * Judges a URI that an admin wants to register. Returns it with scheme and host in lower case, or the first
 * broken rule. `isDefault` means users of sign-ins started at the identity provider are sent there. Does not
 * check whether the host exists or who owns it.
 */
export function checkRedirectUri(
  uri: string,
  policy: { environmentKind: 'staging' | 'production'; isDefault: boolean },
): { readonly ok: true; readonly uri: string } | RedirectUriProblem {
  const parts = parseRedirectUri(uri, 'pattern');
  if (typeof parts === 'string') return problem(parts);
  const broken =
    queryRule(parts) ?? wildcardRule(parts, policy) ?? (isProduction(policy) ? productionRule(parts) : null);
  return broken ? problem(broken) : { ok: true, uri: parts.normalized };
}

/**
 * Finds the registered entry that allows `candidate`: equal in every octet except the case of scheme and
 * host (RFC 9700 §4.1.3), save for a registered wildcard and the port of a loopback address (RFC 8252 §7.3).
 * Null when none does or when the candidate could be read in two ways; then nothing may redirect to it.
 */
export function matchRedirectUri(candidate: string, registered: readonly string[]): RedirectUriMatch | null {
  const parts = parseRedirectUri(candidate, 'concrete');
  if (typeof parts === 'string') return null;
  const entry = registered.find((pattern) => difference(parts, pattern) === null);
  return entry === undefined ? null : { redirectUri: candidate as TrustedRedirectUri, entry };
}

/** Tells the tester in the dashboard which entry allows `candidate`, or why each one does not. */
export function explainMatch(candidate: string, registered: readonly string[]): RedirectUriExplanation {
  const parts = parseRedirectUri(candidate, 'concrete');
  const match = matchRedirectUri(candidate, registered);
  const entries = registered.map((uri) => {
    const reason = typeof parts === 'string' ? REDIRECT_URI_RULES[parts] : difference(parts, uri);
    return { uri, matches: reason === null, reason: reason ?? howItMatched(candidate, uri) };
  });
  return {
    matched: match?.entry ?? null,
    problem: typeof parts === 'string' ? problem(parts) : null,
    entries,
  };
}

/** A URI cut into the pieces that are compared; nothing is decoded, so nothing is decoded differently. */
type Parts = {
  readonly scheme: string;
  /** Lower case; null for a custom scheme, whose whole remainder is `rest`. */
  readonly host: string | null;
  /** Digits, `*`, or null where none is written. */
  readonly port: string | null;
  readonly path: string;
  /** With its `?`; empty without a query. */
  readonly query: string;
  readonly normalized: string;
};

const LOOPBACK_ADDRESSES: readonly (string | null)[] = ['127.0.0.1', '[::1]'];

/** Schemes which run code, read local data or leave the browser for something that is not an app of ours. */
const FORBIDDEN_SCHEMES = new Set(
  (
    'about blob chrome chrome-extension content data facetime file filesystem ftp ftps geo gopher intent jar ' +
    'javascript ldap ldaps livescript mailto mms moz-extension ms-appinstaller ms-msdt ms-officecmd nfs ' +
    'resource rtsp search-ms shell sftp sip sips smb sms ssh tel telnet urn vbscript view-source ws wss xmpp'
  ).split(' '),
);

function parseRedirectUri(uri: string, kind: 'pattern' | 'concrete'): Parts | RedirectUriRule {
  const unreadable = characterRule(uri);
  if (unreadable) return unreadable;
  if (kind === 'concrete' && uri.includes('*')) return 'wildcard_place';
  const colon = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(uri)?.[0];
  if (!colon) return 'scheme_missing';
  const scheme = colon.slice(0, -1).toLowerCase();
  if (FORBIDDEN_SCHEMES.has(scheme)) return 'scheme_forbidden';
  if (uri.includes('#')) return 'fragment';
  const rest = uri.slice(colon.length);
  return scheme === 'http' || scheme === 'https' ? webUri(scheme, rest) : customUri(scheme, rest);
}

function characterRule(uri: string): RedirectUriRule | null {
  if (uri === '') return 'empty';
  if (uri.length > 2048) return 'too_long';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be found
  if (/[\x00-\x20\x7f]/.test(uri)) return 'whitespace';
  if (!/^[\x21-\x7e]+$/.test(uri)) return 'non_ascii';
  if (uri.includes('\\')) return 'backslash';
  if (/["<>^`{|}]/.test(uri)) return 'forbidden_character';
  return /%(?![0-9A-Fa-f]{2})/.test(uri) ? 'percent_encoding' : null;
}

function webUri(scheme: 'http' | 'https', rest: string): Parts | RedirectUriRule {
  const cut = /^\/\/([^/?]*)([^?]*)(\?.*)?$/.exec(rest);
  if (!cut) return 'scheme_slashes';
  const [, authority = '', path = '', query = ''] = cut;
  if (authority === '' && path !== '') return 'scheme_slashes';
  if (authority.includes('@')) return 'userinfo';
  const [, hostText = '', portText] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (hostText === '') return authority === '' ? 'host_missing' : 'host_invalid';
  const host = hostText.toLowerCase();
  const port = portText ?? null;
  const broken = hostRule(host) ?? portRule(host, port) ?? pathRule(path);
  if (broken) return broken;
  const normalized = `${scheme}://${host}${port === null ? '' : `:${port}`}${path}${query}`;
  return { scheme, host, port, path, query, normalized };
}

function customUri(scheme: string, rest: string): Parts | RedirectUriRule {
  const cut = /^(\/[^?]*)(\?.*)?$/.exec(rest);
  if (!cut || rest === '/' || rest === '//') return 'scheme_slashes';
  const [, path = '', query = ''] = cut;
  if (/^\/\/[^/]*@/.test(path)) return 'userinfo';
  // Reached only by a pattern: a candidate with a * has been refused already.
  if (rest.includes('*')) return 'wildcard_place';
  const broken = pathRule(path);
  return broken ?? { scheme, host: null, port: null, path, query, normalized: `${scheme}:${rest}` };
}

function hostRule(host: string): RedirectUriRule | null {
  if (host.startsWith('[')) {
    const address = host.slice(1, -1);
    if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return 'host_invalid';
    return ipaddr.IPv6.parse(address).toRFC5952String() === address ? null : 'host_ip_notation';
  }
  if (host.endsWith('.')) return 'host_trailing_dot';
  const [first = '', ...others] = host.split('.');
  if (others.some((label) => label.includes('*'))) return 'wildcard_leftmost';
  if (first.split('*').length > 2) return 'wildcard_single';
  // Part of an encoded international name: what the * fills in would change every character of it.
  if (first.startsWith('xn--') && first.includes('*')) return 'host_invalid';
  const concrete = [first.replace('*', 'a'), ...others];
  if (concrete.join('.').length > 253) return 'host_invalid';
  if (!concrete.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)))
    return 'host_invalid';
  // A last label of digits or 0x… makes browsers read the whole host as an IPv4 number (WHATWG URL §3.5).
  if (/^(\d+|0x[0-9a-f]*)$/.test(concrete.at(-1) ?? '')) {
    return ipaddr.IPv4.isValidFourPartDecimal(host) && sameForBrowsers(host) ? null : 'host_ip_notation';
  }
  return sameForBrowsers(concrete.join('.')) ? null : 'host_invalid';
}

/** Last resort against readings we did not think of, such as an xn-- label without content. */
function sameForBrowsers(host: string): boolean {
  return URL.canParse(`https://${host}/`) && new URL(`https://${host}/`).hostname === host;
}

function portRule(host: string, port: string | null): RedirectUriRule | null {
  if (port === null) return null;
  if (port === '*') return isLocalhost(host) || LOOPBACK_ADDRESSES.includes(host) ? null : 'port_wildcard';
  return /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65535 ? null : 'port_invalid';
}

function pathRule(path: string): RedirectUriRule | null {
  if (path.includes('*')) return 'wildcard_place';
  if (/%(2f|5c|2e|[01][0-9a-f]|7f)/i.test(path)) return 'encoded_separator';
  return path.split('/').some((segment) => segment === '.' || segment === '..') ? 'path_traversal' : null;
}

function queryRule(parts: Parts): RedirectUriRule | null {
  return parts.query === '' ? null : 'query';
}

function wildcardRule(
  parts: Parts,
  policy: { environmentKind: 'staging' | 'production'; isDefault: boolean },
): RedirectUriRule | null {
  const inHost = parts.host?.includes('*') ?? false;
  if ((inHost || parts.port === '*') && policy.isDefault) return 'wildcard_default';
  if (!inHost || parts.host === null) return null;
  if (parts.scheme === 'http' && isProduction(policy)) return 'wildcard_http';
  // Names below localhost never leave the machine, so nobody else can hold one (RFC 6761 §6.3).
  return isLocalhost(parts.host) || isBelowOwnDomain(parts.host) ? null : 'wildcard_public_suffix';
}

/** Whether every name the wildcard matches belongs to whoever registered the part that is written out. */
function isBelowOwnDomain(pattern: string): boolean {
  const fixed = pattern.slice(pattern.indexOf('.') + 1);
  const owned = getDomain(pattern.replace('*', 'a'), { allowPrivateDomains: true, validateHostname: false });
  return owned !== null && pattern.includes('.') && (fixed === owned || fixed.endsWith(`.${owned}`));
}

function productionRule(parts: Parts): RedirectUriRule | null {
  if (parts.host === null) return parts.scheme.includes('.') ? null : 'scheme_not_reverse_dns';
  if (isLocalhost(parts.host)) return 'localhost_in_production';
  if (parts.scheme === 'https' || LOOPBACK_ADDRESSES.includes(parts.host)) return null;
  return 'http_in_production';
}

/** Null when the entry allows the candidate, else the first reason why not, for a person. */
function difference(candidate: Parts, entry: string): string | null {
  const pattern = parseRedirectUri(entry, 'pattern');
  if (typeof pattern === 'string') return `This entry is not usable: ${REDIRECT_URI_RULES[pattern]}`;
  if (candidate.scheme !== pattern.scheme) {
    return `The scheme is ${candidate.scheme}, this entry has ${pattern.scheme}.`;
  }
  if (candidate.host !== pattern.host) {
    const reason = hostDifference(candidate.host, pattern.host);
    if (reason) return reason;
  }
  if (candidate.port !== pattern.port && !anyPort(pattern)) {
    return `The port is ${candidate.port ?? 'not given'}, this entry has ${pattern.port ?? 'none'}.`;
  }
  if (candidate.path !== pattern.path) return pathDifference(candidate.path, pattern.path);
  return candidate.query === pattern.query ? null : 'The query string differs from this entry.';
}

function hostDifference(host: string | null, pattern: string | null): string | null {
  const different = `The host is ${host}, this entry has ${pattern}.`;
  if (!host || !pattern?.includes('*')) return different;
  const star = pattern.indexOf('*');
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = host.startsWith(before) && host.endsWith(after);
  const filled = host.slice(before.length, host.length - after.length);
  if (fits && filled.includes('.')) return `The * stands for one level only, here it would be ${filled}.`;
  // The parser allows no other characters in a host; said again here because the promise is made here.
  return fits && /^[a-z0-9_-]+$/.test(filled) ? null : different;
}

/** `:*` is written by the admin; an http loopback address has it by RFC 8252 §7.3, as native apps cannot choose. */
function anyPort(pattern: Parts): boolean {
  return pattern.port === '*' || (pattern.scheme === 'http' && LOOPBACK_ADDRESSES.includes(pattern.host));
}

function pathDifference(path: string, expected: string): string {
  if (`${path}/` === expected) return 'This entry ends with a slash, the URI does not.';
  if (path === `${expected}/`) return 'The URI ends with a slash, this entry does not.';
  if (path.toLowerCase() === expected.toLowerCase()) return 'The path differs in upper and lower case.';
  return `The path is ${path || 'empty'}, this entry has ${expected || 'none'}.`;
}

function howItMatched(candidate: string, entry: string): string {
  if (candidate === entry) return 'The URI equals this entry.';
  if (entry.includes('*')) return 'The URI matches the * of this entry.';
  if (candidate.toLowerCase() === entry.toLowerCase())
    return 'The URI equals this entry; the case of the host does not matter.';
  return 'The URI equals this entry; the port of a loopback address does not matter.';
}

function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function isProduction(policy: { environmentKind: 'staging' | 'production' }): boolean {
  return policy.environmentKind === 'production';
}

function problem(code: RedirectUriRule): RedirectUriProblem {
  return { ok: false, code, message: REDIRECT_URI_RULES[code] };
}
