import { endUserLeaving } from '#lib/auth/callers.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { problemPage } from '#lib/http/page.ts';
import { testIdpSloUrl } from '#lib/test-idp/address.ts';
import type { LogoutTransport } from '#lib/test-idp/logout.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { receiveSignOut } from '#lib/test-idp-host/sign-out.ts';
import { sentLogout } from '../sent-logout.ts';

/** An app asks to have somebody signed out here, or answers that it has signed them out. SAML Bindings §3.4. */
export const GET = endpoint(endUserLeaving, (request, { params, now }) => {
  // As it was sent: its octets are what was signed.
  const line = request.headers.get('x-gatehouse-path') ?? request.url;
  const query = line.slice(line.indexOf('?') + 1);
  return receive(params['environmentId'] ?? '', now, { binding: 'redirect', query });
});

/** The same by HTTP-POST. SAML Bindings §3.5. */
export const POST = endpoint(endUserLeaving, async (request, { params, now }) => {
  const fields = Object.fromEntries(new URLSearchParams(await request.text()));
  return receive(params['environmentId'] ?? '', now, { binding: 'post', fields });
});

async function receive(environmentId: string, now: Date, transport: LogoutTransport): Promise<Response> {
  const idp = await openTestIdp(environmentId, now);
  if (!idp) throw new AppError('not_found');
  const answer = await receiveSignOut(idp, transport, testIdpSloUrl(env().http.url, environmentId));
  if (answer.kind !== 'done') return sentLogout(answer);
  return problemPage({
    status: 200,
    title: 'The app has answered',
    paragraphs: [
      answer.status.length === 1 && answer.status[0] === 'Success'
        ? `${answer.app} says that it has signed the person out.`
        : `${answer.app} did not sign anybody out.`,
    ],
    facts: { Status: answer.status.join(', ') },
  });
}
