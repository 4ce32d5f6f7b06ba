import { autoPostPage } from '#lib/http/page.ts';
import { redirect } from '#lib/http/respond.ts';
import type { SentLogout } from '#lib/test-idp/logout.ts';

/** A logout message on its way to an app. */
export function sentLogout(sent: SentLogout): Response {
  if (sent.kind === 'redirect') return redirect(sent.url);
  const text = 'The test identity provider sends its message to the app.';
  return autoPostPage({ ...sent, title: 'Signing you out', text });
}
