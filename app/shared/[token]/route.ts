import { linkHolder } from '#lib/auth/callers.ts';
import { scopeOfEvidenceToken } from '#lib/auth/public-scope.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { openEvidenceLink } from '#lib/sso/evidence-links.ts';

/** Openings of one link within a minute; each is a line of the audit log. */
const limit = refusalLimit(30);

/** The evidence of one session, for the customer's IT admin who was sent the link. */
export const GET = endpoint(linkHolder, async (_request, { params, actor, now }) => {
  const door = await scopeOfEvidenceToken(params['token'] ?? '');
  if (!door) throw new AppError('not_found');
  const { linkId, scope } = door;
  if (!limit.allows(linkId, now)) throw new AppError('rate_limited');
  limit.note(linkId, now);
  const evidence = await openEvidenceLink({ scope, data: forEnvironment(scope), now, actor }, linkId);
  if (!evidence) throw new AppError('not_found');
  return new Response(evidence.html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'content-security-policy': `${evidence.contentSecurityPolicy}; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    },
  });
});

/** Programs that look whether an address is there open nothing. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } });
}
