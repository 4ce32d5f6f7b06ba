import { getCsrfToken, signIn } from 'next-auth/react';
import { SIGN_IN_WORDS } from '#lib/dashboard/sign-in-words.ts';

const SAID: Readonly<Record<string, string>> = SIGN_IN_WORDS;
const OTHER = 'Signing in did not work. Check your connection and try again.';

/** Signs in by a password or a passkey: null when it worked, else a sentence. `wrong` is what is said of a wrong one. */
export async function attempt(
  provider: 'credentials' | 'break-glass' | 'passkey',
  fields: Record<string, string>,
  wrong: string,
): Promise<string | null> {
  const answer = await signIn(provider, { ...fields, redirect: false }).catch(() => undefined);
  if (answer?.ok) return null;
  if (answer?.error === 'CredentialsSignin') return wrong;
  return SAID[answer?.error ?? ''] ?? OTHER;
}

/**
 * Leaves for the SSO of a workspace. Fetched rather than posted: the policy of the page lets its forms end here only,
 * and this one ends at an identity provider. Gives back a sentence when it cannot be begun.
 */
export async function leaveForSso(provider: string, callback: string): Promise<string> {
  const csrfToken = await getCsrfToken().catch(() => undefined);
  if (!csrfToken) return OTHER;
  const body = new URLSearchParams({ csrfToken, callbackUrl: callback, json: 'true' });
  const answer = await fetch(`/api/auth/signin/${encodeURIComponent(provider)}`, { method: 'POST', body })
    .then((response) => response.json() as Promise<{ url?: string }>)
    .catch(() => null);
  if (!answer?.url) return OTHER;
  window.location.assign(answer.url);
  return new Promise<string>(() => {});
}

/** Goes to a page of the dashboard for good; the button keeps saying that it works until that page is there. */
export function goTo(path: string): Promise<never> {
  window.location.assign(path);
  return new Promise(() => {});
}
