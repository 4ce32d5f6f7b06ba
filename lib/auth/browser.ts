import { hashSecret, newToken } from '#lib/secrets.ts';

/**
 * The cookie that ties a login to the browser that began it: a response posted from another browser
 * cannot complete it (SAML profiles §4.1.4.5). The ACS is a cross-site POST, so SameSite=None; Secure
 * is needed, which browsers grant to localhost without TLS as well.
 */
export const BROWSER_COOKIE = '__Host-gatehouse-browser';
const MAX_AGE_SECONDS = 24 * 60 * 60;

/** The cookie a browser is recognized by that agreed to a sign-in before; read at the ACS too, hence SameSite=None. */
export const CONSENT_COOKIE = '__Host-gatehouse-consent';
/** The longest that browsers keep one. */
const CONSENT_MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** The value of one cookie of a request, or null. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=') || null;
  }
  return null;
}

/** The browser's token (kept when it has a usable one), its hash for the session row, and the cookie header. */
export function bindBrowser(existing: string | null): { hash: string; setCookie: string } {
  return bound(BROWSER_COOKIE, MAX_AGE_SECONDS, existing);
}

/** The same for the cookie of consents. */
export function bindConsent(existing: string | null): { hash: string; setCookie: string } {
  return bound(CONSENT_COOKIE, CONSENT_MAX_AGE_SECONDS, existing);
}

function bound(name: string, seconds: number, existing: string | null): { hash: string; setCookie: string } {
  const token = existing !== null && /^[\w-]{43}$/.test(existing) ? existing : newToken();
  return {
    hash: hashSecret(token),
    setCookie: `${name}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=None`,
  };
}
