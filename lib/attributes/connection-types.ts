export type ConnectionProtocol = 'saml' | 'oidc' | 'oauth' | 'magic_link' | 'other';

/**
 * Every `connection_type` of the API, with the name people know it by. A closed list: an SDK throws on a
 * value it has not seen, so what is not here is a GenericSAML or GenericOIDC connection.
 */
export const CONNECTION_TYPES = {
  Pending: { label: 'Not chosen yet', protocol: 'other' },
  ADFSSAML: { label: 'AD FS', protocol: 'saml' },
  AdpOidc: { label: 'ADP', protocol: 'oidc' },
  AppleOAuth: { label: 'Apple', protocol: 'oauth' },
  Auth0Migration: { label: 'Auth0 migration', protocol: 'other' },
  Auth0SAML: { label: 'Auth0', protocol: 'saml' },
  AzureSAML: { label: 'Microsoft Entra ID', protocol: 'saml' },
  BitbucketOAuth: { label: 'Bitbucket', protocol: 'oauth' },
  CasSAML: { label: 'CAS', protocol: 'saml' },
  ClassLinkSAML: { label: 'ClassLink', protocol: 'saml' },
  CleverOIDC: { label: 'Clever', protocol: 'oidc' },
  CloudflareSAML: { label: 'Cloudflare', protocol: 'saml' },
  CyberArkSAML: { label: 'CyberArk', protocol: 'saml' },
  DiscordOAuth: { label: 'Discord', protocol: 'oauth' },
  DuoSAML: { label: 'Duo', protocol: 'saml' },
  EntraIdOIDC: { label: 'Microsoft Entra ID (OIDC)', protocol: 'oidc' },
  GenericOIDC: { label: 'Custom OIDC', protocol: 'oidc' },
  GenericSAML: { label: 'Custom SAML', protocol: 'saml' },
  GitHubOAuth: { label: 'GitHub', protocol: 'oauth' },
  GitLabOAuth: { label: 'GitLab', protocol: 'oauth' },
  GoogleOAuth: { label: 'Google OAuth', protocol: 'oauth' },
  GoogleOIDC: { label: 'Google (OIDC)', protocol: 'oidc' },
  GoogleSAML: { label: 'Google Workspace', protocol: 'saml' },
  GrokOAuth: { label: 'Grok', protocol: 'oauth' },
  XOAuth: { label: 'X', protocol: 'oauth' },
  IntuitOAuth: { label: 'Intuit', protocol: 'oauth' },
  JumpCloudSAML: { label: 'JumpCloud', protocol: 'saml' },
  KeycloakSAML: { label: 'Keycloak', protocol: 'saml' },
  LastPassSAML: { label: 'LastPass', protocol: 'saml' },
  LinkedInOAuth: { label: 'LinkedIn', protocol: 'oauth' },
  LoginGovOidc: { label: 'Login.gov', protocol: 'oidc' },
  MagicLink: { label: 'Magic Link', protocol: 'magic_link' },
  MicrosoftOAuth: { label: 'Microsoft OAuth', protocol: 'oauth' },
  MiniOrangeSAML: { label: 'miniOrange', protocol: 'saml' },
  NetIqSAML: { label: 'NetIQ', protocol: 'saml' },
  OktaOIDC: { label: 'Okta (OIDC)', protocol: 'oidc' },
  OktaSAML: { label: 'Okta', protocol: 'saml' },
  OneLoginSAML: { label: 'OneLogin', protocol: 'saml' },
  OracleSAML: { label: 'Oracle', protocol: 'saml' },
  PingFederateSAML: { label: 'PingFederate', protocol: 'saml' },
  PingOneSAML: { label: 'PingOne', protocol: 'saml' },
  RipplingSAML: { label: 'Rippling', protocol: 'saml' },
  SalesforceSAML: { label: 'Salesforce', protocol: 'saml' },
  ShibbolethGenericSAML: { label: 'Shibboleth', protocol: 'saml' },
  ShibbolethSAML: { label: 'Shibboleth (unsolicited SSO)', protocol: 'saml' },
  SimpleSamlPhpSAML: { label: 'SimpleSAMLphp', protocol: 'saml' },
  SalesforceOAuth: { label: 'Salesforce OAuth', protocol: 'oauth' },
  SlackOAuth: { label: 'Slack', protocol: 'oauth' },
  TestIdp: { label: 'Test identity provider', protocol: 'saml' },
  VercelMarketplaceOAuth: { label: 'Vercel Marketplace', protocol: 'oauth' },
  VercelOAuth: { label: 'Vercel', protocol: 'oauth' },
  VMwareSAML: { label: 'VMware Workspace ONE', protocol: 'saml' },
  XeroOAuth: { label: 'Xero', protocol: 'oauth' },
} as const satisfies Record<string, { label: string; protocol: ConnectionProtocol }>;

export type ConnectionType = keyof typeof CONNECTION_TYPES;

/** Spellings that reach the API beside the proper ones: a list filter, and the values of its first years. */
export const CONNECTION_TYPE_ALIASES: Readonly<Record<string, ConnectionType>> = {
  GithubOAuth: 'GitHubOAuth',
  okta: 'OktaSAML',
};

/** The connection type a text names, aliases included; null when it names none. */
export function connectionTypeOf(text: string): ConnectionType | null {
  if (Object.hasOwn(CONNECTION_TYPES, text)) return text as ConnectionType;
  return Object.hasOwn(CONNECTION_TYPE_ALIASES, text) ? (CONNECTION_TYPE_ALIASES[text] ?? null) : null;
}

/** The connection types of one protocol, by label. */
export function connectionTypesOf(protocol: ConnectionProtocol): ConnectionType[] {
  return (Object.keys(CONNECTION_TYPES) as ConnectionType[])
    .filter((type) => CONNECTION_TYPES[type].protocol === protocol)
    .sort((a, b) => CONNECTION_TYPES[a].label.localeCompare(CONNECTION_TYPES[b].label, 'en'));
}
