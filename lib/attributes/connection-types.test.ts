import { expect, test } from '@playwright/test';
import { CONNECTION_TYPES, connectionTypeOf, connectionTypesOf } from './connection-types.ts';
import { attributeNames, PROFILE_FIELDS, SETUP_FACTS, setupFacts } from './identity-providers.ts';

// The enumeration of the published API, which SDKs hold as a closed list.
const PUBLISHED =
  'Pending ADFSSAML AdpOidc AppleOAuth Auth0Migration Auth0SAML AzureSAML BitbucketOAuth CasSAML ClassLinkSAML CleverOIDC CloudflareSAML CyberArkSAML DiscordOAuth DuoSAML EntraIdOIDC GenericOIDC GenericSAML GitHubOAuth GitLabOAuth GoogleOAuth GoogleOIDC GoogleSAML GrokOAuth XOAuth IntuitOAuth JumpCloudSAML KeycloakSAML LastPassSAML LinkedInOAuth LoginGovOidc MagicLink MicrosoftOAuth MiniOrangeSAML NetIqSAML OktaOIDC OktaSAML OneLoginSAML OracleSAML PingFederateSAML PingOneSAML RipplingSAML SalesforceSAML ShibbolethGenericSAML ShibbolethSAML SimpleSamlPhpSAML SalesforceOAuth SlackOAuth TestIdp VercelMarketplaceOAuth VercelOAuth VMwareSAML XeroOAuth'.split(
    ' ',
  );

test('the connection types are exactly the 53 of the API', () => {
  expect(PUBLISHED).toHaveLength(53);
  expect(Object.keys(CONNECTION_TYPES).sort()).toEqual([...PUBLISHED].sort());
});

test('every connection type has a label of its own', () => {
  const labels = Object.values(CONNECTION_TYPES).map((type) => type.label);
  expect(new Set(labels).size).toBe(53);
});

test('the name of a type tells its protocol', () => {
  for (const [type, { protocol }] of Object.entries(CONNECTION_TYPES)) {
    const suffix = /(SAML|OIDC|Oidc|OAuth)$/.exec(type)?.[1]?.toLowerCase();
    if (suffix) expect(`${type} ${protocol}`).toBe(`${type} ${suffix}`);
  }
});

test('aliases are understood and unknown names are not', () => {
  expect(connectionTypeOf('GithubOAuth')).toBe('GitHubOAuth');
  expect(connectionTypeOf('okta')).toBe('OktaSAML');
  expect(connectionTypeOf('OktaSAML')).toBe('OktaSAML');
  for (const unknown of ['oktasaml', '', 'constructor', '__proto__', 'toString']) {
    expect(connectionTypeOf(unknown)).toBeNull();
  }
});

test('types of a protocol come sorted by label', () => {
  expect(connectionTypesOf('saml')).toContain('GenericSAML');
  expect(connectionTypesOf('saml')).not.toContain('GenericOIDC');
  const labels = connectionTypesOf('oidc').map((type) => CONNECTION_TYPES[type].label);
  expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, 'en')));
});

test('every SAML type has setup facts, and no other type has', () => {
  expect(Object.keys(SETUP_FACTS).sort()).toEqual([...connectionTypesOf('saml')].sort());
  for (const type of connectionTypesOf('saml')) {
    const facts = setupFacts(type);
    expect([facts.where, facts.acsUrlField, facts.entityIdField, facts.returns]).not.toContain('');
  }
  expect(setupFacts('constructor')).toBe(SETUP_FACTS.GenericSAML);
});

test('every type reads id, email, firstName, lastName and groups', () => {
  for (const type of [...connectionTypesOf('saml'), 'constructor']) {
    const names = attributeNames(type);
    expect(names.idp_id).toContain('id');
    expect(names.email).toContain('email');
    expect(names.first_name).toContain('firstName');
    expect(names.last_name).toContain('lastName');
    expect(names.groups).toContain('groups');
    for (const field of PROFILE_FIELDS) expect(new Set(names[field]).size).toBe(names[field].length);
  }
});

test('what the setup facts tell an admin to send is what is read by default', () => {
  const read = (type: string) =>
    Object.values(attributeNames(type))
      .flat()
      .map((name) => name.toLowerCase());
  // AD FS and Entra ID show claims by display name in their consoles.
  const shownOtherwise = ['E-Mail Address', 'Given Name', 'Surname', 'UPN', 'Group', 'group claim'];
  for (const type of connectionTypesOf('saml')) {
    for (const { name } of setupFacts(type).attributes) {
      if (!shownOtherwise.includes(name)) expect(read(type)).toContain(name.toLowerCase());
    }
  }
});
