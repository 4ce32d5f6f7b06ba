import { subjectOf } from './checks/confirmation.ts';
import { type Context, placeOf, readableAssertion, readableResponse } from './context.ts';
import type { XmlPlace } from './failure.ts';
import { SAML, SAMLP } from './names.ts';
import { child, type XmlElement } from './xml.ts';

type Look = (context: Context) => XmlElement | null;

const within = (start: Look, namespace: string, ...names: string[]): Look => {
  return (context) => {
    let element = start(context);
    for (const name of names) element = element && child(element, namespace, name);
    return element;
  };
};
const responseSignature: Look = (context) => context.responseSignature?.element ?? null;
const assertionSignature: Look = (context) => context.assertionSignature?.element ?? null;
const subject: Look = (context) => subjectOf(context);
const confirmationData = within(subject, SAML, 'SubjectConfirmation', 'SubjectConfirmationData');
const conditions = within(readableAssertion, SAML, 'Conditions');

/** The element a check is about. Checks of the message as a whole are about none. */
const PLACES: Readonly<Record<string, Look>> = {
  response: readableResponse,
  status: within(readableResponse, SAMLP, 'Status'),
  one_assertion: (context) => context.assertion ?? context.encryptedAssertion,
  response_signature_form: responseSignature,
  response_signature_value: responseSignature,
  response_signature_content: responseSignature,
  decryption: (context) => context.encryptedAssertion,
  assertion_signature_form: assertionSignature,
  assertion_signature_value: assertionSignature,
  assertion_signature_content: assertionSignature,
  signature_present: readableAssertion,
  assertion: readableAssertion,
  issuer: (context) =>
    within(readableAssertion, SAML, 'Issuer')(context) ?? within(readableResponse, SAML, 'Issuer')(context),
  destination: readableResponse,
  in_response_to: readableResponse,
  subject_confirmation: within(subject, SAML, 'SubjectConfirmation'),
  recipient: confirmationData,
  confirmation_time: confirmationData,
  confirmation_in_response_to: confirmationData,
  conditions,
  conditions_time: conditions,
  audience: within(conditions, SAML, 'AudienceRestriction'),
  session_time: within(readableAssertion, SAML, 'AuthnStatement'),
  name_id: within(subject, SAML, 'NameID'),
  attributes: within(readableAssertion, SAML, 'AttributeStatement'),
};

/**
 * Where in the message as received a check looks, for explanations; null when there is no one place. Never throws: not
 * to find a place must not fail a check.
 */
export function placeOfCheck(context: Context, id: string): XmlPlace | null {
  try {
    const element = PLACES[id]?.(context);
    return element ? placeOf(context, element) : null;
  } catch {
    return null;
  }
}
