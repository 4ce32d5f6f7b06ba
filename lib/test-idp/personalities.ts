/** Where the value of an attribute comes from: a field of the profile, something made of it, or always the same. */
type Source = 'id' | 'email' | 'firstName' | 'lastName' | 'fullName' | 'groups' | { readonly always: string };

export type AttributeShape = { readonly name: string; readonly from: Source; readonly friendlyName?: string };

/** Everything in which identity providers differ and all are right. Only data, so a client component may use it. */
export type Shape = {
  /** Prefixes of the three namespaces; an empty one makes it the default namespace. */
  readonly prefixes: { readonly protocol: string; readonly assertion: string; readonly signature: string };
  /** Declares the assertion namespace on the Response as well, and not only where it is used. */
  readonly declaresAssertionOnResponse?: true;
  /** What stands before the Response, if anything. */
  readonly xmlDeclaration?: string;
  /** Line breaks between elements. */
  readonly lineBreaks?: true;
  /** XML attributes in the order of the alphabet. */
  readonly sortsXmlAttributes?: true;
  readonly milliseconds: boolean;
  readonly ids: 'hex' | 'uuid' | 'id_and_digits' | 'ID_and_uuid';
  readonly issuerFormat?: true;
  readonly consent?: string;
  readonly authnContext: string;
  /** Of sign-ins whose request asks for no format. */
  readonly nameId: { readonly from: 'id' | 'email' | 'transient'; readonly format: string };
  /** How profile fields are sent; what the list does not name (of `extra`) keeps its own name. */
  readonly attributes: readonly AttributeShape[];
  /** `uuid` where groups are sent by the ID they have in the directory. */
  readonly groups: 'names' | 'uuids';
  readonly nameFormat: string | null;
  readonly valueType: {
    readonly type: string;
    readonly declaredOn: 'assertion' | 'statement' | 'value';
  } | null;
  readonly signs: 'assertion' | 'response' | 'both';
  readonly keyInfo: 'certificate' | 'certificate_and_subject' | 'certificate_and_key' | 'none';
  /** Prefixes that canonicalization keeps although nothing visible uses them. */
  readonly prefixList?: string;
  /** Characters per line of base64 inside the signature, and what ends a line; unbroken without. */
  readonly signatureLines?: { readonly width: number; readonly end: string };
  /** Characters per line of the form field. */
  readonly formLines?: number;
  /** How it encrypts when asked to. Whoever uses AES-CBC signs the Response around it as well. */
  readonly encryption: { readonly content: 'aes128-cbc' | 'aes256-cbc' | 'aes128-gcm' | 'aes256-gcm' };
};

/** How one product writes its responses. */
export type Personality = Shape & {
  readonly label: string;
  /** One sentence for the person who picks it. */
  readonly does: string;
  /** The connection types of that product. */
  readonly connectionTypes: readonly string[];
};

const NAME_ID = 'urn:oasis:names:tc:SAML:1.1:nameid-format:';
const NAME_ID_2 = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';
const NAME_FORMAT = 'urn:oasis:names:tc:SAML:2.0:attrname-format:';
const CONTEXT = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';
const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const MICROSOFT = 'http://schemas.microsoft.com';
const TENANT = '7b1f5a2e-3c4d-4e5f-8a9b-0c1d2e3f4a5b';

/** The four profile fields and the groups under our own names, as most setup guides have them. */
const OUR_NAMES: readonly AttributeShape[] = [
  { name: 'id', from: 'id' },
  { name: 'email', from: 'email' },
  { name: 'firstName', from: 'firstName' },
  { name: 'lastName', from: 'lastName' },
  { name: 'groups', from: 'groups' },
];

/** What the test identity provider writes when it plays nobody. */
export const PLAIN: Shape = {
  prefixes: { protocol: 'samlp', assertion: 'saml', signature: 'ds' },
  milliseconds: true,
  ids: 'hex',
  authnContext: `${CONTEXT}PasswordProtectedTransport`,
  nameId: { from: 'id', format: `${NAME_ID_2}persistent` },
  attributes: OUR_NAMES,
  groups: 'names',
  nameFormat: `${NAME_FORMAT}basic`,
  valueType: { type: 'xs:string', declaredOn: 'statement' },
  signs: 'assertion',
  keyInfo: 'certificate',
  encryption: { content: 'aes256-gcm' },
};

/**
 * Identity providers the test identity provider can write like. Likenesses, not copies: each has what a reader has to
 * cope with in responses of that product, on its usual settings and mapped as its setup guide says.
 */
export const PERSONALITIES = {
  okta: {
    label: 'Okta',
    does: 'Signs response and assertion, with prefixes saml2p and saml2, types on every value and broken base64.',
    connectionTypes: ['OktaSAML'],
    prefixes: { protocol: 'saml2p', assertion: 'saml2', signature: 'ds' },
    xmlDeclaration: '<?xml version="1.0" encoding="UTF-8"?>',
    sortsXmlAttributes: true,
    milliseconds: true,
    ids: 'id_and_digits',
    issuerFormat: true,
    authnContext: `${CONTEXT}PasswordProtectedTransport`,
    nameId: { from: 'email', format: `${NAME_ID}unspecified` },
    attributes: OUR_NAMES,
    groups: 'names',
    nameFormat: `${NAME_FORMAT}unspecified`,
    valueType: { type: 'xs:string', declaredOn: 'assertion' },
    signs: 'both',
    keyInfo: 'certificate',
    prefixList: 'xs',
    signatureLines: { width: 76, end: '\n' },
    encryption: { content: 'aes256-cbc' },
  },
  entra: {
    label: 'Microsoft Entra ID',
    does: 'Signs the assertion, uses default namespaces, names attributes by claim URIs and groups by object ID.',
    connectionTypes: ['AzureSAML'],
    prefixes: { protocol: 'samlp', assertion: '', signature: '' },
    milliseconds: true,
    ids: 'uuid',
    authnContext: `${CONTEXT}Password`,
    nameId: { from: 'email', format: `${NAME_ID}emailAddress` },
    attributes: [
      { name: `${MICROSOFT}/identity/claims/tenantid`, from: { always: TENANT } },
      { name: `${MICROSOFT}/identity/claims/objectidentifier`, from: 'id' },
      { name: `${MICROSOFT}/identity/claims/displayname`, from: 'fullName' },
      { name: `${MICROSOFT}/ws/2008/06/identity/claims/groups`, from: 'groups' },
      {
        name: `${MICROSOFT}/identity/claims/identityprovider`,
        from: { always: `https://sts.windows.net/${TENANT}/` },
      },
      { name: `${CLAIMS}/givenname`, from: 'firstName' },
      { name: `${CLAIMS}/surname`, from: 'lastName' },
      { name: `${CLAIMS}/emailaddress`, from: 'email' },
      { name: `${CLAIMS}/name`, from: 'email' },
    ],
    groups: 'uuids',
    nameFormat: null,
    valueType: null,
    signs: 'assertion',
    keyInfo: 'certificate',
    encryption: { content: 'aes256-cbc' },
  },
  adfs: {
    label: 'AD FS',
    does: 'Signs the assertion, which is in the default namespace while its signature has a prefix; claim URIs.',
    connectionTypes: ['ADFSSAML'],
    prefixes: { protocol: 'samlp', assertion: '', signature: 'ds' },
    milliseconds: true,
    ids: 'uuid',
    consent: 'urn:oasis:names:tc:SAML:2.0:consent:unspecified',
    authnContext: `${CONTEXT}PasswordProtectedTransport`,
    nameId: { from: 'id', format: `${NAME_ID}unspecified` },
    attributes: [
      { name: `${CLAIMS}/emailaddress`, from: 'email' },
      { name: `${CLAIMS}/givenname`, from: 'firstName' },
      { name: `${CLAIMS}/surname`, from: 'lastName' },
      { name: `${CLAIMS}/upn`, from: 'id' },
      { name: 'http://schemas.xmlsoap.org/claims/Group', from: 'groups' },
    ],
    groups: 'names',
    nameFormat: null,
    valueType: null,
    signs: 'assertion',
    keyInfo: 'certificate',
    encryption: { content: 'aes256-cbc' },
  },
  google: {
    label: 'Google Workspace',
    does: 'Signs the response alone, sends no ID attribute, and writes values as anyType.',
    connectionTypes: ['GoogleSAML'],
    prefixes: { protocol: 'saml2p', assertion: 'saml2', signature: 'ds' },
    xmlDeclaration: '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    sortsXmlAttributes: true,
    milliseconds: true,
    ids: 'hex',
    authnContext: `${CONTEXT}unspecified`,
    nameId: { from: 'email', format: `${NAME_ID}emailAddress` },
    attributes: OUR_NAMES.filter(({ from }) => from !== 'id'),
    groups: 'names',
    nameFormat: null,
    valueType: { type: 'xs:anyType', declaredOn: 'value' },
    signs: 'response',
    keyInfo: 'certificate_and_subject',
    signatureLines: { width: 76, end: '\n' },
    formLines: 76,
    encryption: { content: 'aes256-gcm' },
  },
  onelogin: {
    label: 'OneLogin',
    does: 'Signs the assertion, and declares every namespace on the response.',
    connectionTypes: ['OneLoginSAML'],
    prefixes: { protocol: 'samlp', assertion: 'saml', signature: 'ds' },
    declaresAssertionOnResponse: true,
    milliseconds: false,
    ids: 'uuid',
    authnContext: `${CONTEXT}PasswordProtectedTransport`,
    nameId: { from: 'email', format: `${NAME_ID}emailAddress` },
    attributes: OUR_NAMES,
    groups: 'names',
    nameFormat: `${NAME_FORMAT}basic`,
    valueType: { type: 'xs:string', declaredOn: 'assertion' },
    signs: 'assertion',
    keyInfo: 'certificate',
    encryption: { content: 'aes256-cbc' },
  },
  ping: {
    label: 'PingFederate',
    does: 'Signs the assertion without saying by which certificate, and declares types on each value.',
    connectionTypes: ['PingFederateSAML'],
    prefixes: { protocol: 'samlp', assertion: 'saml', signature: 'ds' },
    milliseconds: true,
    ids: 'hex',
    authnContext: `${CONTEXT}unspecified`,
    nameId: { from: 'id', format: `${NAME_ID}unspecified` },
    attributes: OUR_NAMES,
    groups: 'names',
    nameFormat: `${NAME_FORMAT}basic`,
    valueType: { type: 'xs:string', declaredOn: 'value' },
    signs: 'assertion',
    keyInfo: 'none',
    signatureLines: { width: 64, end: '\n' },
    encryption: { content: 'aes128-cbc' },
  },
  jumpcloud: {
    label: 'JumpCloud',
    does: 'Signs the assertion, with numbered prefixes (ns0, ns1), line breaks between elements, and whole seconds.',
    connectionTypes: ['JumpCloudSAML'],
    prefixes: { protocol: 'ns0', assertion: 'ns1', signature: 'ns2' },
    declaresAssertionOnResponse: true,
    lineBreaks: true,
    milliseconds: false,
    ids: 'uuid',
    issuerFormat: true,
    authnContext: `${CONTEXT}PasswordProtectedTransport`,
    nameId: { from: 'email', format: `${NAME_ID}emailAddress` },
    // The guide maps the ID to the email address too.
    attributes: OUR_NAMES.map((one) => (one.name === 'id' ? { ...one, from: 'email' } : one)),
    groups: 'names',
    nameFormat: `${NAME_FORMAT}unspecified`,
    valueType: null,
    signs: 'assertion',
    keyInfo: 'certificate',
    formLines: 64,
    encryption: { content: 'aes256-gcm' },
  },
  keycloak: {
    label: 'Keycloak',
    does: 'Signs response and assertion, and shows key name and bare key beside the certificate.',
    connectionTypes: ['KeycloakSAML'],
    prefixes: { protocol: 'samlp', assertion: 'saml', signature: 'dsig' },
    declaresAssertionOnResponse: true,
    sortsXmlAttributes: true,
    milliseconds: true,
    ids: 'ID_and_uuid',
    authnContext: `${CONTEXT}unspecified`,
    nameId: { from: 'id', format: `${NAME_ID}unspecified` },
    attributes: OUR_NAMES.map((one) => ({ ...one, friendlyName: one.name })),
    groups: 'names',
    nameFormat: `${NAME_FORMAT}basic`,
    valueType: { type: 'xs:string', declaredOn: 'value' },
    signs: 'both',
    keyInfo: 'certificate_and_key',
    encryption: { content: 'aes128-cbc' },
  },
  shibboleth: {
    label: 'Shibboleth',
    does: 'Signs the response, sends a transient NameID and attributes named by OID, with carriage returns in base64.',
    connectionTypes: ['ShibbolethGenericSAML', 'ShibbolethSAML'],
    prefixes: { protocol: 'saml2p', assertion: 'saml2', signature: 'ds' },
    xmlDeclaration: '<?xml version="1.0" encoding="UTF-8"?>',
    sortsXmlAttributes: true,
    milliseconds: true,
    ids: 'hex',
    authnContext: `${CONTEXT}PasswordProtectedTransport`,
    nameId: { from: 'transient', format: `${NAME_ID_2}transient` },
    attributes: [
      { name: 'urn:oid:0.9.2342.19200300.100.1.1', friendlyName: 'uid', from: 'id' },
      { name: 'urn:oid:0.9.2342.19200300.100.1.3', friendlyName: 'mail', from: 'email' },
      { name: 'urn:oid:2.5.4.42', friendlyName: 'givenName', from: 'firstName' },
      { name: 'urn:oid:2.5.4.4', friendlyName: 'sn', from: 'lastName' },
      { name: 'urn:oid:2.16.840.1.113730.3.1.241', friendlyName: 'displayName', from: 'fullName' },
      { name: 'urn:oid:1.3.6.1.4.1.5923.1.5.1.1', friendlyName: 'isMemberOf', from: 'groups' },
    ],
    groups: 'names',
    nameFormat: `${NAME_FORMAT}uri`,
    valueType: { type: 'xs:string', declaredOn: 'value' },
    signs: 'response',
    keyInfo: 'certificate',
    signatureLines: { width: 76, end: '&#13;\n' },
    formLines: 76,
    encryption: { content: 'aes128-gcm' },
  },
  simplesamlphp: {
    label: 'SimpleSAMLphp',
    does: 'Signs response and assertion, with short LDAP names (mail, givenName, sn) and whole seconds.',
    connectionTypes: ['SimpleSamlPhpSAML'],
    prefixes: { protocol: 'samlp', assertion: 'saml', signature: 'ds' },
    declaresAssertionOnResponse: true,
    milliseconds: false,
    ids: 'hex',
    authnContext: `${CONTEXT}Password`,
    nameId: { from: 'id', format: `${NAME_ID_2}persistent` },
    attributes: [
      { name: 'uid', from: 'id' },
      { name: 'mail', from: 'email' },
      { name: 'givenName', from: 'firstName' },
      { name: 'sn', from: 'lastName' },
      { name: 'cn', from: 'fullName' },
      { name: 'groups', from: 'groups' },
    ],
    groups: 'names',
    nameFormat: `${NAME_FORMAT}basic`,
    valueType: { type: 'xs:string', declaredOn: 'assertion' },
    signs: 'both',
    keyInfo: 'certificate',
    encryption: { content: 'aes128-cbc' },
  },
} as const satisfies Record<string, Personality>;

export type PersonalityId = keyof typeof PERSONALITIES;

/** In the order in which they are offered. */
export const PERSONALITY_IDS = Object.keys(PERSONALITIES).filter(isPersonalityId);

/** Whether a text from outside names a personality. */
export function isPersonalityId(text: string): text is PersonalityId {
  return Object.hasOwn(PERSONALITIES, text);
}

/** The personality of a connection type's product; null where there is none, or nothing to tell by. */
export function personalityOf(connectionType: string): PersonalityId | null {
  return (
    PERSONALITY_IDS.find((id) =>
      (PERSONALITIES[id].connectionTypes as readonly string[]).includes(connectionType),
    ) ?? null
  );
}

/** How to write: as a product does, or plainly. */
export function shapeOf(personality: PersonalityId | null): Shape {
  return personality === null ? PLAIN : PERSONALITIES[personality];
}
