import { hashSecret, newToken } from '#lib/secrets.ts';

/**
 * The cookie that ties a login to the browser that began it: a response posted from another browser
 * cannot complete it (SAML profiles §4.1.4.5). The ACS is a cross-site POST, so SameSite=None; Secure
 * is needed, which browsers grant to localhost without TLS as well.
 */
export const BROWSER_COOKIE = '__Host-gatehouse-browser';
const MAX_AGE_SECONDS = 24 * 60 * 60;

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
  const token = existing !== null && /^[\w-]{43}$/.test(existing) ? existing : newToken();
  return {
    hash: hashSecret(token),
    setCookie: `${BROWSER_COOKIE}=${token}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; Secure; SameSite=None`,
  };
}
