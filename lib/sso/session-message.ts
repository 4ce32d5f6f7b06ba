import type { CertificateFinding } from './certificate-diagnosis.ts';
import type { SessionDetail } from './session-detail.ts';

/**
 * A message to the administrator of the customer's identity provider, ready to send: what was refused, why, and what to
 * set where. Null when nothing on their side is to be done. Holds the address of the person, and no other value of theirs.
 */
export function customerMessage(
  session: Pick<SessionDetail, 'id' | 'createdAt' | 'failure' | 'user' | 'organization'>,
  finding: CertificateFinding | null,
): string | null {
  const { failure } = session;
  const theirs = failure?.remedies.filter(({ by }) => by === 'customer') ?? [];
  if (!failure || theirs.length === 0) return null;
  const who = session.user.email ?? session.user.idpId;
  const when = `${session.createdAt.slice(0, 16).replace('T', ' ')} UTC`;
  const evidence = [failure.expected, failure.received].flatMap((side) =>
    side ? [`${side.label}: ${side.values.map((value) => value || '(nothing)').join(', ')}`] : [],
  );
  const steps = theirs.flatMap(({ console: place, what }) => [
    `- ${what}`,
    ...(place ? [`  In ${place.product}: ${place.where}`] : []),
    ...(place?.field ? [place.value ? `  ${place.field}: ${place.value}` : `  Field: ${place.field}`] : []),
    ...(place?.attributes ?? []).map(({ name, source }) => `  Attribute ${name}: ${source}`),
  ]);
  return [
    'Hello,',
    '',
    `a single sign-on ${who === null ? '' : `of ${who} `}failed on ${when}: ${failure.title.toLowerCase()}.`,
    failure.happened,
    ...(finding ? ['', `${finding.title}.`] : []),
    ...(evidence.length > 0 ? ['', ...evidence] : []),
    '',
    'What we ask you to do:',
    ...steps,
    '',
    `When you write back, please quote the session ID: ${session.id}`,
  ].join('\n');
}
