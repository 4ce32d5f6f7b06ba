import { type Aspect, type Context, type Finding, readableAssertion, refuse } from '../context.ts';
import { BEARER, SAML } from '../names.ts';
import { attribute, child, children, type XmlElement } from '../xml.ts';
import { judgeInResponseTo } from './addressing.ts';
import { judgeWindow } from './time.ts';

/** The Subject of the assertion, or null. */
export function subjectOf(context: Context): XmlElement | null {
  const assertion = readableAssertion(context);
  return assertion && child(assertion, SAML, 'Subject');
}

function bearers(context: Context): XmlElement[] {
  const subject = subjectOf(context);
  if (!subject) return [];
  return children(subject, SAML, 'SubjectConfirmation').filter(
    (confirmation) => attribute(confirmation, 'Method')?.trim() === BEARER,
  );
}

/** Whether there is a bearer confirmation to look at. */
export function hasConfirmation(context: Context): boolean {
  return bearers(context).length > 0;
}

/** Refuses an assertion without a bearer confirmation. */
export function checkSubjectConfirmation(context: Context): Finding {
  const assertion = readableAssertion(context);
  const subject = subjectOf(context);
  if (!subject) {
    return refuse(context, 'subject_missing', 'The assertion has no Subject.', assertion);
  }
  if (bearers(context).length > 0) return { expected: BEARER, received: BEARER };
  return refuse(context, 'subject_confirmation_missing', 'The subject has no bearer confirmation.', subject, {
    expected: BEARER,
    received: children(subject, SAML, 'SubjectConfirmation').map(
      (one) => attribute(one, 'Method') ?? '(no Method)',
    ),
  });
}

/** Identity providers send one or two; each costs time to judge. */
const MAX_CONFIRMATIONS = 10;

/** One confirmation that holds in every aspect is enough; failing that, the first one is reported on. */
export function confirmationFinding(context: Context, aspect: Aspect): Finding {
  context.confirmation ??= judgeConfirmations(context);
  return context.confirmation[aspect];
}

function judgeConfirmations(context: Context): Record<Aspect, Finding> {
  const judged = bearers(context)
    .slice(0, MAX_CONFIRMATIONS)
    .map((confirmation) => judgeConfirmation(context, confirmation));
  const holding = judged.find((aspects) =>
    Object.values(aspects).every((finding) => !('failure' in finding)),
  );
  const chosen = holding ?? judged[0];
  if (!chosen) throw new Error('no bearer confirmation');
  return chosen;
}

function judgeConfirmation(context: Context, confirmation: XmlElement): Record<Aspect, Finding> {
  const data = child(confirmation, SAML, 'SubjectConfirmationData');
  const at = data ?? confirmation;
  return {
    recipient: judgeRecipient(context, at),
    time: judgeConfirmationTime(context, at),
    inResponseTo: judgeInResponseTo(context, at, 'assertion'),
  };
}

function judgeRecipient(context: Context, data: XmlElement): Finding {
  const expected = context.settings.serviceProvider.acsUrl;
  const received = attribute(data, 'Recipient')?.trim();
  if (!received) {
    return refuse(context, 'recipient_missing', 'The subject confirmation names no Recipient.', data, {
      expected,
    });
  }
  if (received === expected) return { expected, received };
  return refuse(context, 'recipient_mismatch', 'The assertion was issued for another address.', data, {
    expected,
    received,
  });
}

function judgeConfirmationTime(context: Context, data: XmlElement): Finding {
  if (attribute(data, 'NotOnOrAfter') === null) {
    return refuse(
      context,
      'confirmation_expiry_missing',
      'The subject confirmation has no NotOnOrAfter.',
      data,
    );
  }
  return judgeWindow(context, data, 'subject confirmation');
}
