import { CONSENT_COOKIE, readCookie } from '#lib/auth/browser.ts';
import { endUser } from '#lib/auth/callers.ts';
import { lookOf } from '#lib/auth/end-user-look.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { consentPage } from '#lib/http/passing-page.ts';
import { redirect } from '#lib/http/respond.ts';
import { answerConsent, openConsent } from '#lib/sso/consent.ts';

/** Asks the person whether the app may learn who they are. */
export const GET = endpoint(endUser, async (request, { params, now }) => {
  const ticket = new URL(request.url).searchParams.get('ticket') ?? '';
  const externalKey = params['externalKey'] ?? '';
  const consentToken = readCookie(request, CONSENT_COOKIE);
  const question = await openConsent({ externalKey, ticket, consentToken, now });
  const look = await lookOf(request);
  const acceptLanguage = request.headers.get('accept-language');
  return consentPage({ ...question, action: `/sso/consent/${externalKey}`, ticket, look, acceptLanguage });
});

/** Takes the answer and sends the browser to the app. */
export const POST = endpoint(endUser, async (request, { params, now }) => {
  // Ticket and cookie are what counts; this stops a foreign page before it can even guess.
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') throw new AppError('forbidden');
  const form = new URLSearchParams(await request.text());
  const answer = form.get('answer');
  if (answer !== 'approve' && answer !== 'deny') {
    throw new AppError('bad_request', 'Choose whether to continue or to cancel.');
  }
  const url = await answerConsent({
    externalKey: params['externalKey'] ?? '',
    ticket: form.get('ticket') ?? '',
    consentToken: readCookie(request, CONSENT_COOKIE),
    approved: answer === 'approve',
    now,
  });
  return redirect(url);
});
