/** How a browser was signed in. */
export type SignInMethod = 'password' | 'passkey' | 'sso' | 'break_glass';

/**
 * What a session is worth now. Only `usable` opens anything; the others lead to a page that says what is missing:
 * the second step, setting up a second factor, signing in through SSO.
 */
export type Standing = 'usable' | 'second_step' | 'set_up_factor' | 'sso_required';

export type StandingFacts = {
  method: SignInMethod;
  /** The member had a second factor when they signed in and has not given it yet. */
  secondFactorDue: boolean;
  /** This browser gave one, or made one. */
  secondFactorGiven: boolean;
  /** The member has one now. */
  hasFactor: boolean;
  /** The workspace demands one. */
  requireMfa: boolean;
  /** The workspace demands SSO of the domain of the member's address. */
  mustUseSso: boolean;
};

/**
 * Judges a session by the policy as it is at this moment, so that a stricter policy reaches browsers that are signed
 * in already. Who comes through SSO has been checked by the identity provider; who breaks the glass is past SSO, not
 * past the second factor.
 */
export function standingOf(facts: StandingFacts): Standing {
  if (facts.secondFactorDue) return 'second_step';
  if (facts.method === 'sso') return 'usable';
  if (facts.mustUseSso && facts.method !== 'break_glass') return 'sso_required';
  if (!facts.requireMfa) return 'usable';
  if (!facts.hasFactor) return 'set_up_factor';
  return facts.secondFactorGiven ? 'usable' : 'second_step';
}
