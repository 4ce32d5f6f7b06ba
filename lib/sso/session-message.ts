import { isEmail } from '#lib/attributes/email.ts';
import type { CertificateFinding } from './certificate-diagnosis.ts';
import type { SessionDetail } from './session-detail.ts';
import { isNamedUri } from './uri-names.ts';

/** One line, and not a long one: what a stranger has written must not look like words of ours. */
function plain(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? '(nothing)' : line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** Of a refusal nobody signed only the names of its status go along; its free text may be anybody's. */
function isName(code: string, value: string): boolean {
  return code !== 'status_not_success' || /^urn:[\w:.-]+$/.test(value) || isNamedUri(value);
}

/** A title inside of a sentence; names such as NameID stay as they are. */
function inSentence(title: string): string {
  return /^[A-Z][a-z]*\b/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/**
 * A message to the administrator of the customer's identity provider, ready to send: what was refused, why, and what to
 * set where. Null when nothing on their side is to be done. Holds the address of the person, and no other value of theirs.
 */
export function customerMessage(
  session: Pick<SessionDetail, 'id' | 'createdAt' | 'failure' | 'user' | 'organization' | 'reading'>,
  finding: CertificateFinding | null,
  /** What the app is called, where that is known. */
  app: string | null = null,
): string | null {
  const { failure } = session;
  const theirs = failure?.remedies.filter(({ by }) => by === 'customer') ?? [];
  if (!failure || theirs.length === 0) return null;
  const when = `${session.createdAt.slice(0, 16).replace('T', ' ')} UTC`;
  const verified = session.reading?.verified === true;
  const { email, idpId } = session.user;
  // Nobody vouches for a name in a response that was not verified: an address is quoted, a sentence is not.
  const who = verified ? (email ?? idpId) : isEmail(email ?? idpId ?? '') ? (email ?? idpId) : null;
  const told = (side: typeof failure.received, from: 'us' | 'message') =>
    side
      ? [
          `${side.label}: ${side.values
            .filter((value) => from === 'us' || verified || isName(failure.code, value))
            .map(plain)
            .join(', ')}`,
        ]
      : [];
  const received = told(failure.received, 'message');
  const missing = (session.reading?.profile ?? []).filter(
    ({ problem, required }) => required && problem !== null,
  );
  const evidence = [
    ...(failure.code === 'attributes_missing' && missing.length > 0
      ? missing.map(
          ({ label, lookedFor }) => `Missing: ${label}, looked for as ${lookedFor.slice(0, 3).join(', ')}`,
        )
      : told(failure.expected, 'us')),
    ...(received.length > 0 && !verified
      ? ['As it stands in the refused message, whose sender is not verified:']
      : []),
    ...received,
  ];
  const whereTo = [app && `to ${app}`, session.organization && `for ${session.organization.name}`]
    .filter(Boolean)
    .join(' ');
  const steps = theirs.flatMap(({ console: place, what }) => [
    `- ${what}`,
    ...(place ? [`  In ${place.product}: ${place.where}`] : []),
    ...(place?.field ? [place.value ? `  ${place.field}: ${place.value}` : `  Field: ${place.field}`] : []),
    ...(place?.attributes ?? [])
      .filter(({ name }) => missing.length === 0 || missing.some((one) => one.lookedFor.includes(name)))
      .map(({ name, source }) => `  Attribute ${name}: ${source}`),
  ]);
  return [
    'Hello,',
    '',
    `a single sign-on ${who === null ? '' : `of ${plain(who)} `}${whereTo === '' ? '' : `${whereTo} `}failed on ${when}: ${inSentence(failure.title)}.`,
    failure.happened,
    ...(finding ? ['', `${finding.title}.`] : []),
    ...(failure.mistake ? ['', failure.mistake.sentence] : []),
    ...(evidence.length > 0 ? ['', ...evidence] : []),
    '',
    'What we ask you to do:',
    ...steps,
    '',
    `When you write back, please quote the session ID: ${session.id}`,
  ].join('\n');
}
