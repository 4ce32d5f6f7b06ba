import type { AssertionDraft, ResponseDraft } from './draft.ts';
import { escapeXml } from './escape-xml.ts';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

function attribute(name: string, value: string | Date | null): string {
  if (value === null) return '';
  return ` ${name}="${escapeXml(value instanceof Date ? value.toISOString() : value)}"`;
}

/** An assertion as XML that stands on its own, with every namespace it uses. SAML Core §2.3.3. */
export function assertionXml(draft: AssertionDraft): string {
  const nameId = draft.nameId
    ? `<saml:NameID${attribute('Format', draft.nameId.format)}>${escapeXml(draft.nameId.value)}</saml:NameID>`
    : '';
  const audience =
    draft.audience === null
      ? ''
      : `<saml:AudienceRestriction><saml:Audience>${escapeXml(draft.audience)}</saml:Audience></saml:AudienceRestriction>`;
  return [
    `<saml:Assertion xmlns:saml="${SAML}"${attribute('ID', draft.id)} Version="2.0"${attribute('IssueInstant', draft.issueInstant)}>`,
    `<saml:Issuer>${escapeXml(draft.issuer)}</saml:Issuer>`,
    `<saml:Subject>${nameId}`,
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">',
    `<saml:SubjectConfirmationData${attribute('InResponseTo', draft.inResponseTo)}${attribute('NotOnOrAfter', draft.notOnOrAfter)}${attribute('Recipient', draft.recipient)}/>`,
    '</saml:SubjectConfirmation></saml:Subject>',
    `<saml:Conditions${attribute('NotBefore', draft.notBefore)}${attribute('NotOnOrAfter', draft.notOnOrAfter)}>${audience}</saml:Conditions>`,
    `<saml:AuthnStatement${attribute('AuthnInstant', draft.issueInstant)}${attribute('SessionIndex', draft.sessionIndex)}>`,
    '<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>',
    '</saml:AuthnStatement>',
    attributeStatement(draft.attributes),
    '</saml:Assertion>',
  ].join('');
}

function attributeStatement(attributes: AssertionDraft['attributes']): string {
  // AttributeStatement must hold at least one Attribute (SAML Core §2.7.3): none means no statement.
  if (attributes.length === 0) return '';
  const elements = attributes.map(({ name, values }) => {
    const content = values
      .map((value) => `<saml:AttributeValue xsi:type="xs:string">${escapeXml(value)}</saml:AttributeValue>`)
      .join('');
    return `<saml:Attribute${attribute('Name', name)} NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">${content}</saml:Attribute>`;
  });
  return [
    '<saml:AttributeStatement xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    ...elements,
    '</saml:AttributeStatement>',
  ].join('');
}

/** A response around assertions that are XML already (signed, encrypted or neither). SAML Core §3.3.3. */
export function responseXml(draft: ResponseDraft, assertions: readonly string[]): string {
  const { code, subcode, message } = draft.status;
  const nested = subcode === null ? '' : `<samlp:StatusCode${attribute('Value', STATUS + subcode)}/>`;
  return [
    `<samlp:Response xmlns:samlp="${SAMLP}"${attribute('ID', draft.id)} Version="2.0"${attribute('IssueInstant', draft.issueInstant)}${attribute('Destination', draft.destination)}${attribute('InResponseTo', draft.inResponseTo)}>`,
    `<saml:Issuer xmlns:saml="${SAML}">${escapeXml(draft.issuer)}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode${attribute('Value', STATUS + code)}>${nested}</samlp:StatusCode>`,
    message === null ? '' : `<samlp:StatusMessage>${escapeXml(message)}</samlp:StatusMessage>`,
    '</samlp:Status>',
    ...assertions,
    '</samlp:Response>',
  ].join('');
}
