import {
  type Context,
  type Finding,
  notPlain,
  readableAssertion,
  readableResponse,
  refuse,
  refused,
} from '../context.ts';
import { unsolicited } from '../input.ts';
import { ENTITY_FORMAT, SAML } from '../names.ts';
import { attribute, child, wholeText, type XmlElement } from '../xml.ts';

/** Compares the Issuers with the connection's identity provider, never the other way round. */
export function checkIssuer(context: Context): Finding {
  const expected = context.settings.identityProvider.entityId;
  const response = readableResponse(context);
  const assertion = readableAssertion(context);
  const ofResponse = response && child(response, SAML, 'Issuer');
  const ofAssertion = assertion && child(assertion, SAML, 'Issuer');
  if (assertion && !ofAssertion) {
    return refuse(context, 'issuer_missing', 'The assertion does not say who issued it.', assertion, {
      expected,
    });
  }
  for (const issuer of [ofResponse, ofAssertion]) {
    if (!issuer) continue;
    const text = wholeText(issuer)?.trim();
    const format = attribute(issuer, 'Format');
    if (text === undefined) return refused(notPlain(context, issuer));
    if (text !== expected || text === '' || (format !== null && format !== ENTITY_FORMAT)) {
      return refuse(
        context,
        'issuer_mismatch',
        `The ${issuer.parent?.name} was not issued by the identity provider of this connection.`,
        issuer,
        { expected, received: text === expected ? `${text} (Format ${format})` : text },
      );
    }
  }
  return { expected, received: expected };
}

/** Compares the Destination with the connection's ACS URL. */
export function checkDestination(context: Context): Finding {
  const expected = context.settings.serviceProvider.acsUrl;
  const response = readableResponse(context) as XmlElement;
  const received = attribute(response, 'Destination')?.trim() || null;
  if (received === null) {
    if (!context.responseSignature)
      return { expected, detail: 'The Response names no Destination, and is not signed.', idle: true };
    return refuse(context, 'destination_missing', 'A signed Response must name its Destination.', response, {
      expected,
    });
  }
  if (received === expected) return { expected, received };
  return refuse(context, 'destination_mismatch', 'The Response was sent to another address.', response, {
    expected,
    received,
  });
}

/** Compares the InResponseTo of the Response with the request of this login. */
export function checkInResponseTo(context: Context): Finding {
  const response = readableResponse(context) as XmlElement;
  return judgeInResponseTo(context, response, 'Response');
}

/** Compares the InResponseTo of one element; unsolicited, it must not be there at all. */
export function judgeInResponseTo(context: Context, element: XmlElement, subject: string): Finding {
  const { expectedInResponseTo } = context.settings;
  const received = attribute(element, 'InResponseTo');
  if (expectedInResponseTo === unsolicited) {
    if (received === null) return { expected: '(none)', received: '(none)' };
    return refuse(
      context,
      'unsolicited_in_response_to',
      `The ${subject} answers a request, but no login with that request is waiting.`,
      element,
      { expected: '(none)', received },
    );
  }
  const expected = expectedInResponseTo;
  if (!received) {
    return refuse(
      context,
      'in_response_to_missing',
      `The ${subject} does not say which request it answers.`,
      element,
      {
        expected,
      },
    );
  }
  if (received === expected) return { expected, received };
  return refuse(context, 'in_response_to_mismatch', `The ${subject} answers another request.`, element, {
    expected,
    received,
  });
}
