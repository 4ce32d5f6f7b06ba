import type { JSONWebKeySet } from 'jose';
import { env } from '#lib/env.ts';
import { type OutsidePolicy, outsidePolicy, type SentReply, sendOutside } from '#lib/http/outside.ts';
import { type OidcColumns, oidcProvider } from '#lib/oidc/connections.ts';
import {
  OAUTH_PROVIDER_FACTS,
  type OAuthConnectionType,
  type OAuthProviderFacts,
  reachedProvider,
} from '#lib/oidc/providers.ts';
import { oidcCallbackUrl } from './service-provider.ts';

/** A provider as this installation reaches it: where it is, or the server that an operator put in its place. */
export function providerOf(type: OAuthConnectionType): OAuthProviderFacts {
  return reachedProvider(type, standInFor(type));
}

/** A provider with the way there: what a request, an exchange and a callback take. */
export type Reach = {
  readonly provider: OAuthProviderFacts;
  /** The redirect URI that is registered there. */
  readonly callbackUrl: string;
  readonly policy: OutsidePolicy;
};

/** The way to an OAuth provider of an environment. */
export function reachOfProvider(type: OAuthConnectionType, externalKey: string): Reach {
  return {
    provider: providerOf(type),
    callbackUrl: providerCallbackUrl(type, externalKey),
    policy: policyFor(type),
  };
}

/** The way to the OpenID provider of an organization's connection; null while it is not configured. */
export function reachOfConnection(
  connection: OidcColumns & { externalKey: string },
  kind: 'staging' | 'production',
): (Reach & { provider: { issuer: string } }) | null {
  const provider = oidcProvider(connection);
  return (
    provider && {
      provider,
      callbackUrl: oidcCallbackUrl(connection.externalKey),
      policy: outsidePolicy(kind),
    }
  );
}

function standInFor(type: OAuthConnectionType): string | null {
  return env().oauth.origins[OAUTH_PROVIDER_FACTS[type].slug] ?? null;
}

/** Where a provider sends people back to: the redirect URI to register there. */
export function providerCallbackUrl(type: OAuthConnectionType, externalKey: string): string {
  return `${env().http.url}/sso/oauth/${OAUTH_PROVIDER_FACTS[type].slug}/${externalKey}/callback`;
}

/** The providers are public; a server in the place of one is where the operator says, on a private network as well. */
function policyFor(type: OAuthConnectionType): OutsidePolicy {
  const standIn = standInFor(type);
  return {
    privateHosts: standIn === null ? [] : [new URL(standIn).hostname],
    loopback: false,
    ownOrigin: standIn,
  };
}

/** One request to a provider; `form` makes it a POST, `client` says who we are as RFC 6749 §2.3.1 has it. */
export function askProvider(
  policy: OutsidePolicy,
  address: string,
  request: {
    form?: Readonly<Record<string, string>>;
    accessToken?: string;
    client?: { id: string; secret: string; auth: 'client_secret_basic' | 'client_secret_post' };
  } = {},
): Promise<SentReply> {
  const { accessToken, client } = request;
  const posted: Record<string, string> =
    client?.auth === 'client_secret_post' ? { client_id: client.id, client_secret: client.secret } : {};
  const authorization =
    client?.auth === 'client_secret_basic'
      ? `Basic ${Buffer.from(`${formEncoded(client.id)}:${formEncoded(client.secret)}`).toString('base64')}`
      : accessToken === undefined
        ? null
        : `Bearer ${accessToken}`;
  return sendOutside(address, {
    policy,
    maxBytes: 256 * 1024,
    timeoutMs: 8000,
    ...(request.form === undefined ? {} : { form: { ...request.form, ...posted } }),
    ...(authorization === null ? {} : { headers: { authorization } }),
  });
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** Keys are good for this long, and are fetched anew for an unknown one at most this often. */
const KEEP_MS = 60 * 60 * 1000;
const AGAIN_MS = 60 * 1000;

const MOST = 2000;

const kept = new Map<string, { at: number; keys: JSONWebKeySet }>();

/**
 * The keys a provider signs ID tokens with. `unknownKey` says that those we had do not do: then they are fetched anew,
 * unless that was a moment ago, so that made-up key IDs are no way to have us ask. Null when they cannot be had.
 */
export async function providerKeys(
  policy: OutsidePolicy,
  address: string,
  now: Date,
  unknownKey = false,
): Promise<JSONWebKeySet | null> {
  // What one policy may fetch, another one may not have.
  const place = JSON.stringify([address, policy]);
  const known = kept.get(place);
  const age = known ? now.getTime() - known.at : Number.POSITIVE_INFINITY;
  if (known && age >= 0 && age < (unknownKey ? AGAIN_MS : KEEP_MS)) return known.keys;
  const reply = await askProvider(policy, address);
  const keys = reply.ok && reply.status === 200 ? keySet(reply.body) : null;
  if (keys === null) return known?.keys ?? null;
  if (kept.size >= MOST) kept.clear();
  kept.set(place, { at: now.getTime(), keys });
  return keys;
}

function keySet(body: Buffer): JSONWebKeySet | null {
  try {
    const value = JSON.parse(body.toString('utf8')) as JSONWebKeySet;
    return Array.isArray(value?.keys) && value.keys.every((key) => typeof key === 'object' && key !== null)
      ? { keys: value.keys }
      : null;
  } catch {
    return null;
  }
}
