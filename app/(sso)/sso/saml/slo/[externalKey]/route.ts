import { endUserLeaving, type Visitor } from '#lib/auth/callers.ts';
import { lookOf } from '#lib/auth/end-user-look.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { notSignedOutPage } from '#lib/http/passing-page.ts';
import type { LogoutTransport } from '#lib/saml/logout.ts';
import { readLogoutPost, readLogoutQuery } from '#lib/sso/logout-request.ts';
import { receiveLogout } from '#lib/sso/receive-logout.ts';
import { logoutAnswer } from '../logout-answer.ts';

/** Messages of one address to one connection that are refused and recorded within a minute. */
const limit = refusalLimit(120);

/** An identity provider ends logins, or answers a logout of ours. SAML Bindings §3.4. */
export const GET = endpoint(endUserLeaving, (request, call) =>
  answer(request, call, readLogoutQuery(request)),
);

/** The same by HTTP-POST. SAML Bindings §3.5. */
export const POST = endpoint(endUserLeaving, async (request, call) =>
  answer(request, call, await readLogoutPost(request)),
);

/** Programs that look whether an address is there sign nobody out. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET, POST' } });
}

async function answer(
  request: Request,
  call: { params: Record<string, string>; visitor: Visitor; browserToken: string | null; now: Date },
  transport: LogoutTransport,
): Promise<Response> {
  const { params, ...rest } = call;
  const { externalKey = '' } = params;
  const caller = `${externalKey} ${call.visitor.ipAddress}`;
  if (!limit.allows(caller, call.now)) throw new AppError('rate_limited');
  const received = await receiveLogout({ ...rest, externalKey, transport });
  if (!received.refused) return logoutAnswer(request, received.step);
  limit.note(caller, call.now);
  return notSignedOutPage({
    status: 400,
    logoutId: received.logoutId,
    acceptLanguage: request.headers.get('accept-language'),
    look: await lookOf(request),
  });
}
