import { endUserLeaving } from '#lib/auth/callers.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { beginSignOut, signOutFields } from '#lib/test-idp-host/sign-out.ts';
import { sentLogout } from '../sent-logout.ts';

/** The sign-out page was sent: the request goes to the app. */
export const POST = endpoint(endUserLeaving, async (request, { params, now }) => {
  const idp = await openTestIdp(params['environmentId'] ?? '', now);
  if (!idp) throw new AppError('not_found');
  const fields = signOutFields.safeParse(Object.fromEntries(new URLSearchParams(await request.text())));
  if (!fields.success) throw new AppError('bad_request', 'The form is not complete. Go back and try again.');
  return sentLogout(await beginSignOut(idp, fields.data));
});
