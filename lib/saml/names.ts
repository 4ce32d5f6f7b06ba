/** Namespace names and identifiers of SAML 2.0, XML Signature and XML Encryption that validation compares with. */
export const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XENC = 'http://www.w3.org/2001/04/xmlenc#';
export const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const DSIG_MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#';
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export const STATUS_SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
export const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
