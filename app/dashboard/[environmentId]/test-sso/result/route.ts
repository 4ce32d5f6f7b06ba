import { notFound } from 'next/navigation';
import { BROWSER_COOKIE, readCookie } from '#lib/auth/browser.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { redirect } from '#lib/http/respond.ts';
import { finishTestLogin } from '#lib/sso/finish-test-login.ts';

type Route = { params: Promise<{ environmentId: string }> };

/** A test login comes back: its code is redeemed here, once, and the outcome is a page that can be reloaded. */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'test_sso:use');
  const query = new URL(request.url).searchParams;
  const sessionId = query.get('state') ?? '';
  const browserToken = readCookie(request, BROWSER_COOKIE);
  if (!(await finishTestLogin(admin, { sessionId, code: query.get('code'), browserToken }))) notFound();
  const error = query.get('error');
  const told = error === null ? '' : `?${new URLSearchParams({ error })}`;
  return redirect(`/dashboard/${environmentId}/test-sso/outcome/${encodeURIComponent(sessionId)}${told}`);
}
