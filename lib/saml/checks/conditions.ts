import { type Context, type Finding, notPlain, readableAssertion, refuse, refused } from '../context.ts';
import { SAML } from '../names.ts';
import { child, childElements, children, wholeText, type XmlElement } from '../xml.ts';
import { judgeWindow } from './time.ts';

/** The Conditions of the assertion, or null. */
export function conditionsOf(context: Context): XmlElement | null {
  const assertion = readableAssertion(context);
  return assertion && child(assertion, SAML, 'Conditions');
}

const CONDITIONS = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/** OneTimeUse is met by the replay record of every assertion, ProxyRestriction by never issuing another. */
export function checkConditions(context: Context): Finding {
  const conditions = conditionsOf(context);
  if (!conditions) {
    return refuse(
      context,
      'conditions_missing',
      'The assertion has no Conditions.',
      readableAssertion(context),
    );
  }
  const unknown = childElements(conditions).find(
    (condition) => condition.namespaceUri !== SAML || !CONDITIONS.includes(condition.name),
  );
  if (!unknown) return {};
  return refuse(
    context,
    'condition_not_understood',
    'The assertion makes a condition that is not understood.',
    unknown,
    {
      expected: CONDITIONS,
      received: `{${unknown.namespaceUri}}${unknown.name}`,
    },
  );
}

/** Refuses an assertion outside its validity. */
export function checkConditionsTime(context: Context): Finding {
  return judgeWindow(context, conditionsOf(context) as XmlElement, 'assertion');
}

/** Every AudienceRestriction must hold; one of its Audiences is enough. */
export function checkAudience(context: Context): Finding {
  const expected = context.settings.serviceProvider.entityId;
  const conditions = conditionsOf(context) as XmlElement;
  const restrictions = children(conditions, SAML, 'AudienceRestriction');
  if (restrictions.length === 0) {
    return refuse(
      context,
      'audience_missing',
      'The assertion does not say for whom it was issued.',
      conditions,
      {
        expected,
      },
    );
  }
  for (const restriction of restrictions) {
    const audiences: string[] = [];
    for (const audience of children(restriction, SAML, 'Audience')) {
      const text = wholeText(audience);
      if (text === null) return refused(notPlain(context, audience));
      if (text.trim() !== '') audiences.push(text.trim());
    }
    if (!audiences.includes(expected)) {
      return refuse(
        context,
        'audience_mismatch',
        'The assertion was issued for another service provider.',
        restriction,
        {
          expected,
          received: audiences,
        },
      );
    }
  }
  return { expected, received: expected };
}
