/** One OAuth provider that everybody of an environment can sign in with: what it is called and where it answers. */
export type OAuthProviderFacts = {
  /** In the address of its callback. */
  readonly slug: string;
  readonly label: string;
  /** `iss` of its ID tokens, character for character; null where it has none and its API is asked who signed in. */
  readonly issuer: string | null;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Keys of its ID tokens. */
  readonly jwksUri: string | null;
  /** Its API: the account, and its email addresses. */
  readonly userEndpoint: string | null;
  readonly emailsEndpoint: string | null;
  /** More about the person of an ID token (OpenID Connect Core §5.3); absent or null where the ID token says it all. */
  readonly userinfoEndpoint?: string | null;
  /** How we prove who we are at the token endpoint; in the form where it is absent. */
  readonly tokenAuth?: 'client_secret_basic' | 'client_secret_post';
  /** What a profile needs. */
  readonly scopes: readonly string[];
  /**
   * What makes an email address one that belongs to the person: the provider says so of each (`claim`), or it gives out
   * no other (`issuer`).
   */
  readonly emailProof: 'claim' | 'issuer';
  /** What its authorization endpoint calls the hints of an app; null where it knows none. */
  readonly loginHint: string;
  readonly domainHint: string | null;
  /** Value of `prompt` that comes closest to asking for credentials again. */
  readonly promptLogin: string;
};

/**
 * THE ONE TABLE of providers, by connection type. Microsoft is its `consumers` authority, whose issuer is one fixed
 * value: at `common` any company could assert any email address, and an issuer with a placeholder would take all of them.
 */
export const OAUTH_PROVIDER_FACTS = {
  GoogleOAuth: {
    slug: 'google',
    label: 'Google',
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    userEndpoint: null,
    emailsEndpoint: null,
    scopes: ['openid', 'email', 'profile'],
    emailProof: 'claim',
    loginHint: 'login_hint',
    domainHint: 'hd',
    promptLogin: 'select_account',
  },
  MicrosoftOAuth: {
    slug: 'microsoft',
    label: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    authorizationEndpoint: 'https://login.microsoftonline.com/consumers/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/consumers/oauth2/v2.0/token',
    jwksUri: 'https://login.microsoftonline.com/consumers/discovery/v2.0/keys',
    userEndpoint: null,
    emailsEndpoint: null,
    scopes: ['openid', 'email', 'profile'],
    emailProof: 'issuer',
    loginHint: 'login_hint',
    domainHint: 'domain_hint',
    promptLogin: 'login',
  },
  GitHubOAuth: {
    slug: 'github',
    label: 'GitHub',
    issuer: null,
    authorizationEndpoint: 'https://github.com/login/oauth/authorize',
    tokenEndpoint: 'https://github.com/login/oauth/access_token',
    jwksUri: null,
    userEndpoint: 'https://api.github.com/user',
    emailsEndpoint: 'https://api.github.com/user/emails',
    scopes: ['read:user', 'user:email'],
    emailProof: 'claim',
    loginHint: 'login',
    domainHint: null,
    promptLogin: 'select_account',
  },
} as const satisfies Record<string, OAuthProviderFacts>;

export type OAuthConnectionType = keyof typeof OAUTH_PROVIDER_FACTS;
export const OAUTH_CONNECTION_TYPES = Object.keys(OAUTH_PROVIDER_FACTS) as OAuthConnectionType[];

/** Whether a connection type is one of the table. */
export function isOAuthConnectionType(type: string): type is OAuthConnectionType {
  return Object.hasOwn(OAUTH_PROVIDER_FACTS, type);
}

/**
 * A provider as it is reached. With `standIn`, an origin, every endpoint keeps its path there and the issuer becomes that
 * origin: another server then answers in the provider's place.
 */
export function reachedProvider(type: OAuthConnectionType, standIn: string | null): OAuthProviderFacts {
  const facts: OAuthProviderFacts = OAUTH_PROVIDER_FACTS[type];
  if (standIn === null) return facts;
  const there = (address: string) => standIn + new URL(address).pathname;
  const maybe = (address: string | null) => address && there(address);
  return {
    ...facts,
    issuer: facts.issuer && standIn,
    authorizationEndpoint: there(facts.authorizationEndpoint),
    tokenEndpoint: there(facts.tokenEndpoint),
    jwksUri: maybe(facts.jwksUri),
    userEndpoint: maybe(facts.userEndpoint),
    emailsEndpoint: maybe(facts.emailsEndpoint),
  };
}
