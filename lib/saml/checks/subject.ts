import { readAttributes, readAuthnStatements } from '../assertion.ts';
import {
  type Context,
  type Finding,
  notPlain,
  readableAssertion,
  refuse,
  refused,
  verifiedAssertion,
} from '../context.ts';
import { SAML } from '../names.ts';
import { child, children, wholeText, type XmlElement } from '../xml.ts';
import { subjectOf } from './confirmation.ts';
import { timeNow } from './time.ts';

/** Refuses a session that has ended at the identity provider; a missing AuthnStatement is noted. */
export function checkSessionTime(context: Context): Finding {
  const authn = readAuthnStatements(readableAssertion(context) as XmlElement);
  if (!authn.ok) {
    return refuse(
      context,
      'instant_malformed',
      'A time of the AuthnStatement is not a UTC time.',
      authn.element,
      {
        received: authn.received,
      },
    );
  }
  if (authn.count === 0) {
    const detail = 'The assertion does not say how or when the user signed in.';
    return { note: { code: 'authn_statement_missing', detail } };
  }
  const { now, toleranceMs } = context.settings;
  const end = authn.reading.sessionNotOnOrAfter;
  if (!end || now.getTime() - toleranceMs < end.getTime()) return end ? { received: end.toISOString() } : {};
  return refuse(
    context,
    'session_expired',
    "The user's session at the identity provider has ended.",
    child(readableAssertion(context) as XmlElement, SAML, 'AuthnStatement'),
    { expected: timeNow(context), received: `SessionNotOnOrAfter ${end.toISOString()}` },
  );
}

/** Refuses an assertion that does not name its subject in plain text. */
export function checkNameId(context: Context): Finding {
  const assertion = readableAssertion(context);
  const subject = subjectOf(context);
  const element = subject && child(subject, SAML, 'NameID');
  if (subject && child(subject, SAML, 'EncryptedID')) {
    return refuse(
      context,
      'encrypted_name_id',
      'The NameID is encrypted on its own, which is not supported.',
      subject,
    );
  }
  if (!element) {
    return refuse(context, 'name_id_missing', 'The assertion has no NameID.', subject ?? assertion);
  }
  if (children(subject, SAML, 'NameID').length > 1) {
    return refuse(context, 'element_repeated', 'The Subject holds more than one NameID.', element);
  }
  const value = wholeText(element);
  if (value === null) return refused(notPlain(context, element));
  if (value.trim() === '') return refuse(context, 'name_id_missing', 'The NameID is empty.', element);
  return { received: value };
}

/** Refuses attributes that are not plain text. */
export function checkAttributes(context: Context): Finding {
  const reading = readAttributes(readableAssertion(context) as XmlElement);
  context.attributes = { reading, verified: verifiedAssertion(context) !== null };
  if (!reading.ok) return refuse(context, 'attribute_malformed', reading.detail, reading.element);
  const received = Object.keys(reading.values);
  if (!reading.encrypted) return { received };
  const detail = 'An attribute encrypted on its own was left out.';
  return { received, note: { code: 'encrypted_attribute_ignored', detail } };
}
