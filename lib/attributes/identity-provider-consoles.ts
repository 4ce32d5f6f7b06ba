import { setupFacts } from './identity-providers.ts';

/**
 * Where an app that exists is changed in a product's console, and what the console calls the things that a refused
 * response is about. Text and no logic: consoles change.
 */
export type ConsoleFacts = {
  /** The way to the settings of the app. */
  readonly where: string;
  /** What decides over signatures: whether, by which part, with which algorithm and certificate. */
  readonly signing: string;
  /** Where the certificate in use is seen and changed. */
  readonly certificate: string;
  readonly nameId: string;
  /** Where attributes are mapped. */
  readonly attributes: string;
  readonly encryption: string;
};

const OKTA: ConsoleFacts = {
  where: 'Applications, the app, General tab, SAML Settings: Edit',
  signing: 'Show Advanced Settings: Response, Assertion Signature, Signature Algorithm, Digest Algorithm',
  certificate: 'Sign On tab, SAML Signing Certificates',
  nameId: 'Name ID format and Application username',
  attributes: 'Attribute Statements',
  encryption: 'Show Advanced Settings: Assertion Encryption, Encryption Certificate',
};

const SHIBBOLETH: ConsoleFacts = {
  where: 'conf/relying-party.xml, the RelyingParty of our SP entity ID, and conf/attribute-filter.xml',
  signing: 'p:signAssertions and p:signResponses of SAML2.SSO, and its SecurityConfiguration',
  certificate: 'idp.signing.key and idp.signing.cert in conf/idp.properties',
  nameId: 'p:nameIDFormatPrecedence, and the generators in conf/saml-nameid.xml',
  attributes: 'conf/attribute-resolver.xml and conf/attribute-filter.xml',
  encryption: 'p:encryptAssertions, with the KeyDescriptor in our SP metadata',
};

/** By connection type; a product that is not here gets the words of SAML itself. */
const CONSOLES: Readonly<Record<string, ConsoleFacts>> = {
  OktaSAML: OKTA,
  AzureSAML: {
    where: 'Enterprise applications, the app, Single sign-on',
    signing: 'SAML Certificates, Token signing certificate, Edit: Signing Option and Signing Algorithm',
    certificate: 'SAML Certificates, Token signing certificate (the active one)',
    nameId: 'Attributes & Claims, Unique User Identifier (Name ID)',
    attributes: 'Attributes & Claims',
    encryption: 'Security, Token encryption',
  },
  ADFSSAML: {
    where: 'AD FS Management, Relying Party Trusts, the trust, Properties',
    signing:
      'Advanced tab: Secure hash algorithm; in PowerShell Set-AdfsRelyingPartyTrust -SamlResponseSignature',
    certificate: 'Service, Certificates, Token-signing (the primary one)',
    nameId: 'Edit Claim Issuance Policy, a rule with the outgoing claim type Name ID',
    attributes: 'Edit Claim Issuance Policy',
    encryption: 'Encryption tab',
  },
  GoogleSAML: {
    where: 'Admin console, Apps, Web and mobile apps, the app',
    signing: 'Service provider details: Signed response',
    certificate: 'Service provider details: Certificate (Manage certificates)',
    nameId: 'Service provider details: Name ID format and Name ID',
    attributes: 'SAML attribute mapping',
    encryption: 'Google does not encrypt assertions',
  },
  OneLoginSAML: {
    where: 'Applications, the app, Configuration tab',
    signing: 'SAML signature element; SSO tab: SAML Signature Algorithm',
    certificate: 'SSO tab: X.509 Certificate',
    nameId: 'SAML nameID format, and the parameter NameID value on the Parameters tab',
    attributes: 'Parameters tab',
    encryption: 'Encrypt assertion, SAML encryption method and SAML Encryption certificate',
  },
  PingFederateSAML: {
    where: 'Applications, SP Connections, the connection',
    signing: 'Browser SSO, Protocol Settings: Signature Policy; Credentials: Digital Signature Settings',
    certificate: 'Credentials: Digital Signature Settings',
    nameId: 'Browser SSO, Assertion Creation, Attribute Contract: SAML_SUBJECT',
    attributes: 'Browser SSO, Assertion Creation: Attribute Contract and Attribute Contract Fulfillment',
    encryption:
      'Browser SSO, Protocol Settings: Encryption Policy; Credentials: Select XML Encryption Certificate',
  },
  PingOneSAML: {
    where: 'Applications, the application, Configuration tab: edit',
    signing: 'Sign Assertion, Sign Response or both, and Signing Algorithm',
    certificate: 'Signing Key',
    nameId: 'Subject NameID Format, and saml_subject on the Attribute Mappings tab',
    attributes: 'Attribute Mappings tab',
    encryption: 'Enable Encryption and its certificate',
  },
  JumpCloudSAML: {
    where: 'SSO Applications, the application, SSO tab',
    signing: 'Sign Assertion and Signature Algorithm',
    certificate: 'IdP Certificate',
    nameId: 'SAMLSubject NameID and SAMLSubject NameID Format',
    attributes: 'User Attribute Mapping',
    encryption: 'Encrypt Assertion, and SP Certificate',
  },
  KeycloakSAML: {
    where: 'Clients, the client',
    signing: 'Settings: Sign documents, Sign assertions, Signature algorithm',
    certificate: 'Realm settings, Keys: the active key for signing',
    nameId: 'Settings: Name ID format',
    attributes: 'Client scopes, the dedicated scope, Mappers',
    encryption: 'Keys: Encrypt assertions and its certificate',
  },
  ShibbolethSAML: SHIBBOLETH,
  ShibbolethGenericSAML: SHIBBOLETH,
  SimpleSamlPhpSAML: {
    where: 'metadata/saml20-sp-remote.php, the entry of our SP entity ID, and metadata/saml20-idp-hosted.php',
    signing: 'saml20.sign.assertion, saml20.sign.response and signature.algorithm',
    certificate: 'privatekey and certificate in metadata/saml20-idp-hosted.php',
    nameId: 'NameIDFormat and simplesaml.nameidattribute',
    attributes: 'attributes, and the authproc filters',
    encryption: 'assertion.encryption and certificate',
  },
};

/** Where and how an existing app is changed at the identity provider of a connection type. */
export function consoleFacts(connectionType: string): ConsoleFacts {
  const known = Object.hasOwn(CONSOLES, connectionType) ? CONSOLES[connectionType] : undefined;
  return (
    known ?? {
      where: `the app of this connection (it was made under: ${setupFacts(connectionType).where})`,
      signing: 'what is signed (the assertion, the response or both), and the signature algorithm',
      certificate: 'the active signing certificate',
      nameId: 'NameID and its format',
      attributes: 'attribute mapping',
      encryption: 'encryption of assertions, and its certificate',
    }
  );
}
