import { createHash } from 'node:crypto';
import type { NewLoginSubject } from '#lib/data/login-path.ts';
import type { EndableLogin } from '#lib/data/logouts.ts';
import { seal, unseal } from '#lib/secrets.ts';

/** A login as its OpenID provider knows it, with what ends it there. */
export type OidcSubject = {
  readonly subject: string;
  /** The provider's name for its session; null where it gives none. */
  readonly sid: string | null;
  readonly idToken: string | null;
  readonly accessToken: string;
  readonly refreshToken: string | null;
};

/** What the logins of a provider's session are found by. */
export function sidHash(sid: string): string {
  return createHash('sha256').update(`sid ${sid}`, 'utf8').digest('hex');
}

/** Seals what a login is ended by, for the session that it opens. */
export function newOidcSubject(
  environmentId: string,
  sessionId: string,
  subject: OidcSubject,
): NewLoginSubject {
  const found = subject.sid === null ? `sub ${subject.subject}` : `sid ${subject.sid}`;
  return {
    nameIdHash: createHash('sha256').update(found, 'utf8').digest('hex'),
    sealed: seal(JSON.stringify(subject), { environmentId, column: 'subjectSealed', row: sessionId }),
    expiresAt: null,
  };
}

/** What was sealed with a stored login. */
export function oidcSubjectOf(
  environmentId: string,
  login: Pick<EndableLogin, 'sessionId' | 'subjectSealed'>,
): OidcSubject {
  const place = { environmentId, column: 'subjectSealed', row: login.sessionId };
  return JSON.parse(unseal(login.subjectSealed, place).toString('utf8')) as OidcSubject;
}
