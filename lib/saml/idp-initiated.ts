/**
 * What comes of a response nobody asked for (SAML Profiles §4.1.5), per connection. Nothing ties such a response to the
 * browser that posts it: whoever has an account at the identity provider can have a victim's browser post one and so sign
 * the victim in to the attacker's account, whatever is signed in it (login CSRF).
 *
 * Who decides when several have a say: the connection's mode alone says what becomes of the response. Only under `off` is
 * the environment's sign-in endpoint asked, which begins the sign-in in the app; without one the callback is told
 * idp_initiated_sso_disabled. `convert` begins it here, endpoint or not. The environment's consent asks under `allow`, too;
 * `consent` asks even where the environment does not.
 */
export const IDP_INITIATED_MODES = {
  allow: {
    label: 'Allow',
    short: 'Allowed',
    meaning: 'People who click your app’s tile at their identity provider are signed in at once.',
    risk: 'nothing ties such a response to a browser that asked for it, so somebody could sign a victim in to an account that is not the victim’s.',
  },
  consent: {
    label: 'Allow with consent',
    short: 'Asks first',
    meaning:
      'They first see which account it is and continue or cancel. A browser in which somebody agreed is not asked again for that person.',
    risk: 'it relies on people reading what they agree to.',
  },
  convert: {
    label: 'Convert',
    short: 'Converted',
    meaning:
      'The response is dropped unread and the person is sent to the identity provider again, this time with a request of ours. Signed in there already, they notice nothing. Your app gets no state, as with every sign-in that it did not begin.',
    risk: null,
  },
  off: {
    label: 'Off',
    short: 'Off',
    meaning:
      'Your app gets idp_initiated_sso_disabled with the connection’s ID, or, where the environment has a sign-in endpoint, the person is sent there. Your app can then send them through the usual way.',
    risk: null,
  },
} as const satisfies Record<string, { label: string; short: string; meaning: string; risk: string | null }>;

export type IdpInitiatedMode = keyof typeof IDP_INITIATED_MODES;
export const IDP_INITIATED_MODE_NAMES = Object.keys(IDP_INITIATED_MODES) as [
  IdpInitiatedMode,
  ...IdpInitiatedMode[],
];

export function isIdpInitiatedMode(text: string): text is IdpInitiatedMode {
  return Object.hasOwn(IDP_INITIATED_MODES, text);
}

/**
 * What a switch to `mode` would have meant for those who began at the identity provider in the last 7 days: `people`
 * different ones in `signIns` sign-ins.
 */
export function modeEffect(mode: IdpInitiatedMode, used: { people: number; signIns: number }): string {
  const { people, signIns } = used;
  if (people === 0) return 'This would have affected nobody in the last 7 days.';
  const who = people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`;
  const times = signIns === 1 ? '1 sign-in' : `${signIns.toLocaleString('en-US')} sign-ins`;
  return `This would have affected ${who} in the last 7 days (${times} that began at the identity provider): they would have ${EFFECTS[mode]}.`;
}

const EFFECTS: Readonly<Record<IdpInitiatedMode, string>> = {
  allow: 'been signed in at once',
  consent: 'been asked whether to continue',
  convert: 'gone to the identity provider once more',
  off: 'been turned away, unless your app begins the sign-in again',
};
