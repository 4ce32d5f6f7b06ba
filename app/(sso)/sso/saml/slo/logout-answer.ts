import { lookOf } from '#lib/auth/end-user-look.ts';
import { passingPostPage, signedOutPage } from '#lib/http/passing-page.ts';
import { redirect } from '#lib/http/respond.ts';
import type { LogoutStep } from '#lib/sso/logout-step.ts';

/** One step of signing out as the browser is told it. */
export async function logoutAnswer(request: Request, step: LogoutStep): Promise<Response> {
  const headers: Record<string, string> = step.setCookie ? { 'set-cookie': step.setCookie } : {};
  if (step.kind === 'redirect') return redirect(step.url, headers);
  const acceptLanguage = request.headers.get('accept-language');
  const reader = { headers, acceptLanguage, look: await lookOf(request) };
  if (step.kind === 'page') return signedOutPage(reader);
  return passingPostPage('signOut', { ...reader, action: step.action, fields: step.fields });
}
