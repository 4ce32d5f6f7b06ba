import type { OAuthProviderFacts } from './providers.ts';

/** What differs between the OpenID providers that an organization can sign in with; the engine is one. */
export type OidcTypeFacts = {
  /** Where everybody of this type finds its discovery document; null where each customer has one. */
  readonly discoveryEndpoint: string | null;
  /** What its authorization endpoint calls the hint of an app for a domain; null where it knows none. */
  readonly domainHint: string | null;
  readonly promptLogin: string;
};

export const OIDC_TYPE_FACTS = {
  GenericOIDC: { discoveryEndpoint: null, domainHint: null, promptLogin: 'login' },
  OktaOIDC: { discoveryEndpoint: null, domainHint: null, promptLogin: 'login' },
  EntraIdOIDC: { discoveryEndpoint: null, domainHint: 'domain_hint', promptLogin: 'login' },
  GoogleOIDC: {
    discoveryEndpoint: 'https://accounts.google.com/.well-known/openid-configuration',
    domainHint: 'hd',
    promptLogin: 'select_account',
  },
} as const satisfies Record<string, OidcTypeFacts>;

export type OidcConnectionType = keyof typeof OIDC_TYPE_FACTS;
export const OIDC_CONNECTION_TYPES = Object.keys(OIDC_TYPE_FACTS) as OidcConnectionType[];

/** Whether a connection type is one of an organization's OpenID provider. */
export function isOidcConnectionType(type: string): type is OidcConnectionType {
  return Object.hasOwn(OIDC_TYPE_FACTS, type);
}

export type TokenAuth = 'client_secret_basic' | 'client_secret_post';

/** The columns of a connection that say which OpenID provider it is. */
export type OidcColumns = {
  connectionType: string;
  name: string;
  oidcClientId: string | null;
  oidcIssuer: string | null;
  oidcAuthorizationEndpoint: string | null;
  oidcTokenEndpoint: string | null;
  oidcJwksUri: string | null;
  oidcUserinfoEndpoint: string | null;
  oidcTokenAuth: string | null;
};

/** The provider of a connection as the steps of a sign-in take it; null while it is not configured. */
export function oidcProvider(row: OidcColumns): (OAuthProviderFacts & { issuer: string }) | null {
  const { connectionType: type } = row;
  if (!isOidcConnectionType(type)) return null;
  const { domainHint, promptLogin } = OIDC_TYPE_FACTS[type];
  if (
    row.oidcIssuer === null ||
    row.oidcAuthorizationEndpoint === null ||
    row.oidcTokenEndpoint === null ||
    row.oidcJwksUri === null
  ) {
    return null;
  }
  return {
    slug: 'oidc',
    label: 'The identity provider',
    issuer: row.oidcIssuer,
    authorizationEndpoint: row.oidcAuthorizationEndpoint,
    tokenEndpoint: row.oidcTokenEndpoint,
    jwksUri: row.oidcJwksUri,
    userEndpoint: null,
    emailsEndpoint: null,
    userinfoEndpoint: row.oidcUserinfoEndpoint,
    tokenAuth: row.oidcTokenAuth === 'client_secret_post' ? 'client_secret_post' : 'client_secret_basic',
    scopes: ['openid', 'email', 'profile'],
    // Its own people are its to name; an address that it calls unverified is not taken.
    emailProof: 'issuer',
    loginHint: 'login_hint',
    domainHint,
    promptLogin,
  };
}

/** Issuers of everybody's accounts: which company somebody is of, only a claim of theirs says. */
const SHARED_ISSUERS = [
  'https://accounts.google.com',
  'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
];

/**
 * Whether an issuer gives accounts to the whole world. Then a person belongs to an organization by the domain the issuer
 * vouches for (`hd`), whatever the organization allows of others.
 */
export function isSharedIssuer(issuer: string): boolean {
  return SHARED_ISSUERS.includes(issuer);
}

/** Whether the OpenID provider of a connection says where tokens are revoked and where its session is ended. */
export function hasOidcLogout(connection: {
  connectionType: string;
  oidcRevocationEndpoint: string | null;
  oidcEndSessionEndpoint: string | null;
}): boolean {
  const { connectionType, oidcEndSessionEndpoint, oidcRevocationEndpoint } = connection;
  return (
    isOidcConnectionType(connectionType) && oidcRevocationEndpoint !== null && oidcEndSessionEndpoint !== null
  );
}
