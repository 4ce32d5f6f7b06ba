import { readStatus } from '../assertion.ts';
import {
  type Context,
  type Finding,
  failure,
  identifiers,
  markedElements,
  readableAssertion,
  refuse,
  refused,
  type SignatureState,
} from '../context.ts';
import type { SamlFailure } from '../failure.ts';
import { parseInstant } from '../instant.ts';
import { DS, SAML, SAMLP, STATUS_SUCCESS } from '../names.ts';
import { embeddedCertificateText } from '../signature.ts';
import { attribute, child, childElements, children, isElement, type XmlElement } from '../xml.ts';

const RESPONSE_CHILDREN = ['Issuer', 'Signature', 'Extensions', 'Status', 'Assertion', 'EncryptedAssertion'];
const ASSERTION_CHILDREN = [
  'Issuer',
  'Signature',
  'Subject',
  'Conditions',
  'Advice',
  'Statement',
  'AuthnStatement',
  'AuthzDecisionStatement',
  'AttributeStatement',
];
const REPEATABLE = ['Statement', 'AuthnStatement', 'AuthzDecisionStatement', 'AttributeStatement'];
const COUNTED_LATER = ['Assertion', 'EncryptedAssertion', 'Signature'];

/** Takes the root as the Response if it is one, with nothing in it but what the schema names. */
export function checkResponse(context: Context): Finding {
  const root = context.received?.root as XmlElement;
  if (!isElement(root, SAMLP, 'Response')) {
    return refuse(context, 'not_a_response', 'The message is not a SAML Response.', null, {
      expected: `{${SAMLP}}Response`,
      received: `{${root.namespaceUri}}${root.name}`,
    });
  }
  context.response = root;
  context.marked = markedElements(context.received as NonNullable<Context['received']>);
  return checkFrame(context, root, RESPONSE_CHILDREN);
}

/** Refuses an assertion with anything in it but what the schema names. */
export function checkAssertion(context: Context): Finding {
  return checkFrame(context, readableAssertion(context) as XmlElement, ASSERTION_CHILDREN);
}

/** What Response and Assertion share: version, ID, IssueInstant, and only the children the schema names. */
function checkFrame(context: Context, element: XmlElement, allowed: readonly string[]): Finding {
  const version = attribute(element, 'Version');
  if (version !== '2.0') {
    return refuse(
      context,
      'version_unsupported',
      `The ${element.name} is not of SAML version 2.0.`,
      element,
      {
        expected: '2.0',
        received: version ?? '(no Version)',
      },
    );
  }
  if (!attribute(element, 'ID')) {
    return refuse(context, 'id_missing', `The ${element.name} has no ID.`, element);
  }
  const issued = attribute(element, 'IssueInstant') ?? '(no IssueInstant)';
  if (!parseInstant(issued)) {
    return refuse(
      context,
      'instant_malformed',
      `The IssueInstant of the ${element.name} is not a UTC time.`,
      element,
      {
        received: issued,
      },
    );
  }
  const seen = new Set<string>();
  for (const part of childElements(element)) {
    const { name } = part;
    const namespace = name === 'Signature' ? DS : name === 'Extensions' || name === 'Status' ? SAMLP : SAML;
    if (!allowed.includes(name) || part.namespaceUri !== namespace) {
      return refuse(
        context,
        'element_unexpected',
        `The ${element.name} holds an element that does not belong there.`,
        part,
        {
          expected: allowed,
          received: `{${part.namespaceUri}}${name}`,
        },
      );
    }
    if (seen.has(name) && !REPEATABLE.includes(name) && !COUNTED_LATER.includes(name)) {
      return refuse(context, 'element_repeated', `The ${element.name} holds more than one ${name}.`, part);
    }
    seen.add(name);
  }
  return {};
}

/** Refuses any top-level status but Success; an error Response needs no assertion and no signature to be told. */
export function checkStatus(context: Context): Finding {
  const response = context.response as XmlElement;
  const status = readStatus(response);
  if (!status || status.codes.length === 0) {
    return refuse(context, 'status_missing', 'The Response has no status.', response);
  }
  const received = [...status.codes, ...(status.message ? [status.message] : [])];
  if (status.codes[0] === STATUS_SUCCESS) return { expected: STATUS_SUCCESS, received: STATUS_SUCCESS };
  return refuse(
    context,
    'status_not_success',
    'The identity provider answered with an error instead of a login.',
    child(response, SAMLP, 'Status'),
    { expected: STATUS_SUCCESS, received },
  );
}

/** Refuses an ID that occurs twice, look-alikes of the attribute included. */
export function checkUniqueIds(context: Context): Finding {
  const received = context.received as NonNullable<Context['received']>;
  const repeated = firstRepeated(identifiers(received)) ?? twinOfId(received.root) ?? null;
  if (repeated === null) return {};
  return refuse(context, 'duplicate_id', 'Two elements of the message have the same ID.', null, {
    received: repeated,
  });
}

/** A second ID on a Response or on its assertions: `samlp:ID` beside `ID`, which other readers could prefer. */
function twinOfId(root: XmlElement): string | undefined {
  for (const element of [root, ...children(root, SAML, 'Assertion')]) {
    const [, twin] = element.attrs.filter(({ name }) => name.toLowerCase() === 'id');
    if (twin) return twin.value;
  }
  return undefined;
}

/** The first value that occurs twice, or null. */
export function firstRepeated(values: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return null;
}

/** Takes the one assertion, and refuses any other in whatever place and namespace. */
export function checkOneAssertion(context: Context): Finding {
  const response = context.response as XmlElement;
  const direct = [
    ...children(response, SAML, 'Assertion'),
    ...children(response, SAML, 'EncryptedAssertion'),
  ];
  const [only] = direct;
  if (only?.name === 'Assertion') context.assertion = only;
  else if (only) context.encryptedAssertion = only;
  if (!only) {
    // Read only when explaining: a verdict has ended at the status by now.
    const [status] = readStatus(response)?.codes ?? [];
    if (status !== undefined && status !== STATUS_SUCCESS) {
      return { detail: 'A refusal carries no assertion.', idle: true };
    }
    return refuse(context, 'assertion_missing', 'The Response holds no assertion.', response);
  }
  if (direct.length > 1) {
    return refuse(context, 'assertion_count', 'The Response must hold exactly one assertion.', direct[1], {
      expected: '1',
      received: String(direct.length),
    });
  }
  const stray = context.marked.find(
    (element) => element.name !== 'Signature' && !element.isSameNode(response) && !element.isSameNode(only),
  );
  if (!stray) return {};
  return refuse(context, 'stray_assertion', `There is another ${stray.name} inside the message.`, stray, {
    received: stray.name,
  });
}

/** Takes the signatures of the Response and of the assertion, and refuses any other. */
export function checkSignaturePlaces(context: Context): Finding {
  const { response, assertion } = context;
  const signatures = context.marked.filter(({ name }) => name === 'Signature');
  for (const element of signatures) {
    const finding = placeSignature(context, element, response, assertion);
    if (finding) return refused(finding);
  }
  context.placed = true;
  return {
    detail:
      signatures.length === 0
        ? 'The message carries no signature in clear.'
        : `Signed: ${[context.responseSignature && 'Response', context.assertionSignature && 'Assertion'].filter(Boolean).join(' and ')}.`,
  };
}

/**
 * Takes a Signature that is a direct child of the Response or the assertion, first or right after the Issuer: there
 * is one such place, so there is one such Signature.
 */
export function placeSignature(
  context: Context,
  element: XmlElement,
  response: XmlElement | null,
  assertion: XmlElement | null,
): SamlFailure | null {
  const { parent } = element;
  const slot =
    parent && response?.isSameNode(parent)
      ? 'response'
      : parent && assertion?.isSameNode(parent)
        ? 'assertion'
        : null;
  const before = parent ? childElements(parent).findIndex((sibling) => sibling.isSameNode(element)) : -1;
  const first = parent ? childElements(parent)[0] : undefined;
  const inPlace = before === 0 || (before === 1 && first !== undefined && isElement(first, SAML, 'Issuer'));
  if (!slot || !inPlace || element.namespaceUri !== DS) {
    return failure(
      context,
      'stray_signature',
      'There is a Signature where SAML has no place for one.',
      element,
      { expected: 'one in the Response and one in the Assertion at most, right after the Issuer' },
    );
  }
  const state: SignatureState = { element, form: null, signer: null, content: null };
  if (slot === 'response') context.responseSignature = state;
  else context.assertionSignature = state;
  context.embeddedCertificate = embeddedCertificateText(element) ?? context.embeddedCertificate;
  return null;
}
