import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { passkeyChallenges } from '#lib/data/passkey-challenges.ts';
import { database } from '#lib/db/client.ts';
import { passkeySignInOptions } from '#lib/security/passkeys.ts';
import { ssoOfEmail } from './dashboard-sso.ts';
import { withinLimit } from './rate-limit.ts';
import { ssoProviderId } from './sso-callback.ts';

/** What the sign-in form shows after the address: SSO at once, or a password with SSO beside it where there is one. */
export type WayToSignIn = { kind: 'sso'; provider: string } | { kind: 'password'; sso: string | null };

/** How people of an address's domain sign in; the same for every address of that domain. */
export async function wayToSignIn(email: string): Promise<WayToSignIn> {
  const sso = await ssoOfEmail(email);
  if (!sso) return { kind: 'password', sso: null };
  const provider = ssoProviderId(sso.workspaceId);
  return sso.mode === 'required' ? { kind: 'sso', provider } : { kind: 'password', sso: provider };
}

const CHALLENGES_PER_IP = { events: 100, windowSeconds: 15 * 60 };

/** A challenge for whoever comes along; null after too many from one address. */
export async function passkeyOptionsForStranger(
  origin: string,
  now: Date,
): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const ip = (await headers()).get('x-gatehouse-client-ip') ?? 'unknown';
  if (!(await withinLimit(`sign-in:challenge:${ip}`, CHALLENGES_PER_IP, now))) return null;
  return passkeySignInOptions(passkeyChallenges(database()), { origin, now });
}
