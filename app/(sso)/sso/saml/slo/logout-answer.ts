import { lookOf } from '#lib/auth/end-user-look.ts';
import { autoPostPage, problemPage } from '#lib/http/page.ts';
import { redirect } from '#lib/http/respond.ts';
import type { LogoutStep } from '#lib/sso/logout-step.ts';

/** One step of signing out as the browser is told it. */
export async function logoutAnswer(request: Request, step: LogoutStep): Promise<Response> {
  const headers: Record<string, string> = step.setCookie ? { 'set-cookie': step.setCookie } : {};
  if (step.kind === 'redirect') return redirect(step.url, headers);
  const look = await lookOf(request);
  if (step.kind === 'post_form') {
    const { action, fields } = step;
    return autoPostPage({ action, fields, headers, look, title: 'Signing you out' });
  }
  const paragraphs = ['You can close this window.'];
  return problemPage({ status: 200, title: 'You are signed out', paragraphs, headers, look });
}
