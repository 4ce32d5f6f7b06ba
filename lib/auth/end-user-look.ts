import type { PageLook } from '#lib/branding/look.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { log } from '#lib/log.ts';
import { scopeOfClientId, scopeOfExternalKey } from './public-scope.ts';

/**
 * The look of the app somebody is on their way to, read from where their request went: a client ID or a connection's
 * address. Null when neither is known, and when it cannot be read: a page that explains a failure must not fail itself.
 * Only pages ask for it, so that a sign-in that is redirected pays nothing.
 */
export async function lookOf(request: Request): Promise<PageLook | null> {
  try {
    const { pathname, searchParams } = new URL(request.url);
    const externalKey = /^\/sso\/saml\/acs\/([^/]+)$/.exec(pathname)?.[1];
    const scope =
      externalKey === undefined
        ? await scopeOfClientId(searchParams.get('client_id') ?? '')
        : (await scopeOfExternalKey(externalKey))?.scope;
    return scope ? await forEnvironment(scope).branding.look() : null;
  } catch (error) {
    log().warn({ err: error }, 'the look of a page could not be read');
    return null;
  }
}
