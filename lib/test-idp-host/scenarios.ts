import { FAULTS, type FaultId, isFaultId } from '#lib/test-idp/faults.ts';

/** A login the dashboard offers to try, with what must come of it. */
export type Scenario = {
  id: string;
  title: string;
  does: string;
  /** What a correct setup shows. */
  expected: string;
  /** Begins at the app, or at the identity provider without a request. */
  begins: 'app' | 'identity_provider';
  fault: FaultId | null;
};

/** The four scenarios every app should have been through before it goes live. */
export const SCENARIOS = [
  {
    id: 'sp_initiated',
    title: 'SP-initiated sign-in',
    does: 'The usual way: a person begins in your app, which sends them to their identity provider. Pick anyone there and choose Sign in.',
    expected: 'The app gets a code, trades it for the profile, and the session is successful.',
    begins: 'app',
    fault: null,
  },
  {
    id: 'idp_initiated',
    title: 'IdP-initiated sign-in',
    does: 'A person begins on the app list of their identity provider. Your app did not ask, so the answer has no state.',
    expected: 'The answer arrives at your default redirect URI with a code and without state.',
    begins: 'identity_provider',
    fault: null,
  },
  {
    id: 'guest_email_domain',
    title: 'Guest email domain',
    does: 'A person signs in whose email address is at example.org, a domain the Test Organization does not list.',
    expected: 'Profile Not Allowed Outside Organization, as long as the organization does not allow guests.',
    begins: 'app',
    fault: 'guest_email_domain',
  },
  {
    id: 'error_response',
    title: 'Error response',
    does: 'The identity provider refuses the person. Your app must show them a way on, not a blank page.',
    expected: 'The redirect URI receives error=access_denied and error_description instead of a code.',
    begins: 'app',
    fault: 'status_denied',
  },
] as const satisfies readonly Scenario[];

/** One way to bring each of the five session errors about. */
export const ERROR_TESTS = [
  'missing_email',
  'wrong_certificate',
  'tampered_after_signing',
  'guest_email_domain',
  'encrypted_to_another_key',
] as const satisfies readonly FaultId[];

/** Title of what was tried and the error it must show (null: none), by the name its session carries; null if unknown. */
export function triedScenario(
  name: string | null,
  guestsAllowed: boolean,
): { title: string; expectedError: string | null } | null {
  const scenario = SCENARIOS.find((one) => one.id === name);
  const fault = faultOf(name);
  if (!scenario && fault === null) return null;
  const expectedError =
    fault === null || (fault === 'guest_email_domain' && guestsAllowed) ? null : FAULTS[fault].expectedError;
  return { title: scenario?.title ?? (fault === null ? '' : FAULTS[fault].title), expectedError };
}

/** Query parameters that run it: a fault runs through, anything else stops at the identity provider's page. */
export function scenarioQuery(name: string | null): string {
  const fault = faultOf(name);
  return new URLSearchParams({
    ...(name === null ? {} : { scenario: name }),
    ...(fault === null ? {} : { fault, run: '1' }),
  }).toString();
}

function faultOf(name: string | null): FaultId | null {
  const scenario = SCENARIOS.find((one) => one.id === name);
  if (scenario) return scenario.fault;
  return name !== null && isFaultId(name) ? name : null;
}
