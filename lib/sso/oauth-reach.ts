import type { JSONWebKeySet } from 'jose';
import { env } from '#lib/env.ts';
import { type OutsidePolicy, type SentReply, sendOutside } from '#lib/http/outside.ts';
import {
  OAUTH_PROVIDER_FACTS,
  type OAuthConnectionType,
  type OAuthProviderFacts,
  reachedProvider,
} from '#lib/oidc/providers.ts';

/** A provider as this installation reaches it: where it is, or the server that an operator put in its place. */
export function providerOf(type: OAuthConnectionType): OAuthProviderFacts {
  return reachedProvider(type, standInFor(type));
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

/** One request to a provider; `form` makes it a POST. */
export function askProvider(
  type: OAuthConnectionType,
  address: string,
  request: { form?: Readonly<Record<string, string>>; accessToken?: string } = {},
): Promise<SentReply> {
  return sendOutside(address, {
    policy: policyFor(type),
    maxBytes: 256 * 1024,
    timeoutMs: 8000,
    ...(request.form === undefined ? {} : { form: request.form }),
    ...(request.accessToken === undefined
      ? {}
      : { headers: { authorization: `Bearer ${request.accessToken}` } }),
  });
}

/** Keys are good for this long, and are fetched anew for an unknown one at most this often. */
const KEEP_MS = 60 * 60 * 1000;
const AGAIN_MS = 60 * 1000;

const kept = new Map<string, { at: number; keys: JSONWebKeySet }>();

/**
 * The keys a provider signs ID tokens with. `unknownKey` says that those we had do not do: then they are fetched anew,
 * unless that was a moment ago, so that made-up key IDs are no way to have us ask. Null when they cannot be had.
 */
export async function providerKeys(
  type: OAuthConnectionType,
  address: string,
  now: Date,
  unknownKey = false,
): Promise<JSONWebKeySet | null> {
  const known = kept.get(address);
  const age = known ? now.getTime() - known.at : Number.POSITIVE_INFINITY;
  if (known && age >= 0 && age < (unknownKey ? AGAIN_MS : KEEP_MS)) return known.keys;
  const reply = await askProvider(type, address);
  const keys = reply.ok && reply.status === 200 ? keySet(reply.body) : null;
  if (keys === null) return known?.keys ?? null;
  kept.set(address, { at: now.getTime(), keys });
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
