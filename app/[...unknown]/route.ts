import { refuseJson } from '#lib/auth/callers.ts';
import { AppError } from '#lib/errors.ts';
import { problemPage } from '#lib/http/page.ts';

/** No such address: JSON for programs (SDKs cannot read anything else), a page for browsers. */
function notFound(request: Request): Response {
  if (!request.headers.get('accept')?.includes('text/html'))
    return refuseJson(new AppError('not_found'), request);
  return problemPage({
    status: 404,
    title: 'There is no page here',
    paragraphs: ['The address may be mistyped, or the page may have moved. The dashboard is at /dashboard.'],
  });
}

export const GET = notFound;
export const POST = notFound;
export const PUT = notFound;
export const PATCH = notFound;
export const DELETE = notFound;
// Next would answer OPTIONS for every address, also for one that does not exist.
export const OPTIONS = notFound;
