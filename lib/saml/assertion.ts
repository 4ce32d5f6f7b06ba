import { parseInstant } from './instant.ts';
import { SAML, SAMLP, XSI } from './names.ts';
import {
  attribute,
  child,
  childElements,
  children,
  isElement,
  onlyElements,
  wholeText,
  type XmlElement,
} from './xml.ts';

/** The subject's identifier as sent, with the qualifiers that give it meaning. SAML Core §2.2.3. */
export type NameId = {
  value: string;
  format: string | null;
  nameQualifier: string | null;
  spNameQualifier: string | null;
};

/** Attribute values by Name, in document order; the record has no prototype, so any Name is safe as a key. */
export type AttributeValues = Record<string, string[]>;

export type AttributesReading =
  | { ok: true; values: AttributeValues; friendlyNames: Record<string, string>; encrypted: boolean }
  | { ok: false; element: XmlElement; detail: string };

/** Reads saml:NameID of the Subject; null when there is none or its text is not one plain text. */
export function readNameId(assertion: XmlElement): NameId | null {
  const subject = child(assertion, SAML, 'Subject');
  const element = subject && child(subject, SAML, 'NameID');
  const value = element && wholeText(element);
  if (!element || value === null) return null;
  return {
    value,
    format: attribute(element, 'Format'),
    nameQualifier: attribute(element, 'NameQualifier'),
    spNameQualifier: attribute(element, 'SPNameQualifier'),
  };
}

/**
 * Reads every Attribute of every AttributeStatement; values of a Name that occurs twice are joined. A value must
 * be plain text or one NameID (eduPersonTargetedID); any other element inside is reported, not flattened.
 */
export function readAttributes(assertion: XmlElement): AttributesReading {
  const values: AttributeValues = Object.create(null);
  const friendlyNames: Record<string, string> = Object.create(null);
  let encrypted = false;
  for (const statement of children(assertion, SAML, 'AttributeStatement')) {
    for (const element of childElements(statement)) {
      if (isElement(element, SAML, 'EncryptedAttribute')) {
        encrypted = true;
        continue;
      }
      const name = attribute(element, 'Name');
      if (!isElement(element, SAML, 'Attribute') || !name) {
        return {
          ok: false,
          element,
          detail: 'An AttributeStatement holds something other than a named Attribute.',
        };
      }
      values[name] ??= [];
      const list = values[name];
      const friendlyName = attribute(element, 'FriendlyName');
      if (friendlyName) friendlyNames[name] ??= friendlyName;
      for (const valueElement of childElements(element)) {
        if (!isElement(valueElement, SAML, 'AttributeValue')) {
          return {
            ok: false,
            element: valueElement,
            detail: `The attribute ${name} holds something other than a value.`,
          };
        }
        if (isNil(valueElement)) continue;
        const value = wholeText(valueElement) ?? nestedNameId(valueElement);
        if (value === null) {
          return {
            ok: false,
            element: valueElement,
            detail: `A value of the attribute ${name} is not plain text.`,
          };
        }
        list.push(value);
      }
    }
  }
  return { ok: true, values, friendlyNames, encrypted };
}

function isNil(element: XmlElement): boolean {
  return element.attrs.some(
    (one) => one.name === 'nil' && one.namespaceUri === XSI && (one.value === 'true' || one.value === '1'),
  );
}

function nestedNameId(element: XmlElement): string | null {
  const inside = childElements(element);
  const [nameId] = inside;
  if (inside.length !== 1 || !nameId || !isElement(nameId, SAML, 'NameID') || !onlyElements(element))
    return null;
  return wholeText(nameId);
}

/** What the AuthnStatements say: the first session index and instant, the earliest end of the session. */
export type AuthnReading = {
  sessionIndex: string | null;
  authnInstant: Date | null;
  sessionNotOnOrAfter: Date | null;
};

/** Reads the AuthnStatements; null for an unreadable date, `count` 0 when there is no statement. SAML Core §2.7.2. */
export function readAuthnStatements(
  assertion: XmlElement,
): { ok: true; count: number; reading: AuthnReading } | { ok: false; element: XmlElement; received: string } {
  const statements = children(assertion, SAML, 'AuthnStatement');
  const reading: AuthnReading = { sessionIndex: null, authnInstant: null, sessionNotOnOrAfter: null };
  for (const element of statements) {
    for (const name of ['AuthnInstant', 'SessionNotOnOrAfter'] as const) {
      const text = attribute(element, name);
      if (text === null) continue;
      const moment = parseInstant(text);
      if (!moment) return { ok: false, element, received: text };
      if (name === 'AuthnInstant') reading.authnInstant ??= moment;
      else if (!reading.sessionNotOnOrAfter || moment < reading.sessionNotOnOrAfter) {
        reading.sessionNotOnOrAfter = moment;
      }
    }
    reading.sessionIndex ??= attribute(element, 'SessionIndex');
  }
  return { ok: true, count: statements.length, reading };
}

/** The status a Response reports: the codes from the outermost inwards, and the message. SAML Core §3.2.2. */
export function readStatus(response: XmlElement): { codes: string[]; message: string | null } | null {
  const status = child(response, SAMLP, 'Status');
  if (!status) return null;
  const codes: string[] = [];
  // Two levels are all that SAML Core defines; deeper ones would only be decoration.
  for (
    let code = child(status, SAMLP, 'StatusCode');
    code && codes.length < 4;
    code = child(code, SAMLP, 'StatusCode')
  ) {
    codes.push(attribute(code, 'Value')?.trim() ?? '');
  }
  const message = child(status, SAMLP, 'StatusMessage');
  return { codes, message: message && wholeText(message) };
}
