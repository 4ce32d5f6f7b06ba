import type { ConnectionType } from './connection-types.ts';

/** The standard attributes of a profile, by their wire names. */
export const PROFILE_FIELDS = ['idp_id', 'email', 'first_name', 'last_name', 'name', 'groups'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** Per field the attribute names tried, first match wins. */
export type AttributeNames = Readonly<Record<ProfileField, readonly string[]>>;

/** What an admin needs in the identity provider's console; consoles change, so this is text and no logic. */
export type SetupFacts = {
  /** Where in the console a SAML app is made. */
  readonly where: string;
  /** What the console calls the place for our ACS URL. */
  readonly acsUrlField: string;
  /** What the console calls the place for our SP entity ID. */
  readonly entityIdField: string;
  /** What to map, as attribute name and source; empty when the defaults do. */
  readonly attributes: readonly { readonly name: string; readonly source: string }[];
  /** Where the metadata, or what stands in for it, comes from. */
  readonly returns: string;
  readonly notes: readonly string[];
};

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const MICROSOFT = 'http://schemas.microsoft.com';

/** Names in wide use whatever the product; each product's own are tried before these. Case does not matter. */
const COMMON: AttributeNames = {
  idp_id: ['id', 'idp_id', 'user_id', 'userId', 'urn:oid:0.9.2342.19200300.100.1.1'],
  email: [
    'email',
    'mail',
    'emailAddress',
    'email_address',
    'User.Email',
    `${CLAIMS}/emailaddress`,
    'urn:oid:0.9.2342.19200300.100.1.3',
    'urn:oid:1.2.840.113549.1.9.1',
  ],
  first_name: [
    'firstName',
    'first_name',
    'givenName',
    'given_name',
    'User.FirstName',
    `${CLAIMS}/givenname`,
    'urn:oid:2.5.4.42',
  ],
  last_name: [
    'lastName',
    'last_name',
    'surname',
    'sn',
    'familyName',
    'family_name',
    'User.LastName',
    `${CLAIMS}/surname`,
    'urn:oid:2.5.4.4',
  ],
  name: [
    'name',
    'displayName',
    'display_name',
    'fullName',
    'cn',
    'urn:oid:2.16.840.1.113730.3.1.241',
    'urn:oid:2.5.4.3',
  ],
  groups: [
    'groups',
    'group',
    'memberOf',
    'isMemberOf',
    `${MICROSOFT}/ws/2008/06/identity/claims/groups`,
    'http://schemas.xmlsoap.org/claims/Group',
    'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
  ],
};

/** The standard claims (OpenID Connect Core §5.1), and the one for groups that providers have agreed on. */
const CLAIMS_OF_OPENID: AttributeNames = {
  idp_id: ['sub'],
  email: ['email'],
  first_name: ['given_name'],
  last_name: ['family_name'],
  name: ['name'],
  groups: ['groups'],
};

/** Names one product sends by default and the common list does not have, or not in this order. */
const OWN: Partial<Record<ConnectionType, Partial<AttributeNames>>> = {
  // The object ID before the user principal name: a UPN is given to somebody else when a person leaves.
  AzureSAML: {
    idp_id: ['id', `${MICROSOFT}/identity/claims/objectidentifier`, `${CLAIMS}/name`, `${CLAIMS}/upn`],
    email: [`${CLAIMS}/emailaddress`],
    first_name: [`${CLAIMS}/givenname`],
    last_name: [`${CLAIMS}/surname`],
    name: [`${MICROSOFT}/identity/claims/displayname`],
    groups: [`${MICROSOFT}/ws/2008/06/identity/claims/groups`],
  },
  ADFSSAML: {
    idp_id: ['id', `${CLAIMS}/upn`],
    email: [`${CLAIMS}/emailaddress`],
    first_name: [`${CLAIMS}/givenname`],
    last_name: [`${CLAIMS}/surname`],
    name: [`${CLAIMS}/name`, 'http://schemas.xmlsoap.org/claims/CommonName'],
    groups: ['http://schemas.xmlsoap.org/claims/Group', `${MICROSOFT}/ws/2008/06/identity/claims/role`],
  },
  Auth0SAML: {
    idp_id: ['id', `${CLAIMS}/nameidentifier`],
    email: [`${CLAIMS}/emailaddress`],
    first_name: [`${CLAIMS}/givenname`],
    last_name: [`${CLAIMS}/surname`],
    name: [`${CLAIMS}/name`],
    groups: ['http://schemas.auth0.com/groups', 'http://schemas.xmlsoap.org/claims/Group'],
  },
  // The user ID and nothing that a person can change.
  GoogleOAuth: {
    idp_id: ['sub'],
    email: ['email'],
    first_name: ['given_name'],
    last_name: ['family_name'],
    name: ['name'],
  },
  MicrosoftOAuth: {
    idp_id: ['sub'],
    email: ['email'],
    first_name: ['given_name'],
    last_name: ['family_name'],
    name: ['name'],
  },
  GitHubOAuth: { idp_id: ['sub'], email: ['email'], name: ['name'] },
  GenericOIDC: CLAIMS_OF_OPENID,
  OktaOIDC: CLAIMS_OF_OPENID,
  EntraIdOIDC: CLAIMS_OF_OPENID,
  GoogleOIDC: CLAIMS_OF_OPENID,
  OneLoginSAML: { groups: ['groups', 'memberOf'] },
  PingFederateSAML: { groups: ['groups', 'isMemberOf'] },
};

/**
 * The attribute names tried for a connection that has no mapping of its own. Unknown types get the common
 * list, which is also what Custom SAML uses.
 */
export function attributeNames(connectionType: string): AttributeNames {
  const own = Object.hasOwn(OWN, connectionType) ? OWN[connectionType as ConnectionType] : undefined;
  const names = (field: ProfileField) => [...new Set([...(own?.[field] ?? []), ...COMMON[field]])];
  return {
    idp_id: names('idp_id'),
    email: names('email'),
    first_name: names('first_name'),
    last_name: names('last_name'),
    name: names('name'),
    groups: names('groups'),
  };
}

/** The four attributes under our own names, from the sources one console calls them by. */
function four(id: string, email: string, firstName: string, lastName: string) {
  return [
    { name: 'id', source: id },
    { name: 'email', source: email },
    { name: 'firstName', source: firstName },
    { name: 'lastName', source: lastName },
  ];
}

const ANY_SOURCE = four('a stable user ID', 'email address', 'given name', 'family name');

/** Setup facts of every SAML identity provider, by connection type. */
export const SETUP_FACTS = {
  OktaSAML: {
    where: 'Applications, Create App Integration, SAML 2.0',
    acsUrlField: 'Single sign-on URL',
    entityIdField: 'Audience URI (SP Entity ID)',
    attributes: [
      ...four('user.id', 'user.email', 'user.firstName', 'user.lastName'),
      { name: 'groups', source: 'group attribute statement with the filter "Matches regex" .*' },
    ],
    returns: 'Sign On tab, Actions of the active certificate, View IdP metadata: copy the URL',
    notes: ['On the feedback step, choose that the app is internal.', 'Assign people or groups to the app.'],
  },
  AzureSAML: {
    where: 'Enterprise applications, New application, Create your own (non-gallery), Single sign-on, SAML',
    acsUrlField: 'Reply URL (Assertion Consumer Service URL)',
    entityIdField: 'Identifier (Entity ID)',
    attributes: [
      { name: `${CLAIMS}/emailaddress`, source: 'user.mail' },
      { name: `${CLAIMS}/givenname`, source: 'user.givenname' },
      { name: `${CLAIMS}/name`, source: 'user.userprincipalname' },
      { name: `${CLAIMS}/surname`, source: 'user.surname' },
      { name: 'group claim', source: 'Groups assigned to the application' },
    ],
    returns: 'SAML Signing Certificate: App Federation Metadata Url',
    notes: [
      'Keep the claim namespace; it ends with /claims.',
      'user.mail is empty for accounts without a mailbox: those people cannot sign in until it is filled.',
      'Assign users or groups to the application.',
    ],
  },
  GoogleSAML: {
    where: 'Admin console, Apps, Web and mobile apps, Add app, Add custom SAML app',
    acsUrlField: 'ACS URL',
    entityIdField: 'Entity ID',
    attributes: [
      { name: 'email', source: 'Primary email' },
      { name: 'firstName', source: 'First name' },
      { name: 'lastName', source: 'Last name' },
      {
        name: 'groups',
        source: 'Group membership: choose the Google groups and name the app attribute groups',
      },
    ],
    returns: 'Download metadata (file)',
    notes: [
      'There is no ID attribute; the NameID identifies the user.',
      'Turn user access on for the organizational units. It can take up to 24 hours.',
      'RelayState is called Start URL.',
    ],
  },
  OneLoginSAML: {
    where: 'Applications, Add App, SAML Custom Connector (Advanced), Configuration',
    acsUrlField: 'ACS (Consumer) URL, and Recipient',
    entityIdField: 'Audience (EntityID)',
    attributes: [
      ...four('UUID', 'Email', 'First Name', 'Last Name'),
      { name: 'groups', source: 'MemberOf, as a multi-value parameter' },
    ],
    returns: 'More Actions, SAML Metadata (file)',
    notes: [
      'Tick Include in SAML assertion for every parameter.',
      'ACS (Consumer) URL Validator is a regular expression: ^, the ACS URL with / and . escaped, $.',
      'Set SAML initiator to Service Provider and SAML signature element to Assertion.',
    ],
  },
  ADFSSAML: {
    where: 'AD FS Management, Add Relying Party Trust, Claims aware, import the SP metadata file',
    acsUrlField: 'Endpoints: SAML Assertion Consumer (from the metadata file)',
    entityIdField: 'Relying party trust identifier (from the metadata file)',
    attributes: [
      { name: 'E-Mail Address', source: 'E-Mail-Addresses' },
      { name: 'Given Name', source: 'Given-Name' },
      { name: 'Surname', source: 'Surname' },
      { name: 'UPN', source: 'User-Principal-Name' },
      { name: 'Group', source: 'Token-Groups - Unqualified Names' },
    ],
    returns: 'https://<server>/FederationMetadata/2007-06/FederationMetadata.xml',
    notes: ['Permit everyone, or those who may sign in, in the access control policy.'],
  },
  JumpCloudSAML: {
    where: 'SSO Applications, Add New Application, Custom Application, SAML',
    acsUrlField: 'ACS URL',
    entityIdField: 'IdP Entity ID and SP Entity ID (the same value in both)',
    attributes: [
      ...four('email', 'email', 'firstname', 'lastname'),
      { name: 'groups', source: 'Include group attribute' },
    ],
    returns: 'Export Metadata (file)',
    notes: ['Tick Sign Assertion and Declare Redirect Endpoint.'],
  },
  PingFederateSAML: {
    where: 'Applications, SP Connections, Create Connection, Browser SSO',
    acsUrlField: 'Assertion Consumer Service, Endpoint URL',
    entityIdField: "Partner's Entity ID",
    attributes: [...ANY_SOURCE, { name: 'groups', source: 'isMemberOf' }],
    returns: 'Select Action, Export Metadata (file)',
    notes: ['Extend the attribute contract and the authentication policy contract by the same four names.'],
  },
  PingOneSAML: {
    where: 'Applications, Add Application, SAML, Import from URL: the SP metadata URL',
    acsUrlField: 'ACS URLs (from the metadata)',
    entityIdField: 'Entity ID (from the metadata)',
    attributes: [
      ...four('User ID', 'Email Address', 'Given Name', 'Family Name'),
      { name: 'groups', source: 'Group Names' },
    ],
    returns: 'Configuration tab: IdP Metadata URL',
    notes: ['Switch the application on.'],
  },
  Auth0SAML: {
    where: 'Applications, the application, Addons, SAML2 Web App',
    acsUrlField: 'Application Callback URL',
    entityIdField: 'audience, in the settings JSON',
    attributes: [],
    returns: 'Settings, Advanced Settings, Endpoints: SAML Metadata URL',
    notes: [],
  },
  CyberArkSAML: {
    where: 'Apps, Web Apps, Add Web Apps, Custom, SAML, Trust tab',
    acsUrlField: 'Assertion Consumer Service (ACS) URL',
    entityIdField: 'SP Entity ID / Issuer / Audience',
    attributes: [
      ...four('LoginUser.Uuid', 'LoginUser.Email', 'LoginUser.FirstName', 'LoginUser.LastName'),
      { name: 'groups', source: 'LoginUser.GroupNames' },
    ],
    returns: 'Trust tab, Metadata: Copy URL',
    notes: ['Add permissions; the status must read Deployed.'],
  },
  DuoSAML: {
    where: 'Applications, Protect an Application, Generic SAML Service Provider',
    acsUrlField: 'Assertion Consumer Service (ACS) URL',
    entityIdField: 'Entity ID',
    attributes: [...ANY_SOURCE, { name: 'groups', source: 'Role attributes' }],
    returns: 'Metadata: Metadata URL',
    notes: [
      'Duo needs an authentication source of its own first.',
      'Use SHA-256 and sign both response and assertion.',
      'Where people have no last name, map lastName from another field: it must not be empty.',
    ],
  },
  RipplingSAML: {
    where: 'Company Settings, Custom App, Single Sign-on (SAML)',
    acsUrlField: 'Assertion Consumer Service URL',
    entityIdField: 'Service Provider Entity ID',
    attributes: [
      ...four("User's ID", 'Email', 'Legal first name', 'Legal last name'),
      { name: 'groups', source: 'Group attribute' },
    ],
    returns: 'IdP Metadata XML',
    notes: ['In the advanced SAML settings, tick Disable InResponseTo for IdP-initiated SSO.'],
  },
  KeycloakSAML: {
    where: 'Clients, Create client, Client type SAML',
    acsUrlField: 'Valid redirect URIs and Master SAML Processing URL',
    entityIdField: 'Client ID',
    attributes: [
      ...four('User Property id', 'User Property email', 'User Property firstName', 'User Property lastName'),
      { name: 'groups', source: 'Group list mapper with Single Group Attribute on and Full group path off' },
    ],
    returns: 'Realm settings, Endpoints: SAML 2.0 Identity Provider Metadata',
    notes: ['Switch Sign assertions on.', 'Switch Client signature required off unless requests are signed.'],
  },
  CloudflareSAML: {
    where: 'Zero Trust, Access, Applications, Add an application, SaaS',
    acsUrlField: 'Assertion Consumer Service URL',
    entityIdField: 'Entity ID',
    attributes: [
      { name: 'firstName', source: 'given name of the identity provider behind Cloudflare' },
      { name: 'lastName', source: 'family name of the identity provider behind Cloudflare' },
      { name: 'groups', source: 'JSONata transformation { "groups": groups.name } where groups are objects' },
    ],
    returns: 'By hand: SSO endpoint, Access Entity ID, and the public key wrapped as a PEM certificate',
    notes: ['email and id are sent without mapping.'],
  },
  ClassLinkSAML: {
    where: 'Management Console, Single Sign-On, SAML Console, Add New, with the SP metadata URL',
    acsUrlField: 'from the metadata',
    entityIdField: 'from the metadata',
    attributes: four('Login Id', 'Email', 'Given Name', 'Family Name'),
    returns: 'IdP Metadata URL',
    notes: [],
  },
  CasSAML: {
    where: 'the service definition of the SAML service provider',
    acsUrlField: 'Assertion Consumer Service URL (or through metadataLocation)',
    entityIdField: 'serviceId',
    attributes: ANY_SOURCE,
    returns: 'https://<server>/cas/idp/metadata',
    notes: [],
  },
  NetIqSAML: {
    where: 'Identity Server, SAML 2.0, New Service Provider',
    acsUrlField: 'Post Consumer URL (or through the SP metadata)',
    entityIdField: 'Provider ID (or through the SP metadata)',
    attributes: ANY_SOURCE,
    returns: 'https://<server>/nidp/saml2/metadata',
    notes: [],
  },
  LastPassSAML: {
    where: 'Applications, SSO apps, Add app, Add an unlisted app',
    acsUrlField: 'ACS',
    entityIdField: 'Advanced settings: Entity ID',
    attributes: four('User ID', 'Email', 'First Name', 'Last Name'),
    returns: 'Download metadata (XML)',
    notes: ['In the advanced settings, choose SHA-256 and tick Sign assertion.'],
  },
  MiniOrangeSAML: {
    where: 'Apps, Add Application, SAML/WS-FED, Custom App, Import SP Metadata from URL',
    acsUrlField: 'ACS URL (from the metadata)',
    entityIdField: 'SP Entity ID (from the metadata)',
    attributes: [
      ...four('Username', 'E-Mail Address', 'First Name', 'Last Name'),
      { name: 'groups', source: 'User Groups' },
    ],
    returns: 'Metadata of the app: Metadata URL',
    notes: ['Switch Sign Assertion on.'],
  },
  OracleSAML: {
    where: 'Identity domain, Integrated applications, Add application, SAML Application',
    acsUrlField: 'Assertion consumer URL',
    entityIdField: 'Entity ID',
    attributes: ANY_SOURCE,
    returns: 'Identity provider metadata URL',
    notes: ['Set Signed SSO to Assertion and Response, and include the signing certificate.'],
  },
  SalesforceSAML: {
    where: 'Setup, Identity Provider (enable it), App Manager, New Connected App, Enable SAML',
    acsUrlField: 'ACS URL',
    entityIdField: 'Entity Id',
    attributes: [
      { name: 'id', source: '$User.Id' },
      { name: 'firstName', source: '$User.FirstName' },
      { name: 'lastName', source: '$User.LastName' },
    ],
    returns: 'Identity Provider page: SAML Metadata Discovery Endpoints',
    notes: [
      'Subject Type: User ID. Name ID Format: emailAddress. email is sent without mapping.',
      'Grant the profiles that may use the app.',
    ],
  },
  ShibbolethGenericSAML: {
    where: 'metadata-providers.xml, relying-party.xml and attribute-filter.xml',
    acsUrlField: 'AssertionConsumerService of the SP metadata',
    entityIdField: 'entityID of the SP metadata',
    attributes: ANY_SOURCE,
    returns: 'idp-metadata.xml (file)',
    notes: ['Release the attributes to our entity ID in attribute-filter.xml.'],
  },
  ShibbolethSAML: {
    where: 'metadata-providers.xml, relying-party.xml and attribute-filter.xml',
    acsUrlField: 'AssertionConsumerService of the SP metadata',
    entityIdField: 'entityID of the SP metadata',
    attributes: ANY_SOURCE,
    returns: 'idp-metadata.xml (file)',
    notes: ['Uses the UnsolicitedSSO endpoint: sign-ins start at the identity provider.'],
  },
  SimpleSamlPhpSAML: {
    where: 'metadata/saml20-sp-remote.php',
    acsUrlField: 'AssertionConsumerService',
    entityIdField: 'the key of the entry',
    attributes: ANY_SOURCE,
    returns: 'https://<server>/saml2/idp/metadata.php',
    notes: [],
  },
  VMwareSAML: {
    where: 'Catalog, Web Apps, New, SAML 2.0, with the SP metadata URL',
    acsUrlField: 'Single Sign-On URL (from the metadata)',
    entityIdField: 'Application ID (from the metadata)',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the console's own placeholders
    attributes: four('${user.objectGUID}', '${user.email}', '${user.firstName}', '${user.lastName}'),
    returns: 'Settings, SAML Metadata: Identity Provider (IdP) metadata URL',
    notes: ['Switch Sign Assertion and Include Assertion Signature on.'],
  },
  GenericSAML: {
    where: 'the SAML settings of the identity provider',
    acsUrlField: 'Assertion Consumer Service (ACS) URL, also called Reply URL or Single sign-on URL',
    entityIdField: 'SP Entity ID, also called Audience or Identifier',
    attributes: [...ANY_SOURCE, { name: 'groups', source: 'group names, one value each' }],
    returns: 'metadata URL, metadata file, or SSO URL with entity ID and signing certificate',
    notes: ['The assertion or the response must be signed with SHA-256 or better.'],
  },
  TestIdp: {
    where: 'built in: nothing to set up',
    acsUrlField: 'filled in already',
    entityIdField: 'filled in already',
    attributes: [],
    returns: 'filled in already',
    notes: ['Exists in staging environments only.'],
  },
} as const satisfies Partial<Record<ConnectionType, SetupFacts>>;

/** Setup facts of a connection type; those of Custom SAML for one that has none of its own. */
export function setupFacts(connectionType: string): SetupFacts {
  const known: Readonly<Record<string, SetupFacts>> = SETUP_FACTS;
  return Object.hasOwn(known, connectionType)
    ? (known[connectionType] ?? SETUP_FACTS.GenericSAML)
    : SETUP_FACTS.GenericSAML;
}
