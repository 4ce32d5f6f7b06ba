import type { PageLook } from '#lib/branding/look.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';
import { log } from '#lib/log.ts';
import { scopeOfClientId, scopeOfExternalKey } from './public-scope.ts';

/**
 * The look of the app somebody is on their way to, read from where their request went: a client ID or a connection's
 * address. Null when neither is known, and when it cannot be read: a page that explains a failure must not fail itself.
 * Only pages ask for it, so that a sign-in that is redirected pays nothing.
 */
export function lookOf(request: Request): Promise<PageLook | null> {
  return ofEnvironment(request, (data) => data.branding.look());
}

/**
 * Where somebody whose sign-in stopped at this request can begin again: the same address, when they came by one, else
 * the page of the app where signing in begins, else its start page. Null when the app has given neither.
 */
export async function wayBack(request: Request): Promise<string | null> {
  const { pathname, search } = new URL(request.url);
  if (pathname === '/sso/authorize') return pathname + search;
  return ofEnvironment(request, async (data) => {
    const { signInEndpoint, appHomepageUrl } = await data.environment.appAddresses();
    return signInEndpoint ?? appHomepageUrl;
  });
}

/** The start page of the app, for somebody whom trying again does not help. Null when it has given none. */
export function homepageOf(request: Request): Promise<string | null> {
  return ofEnvironment(request, async (data) => (await data.environment.appAddresses()).appHomepageUrl);
}

async function ofEnvironment<Value>(
  request: Request,
  read: (data: EnvironmentData) => Promise<Value | null>,
): Promise<Value | null> {
  try {
    const { pathname, searchParams } = new URL(request.url);
    const externalKey =
      /^\/sso\/(?:saml\/(?:acs|slo)|consent)\/([^/]+)$/.exec(pathname)?.[1] ??
      /^\/sso\/oauth\/[^/]+\/([^/]+)\/callback$/.exec(pathname)?.[1];
    const scope =
      externalKey === undefined
        ? await scopeOfClientId(searchParams.get('client_id') ?? '')
        : (await scopeOfExternalKey(externalKey))?.scope;
    return scope ? await read(forEnvironment(scope)) : null;
  } catch (error) {
    log().warn({ err: error }, 'what a page for an end user shows could not be read');
    return null;
  }
}
