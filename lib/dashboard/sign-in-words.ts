/** What somebody reads whose sign-in did not work, by why; scripts and plain forms say the same. */
export const SIGN_IN_WORDS = {
  wrong: 'The email address or the password is not right.',
  rate_limited: 'Too many attempts. Wait 15 minutes, then try again.',
  unavailable: 'Something went wrong on our side. Try again in a moment.',
  sso_required: 'Your company signs in through SSO. Start again with your email address.',
} as const;
