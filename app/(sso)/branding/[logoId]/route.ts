import { endUser } from '#lib/auth/callers.ts';
import { scopeOfLogo } from '#lib/auth/public-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { immutableImage } from '#lib/http/respond.ts';

/** A logo, for the pages an app's users see. A new logo has a new address, so this one never changes. */
export const GET = endpoint(endUser, async (_request, { params }) => {
  const logoId = params['logoId'] ?? '';
  const scope = await scopeOfLogo(logoId);
  const image = scope && (await forEnvironment(scope).branding.image(logoId));
  if (!image) throw new AppError('not_found', 'There is no image here.');
  return immutableImage(image, 'image/png');
});
