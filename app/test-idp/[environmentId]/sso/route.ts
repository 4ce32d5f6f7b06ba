import { endUser } from '#lib/auth/callers.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { problemPage } from '#lib/http/page.ts';
import { redirect } from '#lib/http/respond.ts';
import { answerPage } from '#lib/test-idp-host/answer-page.ts';
import { answerSignIn } from '#lib/test-idp-host/answer-sign-in.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { receiveRequest } from '#lib/test-idp-host/receive-request.ts';
import { signInFields } from '#lib/test-idp-host/sign-in-form.ts';
import { writeTicket } from '#lib/test-idp-host/ticket.ts';

type Message = { samlRequest: string | null; relayState: string | null; binding: 'redirect' | 'post' };

/** An app asks to have somebody signed in: HTTP-Redirect binding. SAML Bindings §3.4. */
export const GET = endpoint(endUser, (request, { params, now }) => {
  const query = new URL(request.url).searchParams;
  const message = { samlRequest: query.get('SAMLRequest'), relayState: query.get('RelayState') };
  return receive(request, params['environmentId'] ?? '', now, { ...message, binding: 'redirect' });
});

/** The same by HTTP-POST binding. SAML Bindings §3.5. */
export const POST = endpoint(endUser, async (request, { params, now }) => {
  const form = new URLSearchParams(await request.text());
  const message = { samlRequest: form.get('SAMLRequest'), relayState: form.get('RelayState') };
  return receive(request, params['environmentId'] ?? '', now, { ...message, binding: 'post' });
});

async function receive(
  request: Request,
  environmentId: string,
  now: Date,
  message: Message,
): Promise<Response> {
  const idp = await openTestIdp(environmentId, now);
  if (!idp) throw new AppError('not_found');
  const { samlRequest } = message;
  if (samlRequest === null) return redirect(`/test-idp/${environmentId}`);
  const query = new URL(request.url).searchParams;
  const received = await receiveRequest(idp, { ...message, samlRequest, loginHint: query.get('login_hint') });
  if (!received.ok) {
    return problemPage({
      status: 400,
      title: 'The test identity provider cannot answer this request',
      paragraphs: [received.problem],
    });
  }
  const ticket = writeTicket(environmentId, received.ticket, now);
  const preset = ['person', 'fault', 'personality'].flatMap((name) =>
    query.has(name) ? [[name, query.get(name) ?? '']] : [],
  );
  // `run` is how the dashboard's test buttons skip the page; a passive request must not show one (Core §3.4.1).
  if (received.isPassive || query.has('run')) {
    const chosen = received.isPassive ? [['fault', 'status_no_passive']] : preset;
    const fields = signInFields.safeParse({ ...Object.fromEntries(chosen), ticket });
    if (fields.success) return answerPage(await answerSignIn(idp, fields.data), fields.data.fault === null);
  }
  return redirect(
    `/test-idp/${environmentId}/sign-in?${new URLSearchParams([['ticket', ticket], ...preset])}`,
  );
}
