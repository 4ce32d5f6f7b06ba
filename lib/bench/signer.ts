import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';

/**
 * An identity provider that signs fast enough to load a server: it writes the assertion in exclusive
 * canonical form right away, so no canonicalizer runs. 6 to 7 KB, RSA-2048 with SHA-256, like a real one.
 */
export function fastSigner(idp: { entityId: string; privateKeyPem: string; certificatePem: string }) {
  const key: KeyObject = createPrivateKey(idp.privateKeyPem);
  const certificate = idp.certificatePem.replaceAll(/-----[^-]+-----|\s/g, '');
  const groups = Array.from({ length: 30 }, (_, index) => `Department of Examples, Group ${index}`);
  return (input: {
    id: string;
    now: Date;
    inResponseTo: string;
    audience: string;
    acsUrl: string;
    email: string;
  }): string => {
    const issued = input.now.toISOString();
    const until = new Date(input.now.getTime() + 300_000).toISOString();
    const before = new Date(input.now.getTime() - 60_000).toISOString();
    const attribute = (name: string, values: readonly string[]) =>
      `<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">${values
        .map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`)
        .join('')}</saml:Attribute>`;
    const issuer = `<saml:Issuer>${idp.entityId}</saml:Issuer>`;
    const opening = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a${input.id}" IssueInstant="${issued}" Version="2.0">`;
    const rest = `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${input.email}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${input.inResponseTo}" NotOnOrAfter="${until}" Recipient="${input.acsUrl}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${before}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${input.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${issued}" SessionIndex="_s${input.id}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attribute('id', [input.email])}${attribute('email', [input.email])}${attribute('firstName', ['Ana'])}${attribute('lastName', ['Silva'])}${attribute('groups', groups)}</saml:AttributeStatement></saml:Assertion>`;
    const digest = createHash('sha256').update(`${opening}${issuer}${rest}`).digest('base64');
    const signedInfo = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#_a${input.id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
    const value = sign('sha256', Buffer.from(signedInfo), key).toString('base64');
    const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
    const xml = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${input.acsUrl}" ID="_r${input.id}" InResponseTo="${input.inResponseTo}" IssueInstant="${issued}" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${idp.entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>${opening}${issuer}${signature}${rest}</samlp:Response>`;
    return Buffer.from(xml).toString('base64');
  };
}
