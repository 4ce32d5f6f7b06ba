import { endUser } from '#lib/auth/callers.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { answerPage } from '#lib/test-idp-host/answer-page.ts';
import { answerSignIn } from '#lib/test-idp-host/answer-sign-in.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { signInFields } from '#lib/test-idp-host/sign-in-form.ts';

/** The sign-in page was sent: the person signs in, or denies, and the response goes to the app. */
export const POST = endpoint(endUser, async (request, { params, now }) => {
  const idp = await openTestIdp(params['environmentId'] ?? '', now);
  if (!idp) throw new AppError('not_found');
  const fields = signInFields.safeParse(Object.fromEntries(new URLSearchParams(await request.text())));
  if (!fields.success) throw new AppError('bad_request', 'The form is not complete. Go back and try again.');
  const good = fields.data.fault === null && fields.data.decision === 'sign_in';
  return answerPage(await answerSignIn(idp, fields.data), good);
});
