/** Refusals of logout messages that are not the message's own fault, with the words the dashboard shows. */
export const LOGOUT_REFUSALS = {
  logout_not_configured: 'Single logout is not set up',
  message_replayed: 'The request came a second time',
  login_not_found: 'No such login',
  unknown_logout: 'Answer to an unknown request',
  browser_mismatch: 'Another browser',
  logout_already_answered: 'The logout had ended already',
} as const satisfies Record<string, string>;

export type LogoutRefusalCode = keyof typeof LOGOUT_REFUSALS;

/** States of one attempt to log somebody out. */
export const LOGOUT_STATES = {
  authorized: {
    label: 'Authorized',
    tone: 'gray',
    meaning: 'The app got a link that nobody has opened yet.',
  },
  started: {
    label: 'Started',
    tone: 'blue',
    meaning: 'Ended here. The browser was sent to the identity provider and has not come back.',
  },
  finished: { label: 'Signed out', tone: 'green', meaning: 'Ended here and at the identity provider.' },
  partial: {
    label: 'Signed out here only',
    tone: 'amber',
    meaning: 'Ended here. The identity provider did not confirm that it ended its own session.',
  },
  refused: { label: 'Refused', tone: 'red', meaning: 'The message was not believed, and nothing was ended.' },
} as const satisfies Record<string, { label: string; tone: string; meaning: string }>;

/** Who began it. */
export const LOGOUT_ORIGINS = { app: 'App', identity_provider: 'Identity Provider' } as const;
