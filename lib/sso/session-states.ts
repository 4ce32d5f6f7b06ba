/**
 * States of one login attempt, with the words the dashboard shows. A transition is a conditional update
 * on the previous state (lib/data/login-path.ts), so two requests cannot both make it.
 */
export const SESSION_STATES = {
  started: {
    label: 'Started',
    tone: 'blue',
    meaning: 'The request went to the identity provider; no response yet.',
    next: ['authorized', 'failed', 'timed_out', 'test_failed'],
  },
  authorized: {
    label: 'Authorized',
    tone: 'blue',
    meaning: 'The response was accepted and the app got a code, which it has not exchanged yet.',
    // Failed when the person, asked for consent, declines.
    next: ['successful', 'test_successful', 'failed', 'timed_out'],
  },
  successful: {
    label: 'Successful',
    tone: 'green',
    meaning: 'The app exchanged its code for the profile.',
    next: [],
  },
  failed: {
    label: 'Failed',
    tone: 'red',
    meaning: 'No profile could be made; the error says why.',
    next: [],
  },
  timed_out: {
    label: 'Timed out',
    tone: 'gray',
    meaning: 'Not finished within five minutes of its beginning. A late response or exchange still counts.',
    // A code lives ten minutes, a session times out after five.
    next: ['authorized', 'successful', 'test_successful', 'failed', 'test_failed'],
  },
  test_successful: {
    label: 'Test successful',
    tone: 'green',
    meaning: 'A test sign-in from the dashboard worked.',
    next: [],
  },
  test_failed: {
    label: 'Test failed',
    tone: 'red',
    meaning: 'A test sign-in from the dashboard did not work; the error says why.',
    next: [],
  },
  // No attempt of its own: the session that was begun in its place is.
  converted: {
    label: 'Converted',
    tone: 'gray',
    meaning: 'The response came without a request, so it was dropped and the sign-in begun again with one.',
    next: [],
  },
} as const satisfies Record<
  string,
  { label: string; tone: 'blue' | 'green' | 'red' | 'gray'; meaning: string; next: readonly string[] }
>;

export type SessionState = keyof typeof SESSION_STATES;
export const SESSION_STATE_NAMES = Object.keys(SESSION_STATES) as SessionState[];

/** Where an attempt began. */
export const SESSION_ORIGINS = {
  service_provider: { label: 'Service Provider', meaning: 'The user began in the app.' },
  identity_provider: { label: 'Identity Provider', meaning: 'The user began at the identity provider.' },
  test: { label: 'Test', meaning: 'A workspace admin began it on the dashboard.' },
} as const;

export type SessionOrigin = keyof typeof SESSION_ORIGINS;

/** A session without an answer for this long is timed out. */
export const TIME_OUT_AFTER_MS = 5 * 60 * 1000;
/** A request older than this is no longer answered: the user starts again. */
export const REQUEST_LIFETIME_MS = 10 * 60 * 1000;
/** Life of an authorization code. */
export const CODE_LIFETIME_MS = 10 * 60 * 1000;
/** Life of an access token. */
export const ACCESS_TOKEN_SECONDS = 600;
/** Life of a logout token, between the app's server and the browser it sends. */
export const LOGOUT_TOKEN_SECONDS = 300;
