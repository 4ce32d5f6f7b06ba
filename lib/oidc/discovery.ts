import type { TokenAuth } from './connections.ts';

/** What we keep of a discovery document. */
export type DiscoveredProvider = {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly userinfoEndpoint: string | null;
  readonly revocationEndpoint: string | null;
  readonly endSessionEndpoint: string | null;
  /** Ways to prove who we are that both sides can; the first is preferred. */
  readonly tokenAuths: readonly TokenAuth[];
};

export type Discovery =
  | { readonly ok: true; readonly provider: DiscoveredProvider }
  | { readonly ok: false; readonly code: string; readonly message: string };

const SUFFIX = '/.well-known/openid-configuration';
/** RFC 8414 §3.1 puts the well-known part between host and path. */
const INSERTED = /^\/\.well-known\/(openid-configuration|oauth-authorization-server)(\/.+)$/;
const LONGEST = 2048;

/**
 * The address of a discovery document as somebody typed it, whole or as the issuer, and the issuer that the document has
 * to name. Null for what is no web address, or has a query or fragment.
 */
export function discoveryAddress(typed: string): { url: string; issuer: string } | null {
  const text = typed.trim();
  if (text.length > LONGEST || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return null;
  if (/[?#]/.test(text)) return null;
  const inserted = INSERTED.exec(url.pathname);
  if (inserted) return { url: url.href, issuer: url.origin + (inserted[2] ?? '') };
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(SUFFIX)) {
    return { url: url.origin + path, issuer: url.origin + path.slice(0, -SUFFIX.length) };
  }
  if (path.includes('/.well-known/')) return null;
  return { url: url.origin + path + SUFFIX, issuer: url.origin + path };
}

/**
 * Reads a discovery document. Its issuer is the one of its address, but for a final slash (OpenID Connect Discovery §4.3):
 * otherwise whoever runs one server could speak for another. `loopback` allows http on the developer's own machine.
 */
export function readDiscovery(
  body: string,
  { issuer: expected, loopback }: { issuer: string; loopback: boolean },
): Discovery {
  const document = objectOf(body);
  if (!document)
    return refused('not_json', 'The address answers with something that is not a discovery document.');
  const { issuer } = document;
  if (typeof issuer !== 'string' || issuer.replace(/\/$/, '') !== expected.replace(/\/$/, '')) {
    const said = typeof issuer === 'string' ? issuer.slice(0, 300) : 'none';
    return refused(
      'issuer_mismatch',
      `The discovery document names the issuer ${said}, and its address belongs to ${expected}. ${
        /\{.*\}/.test(said)
          ? 'Use the address of one tenant instead of the one that all tenants share.'
          : 'Copy the address from the identity provider once more.'
      }`,
    );
  }
  const address = (name: string): string | null | undefined => {
    const value = document[name];
    if (value === undefined || value === null) return null;
    return typeof value === 'string' && isUsable(value, loopback) ? value : undefined;
  };
  const required = {
    authorizationEndpoint: address('authorization_endpoint'),
    tokenEndpoint: address('token_endpoint'),
    jwksUri: address('jwks_uri'),
  };
  const { authorizationEndpoint, tokenEndpoint, jwksUri } = required;
  if (!authorizationEndpoint || !tokenEndpoint || !jwksUri) {
    return refused(
      'endpoints_missing',
      'The discovery document has to name authorization_endpoint, token_endpoint and jwks_uri, each with https.',
    );
  }
  const types = document['response_types_supported'];
  if (Array.isArray(types) && !types.includes('code')) {
    return refused('code_not_supported', 'The identity provider does not offer the authorization code flow.');
  }
  const methods = document['token_endpoint_auth_methods_supported'];
  // Absent means basic (OpenID Connect Discovery §3).
  const offered: unknown[] = Array.isArray(methods) ? methods : ['client_secret_basic'];
  const tokenAuths = (['client_secret_basic', 'client_secret_post'] as const).filter((one) =>
    offered.includes(one),
  );
  if (tokenAuths.length === 0) {
    return refused(
      'token_authentication_method_not_supported',
      'The identity provider takes no client secret at its token endpoint, which is the way we prove who we are.',
    );
  }
  return {
    ok: true,
    provider: {
      issuer,
      authorizationEndpoint,
      tokenEndpoint,
      jwksUri,
      // What is not needed to sign in does not keep anybody out.
      userinfoEndpoint: address('userinfo_endpoint') ?? null,
      revocationEndpoint: address('revocation_endpoint') ?? null,
      endSessionEndpoint: address('end_session_endpoint') ?? null,
      tokenAuths,
    },
  };
}

/** A complete address over https, or over http on the developer's own machine where that is allowed. */
function isUsable(text: string, loopback: boolean): boolean {
  if (text.length > LONGEST || !/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || text.includes('#')) return false;
  if (url.protocol === 'https:') return true;
  const local = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'http:' && loopback && local;
}

function objectOf(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function refused(code: string, message: string): Discovery {
  return { ok: false, code, message };
}
