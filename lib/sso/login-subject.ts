import { createHash } from 'node:crypto';
import type { NewLoginSubject } from '#lib/data/login-path.ts';
import type { EndableLogin } from '#lib/data/logouts.ts';
import type { NameId } from '#lib/saml/assertion.ts';
import type { VerifiedAssertion } from '#lib/saml/response.ts';
import { seal, unseal } from '#lib/secrets.ts';

/** How an identity provider names one login: what both sides say when it is to end. SAML Core §3.7.1. */
export type LoginSubject = { nameId: NameId; sessionIndex: string | null };

/** What logins are found by; format and qualifiers are compared after. */
export function nameIdHash(nameId: Pick<NameId, 'value'>): string {
  return createHash('sha256').update(nameId.value, 'utf8').digest('hex');
}

/** The subject of an accepted assertion, sealed for the login it opens. */
export function newLoginSubject(
  environmentId: string,
  sessionId: string,
  assertion: Pick<VerifiedAssertion, 'nameId' | 'sessionIndex' | 'sessionNotOnOrAfter'>,
): NewLoginSubject {
  const { nameId, sessionIndex } = assertion;
  const subject: LoginSubject = { nameId, sessionIndex };
  return {
    nameIdHash: nameIdHash(nameId),
    sealed: seal(JSON.stringify(subject), { environmentId, column: 'subjectSealed', row: sessionId }),
    expiresAt: assertion.sessionNotOnOrAfter,
  };
}

/** The subject of a stored login. */
export function subjectOf(
  environmentId: string,
  login: Pick<EndableLogin, 'sessionId' | 'subjectSealed'>,
): LoginSubject {
  const place = { environmentId, column: 'subjectSealed', row: login.sessionId };
  return JSON.parse(unseal(login.subjectSealed, place).toString('utf8')) as LoginSubject;
}
