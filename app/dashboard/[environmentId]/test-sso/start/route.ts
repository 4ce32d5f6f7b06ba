import { redirect as leave } from 'next/navigation';
import { BROWSER_COOKIE, readCookie } from '#lib/auth/browser.ts';
import { visitor } from '#lib/auth/callers.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { passingPostPage } from '#lib/http/passing-page.ts';
import { redirect } from '#lib/http/respond.ts';
import { startTestLogin } from '#lib/sso/start-test-login.ts';
import { withPreset } from '#lib/test-idp-host/preset.ts';

type Route = { params: Promise<{ environmentId: string }> };

/**
 * Begins a test login for `?connection=`. A link rather than a form, because the Content-Security-Policy of the
 * dashboard keeps forms from leading to identity providers. At our own test identity provider `fault` and `person`
 * choose beforehand and `run` skips its page.
 */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'test_sso:use');
  // Another site must not begin test logins in an admin's name.
  if (request.headers.get('sec-fetch-site') === 'cross-site') leave(`/dashboard/${environmentId}/test-sso`);
  const query = new URL(request.url).searchParams;
  try {
    const step = await startTestLogin(admin, {
      connectionId: query.get('connection') ?? '',
      scenario: query.get('scenario'),
      visitor: visitor(request),
      browserToken: readCookie(request, BROWSER_COOKIE),
    });
    const headers = { 'set-cookie': step.setCookie };
    if (step.kind === 'redirect') return redirect(withPreset(environmentId, step.url, query), headers);
    return passingPostPage('signIn', {
      action: withPreset(environmentId, step.action, query),
      fields: step.fields,
      headers,
      acceptLanguage: null,
      look: null,
    });
  } catch (error) {
    if (error instanceof OAuthError && error.redirectTo) return redirect(error.redirectTo);
    throw error;
  }
}
