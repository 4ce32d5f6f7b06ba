import { type Context, type Finding, refuse } from '../context.ts';
import { parseInstant } from '../instant.ts';
import { attribute, type XmlElement } from '../xml.ts';

/** NotBefore is part of the window and NotOnOrAfter is not; the tolerance widens both ends. */
export function judgeWindow(context: Context, element: XmlElement, subject: string): Finding {
  const { now, toleranceMs } = context.settings;
  const received: string[] = [];
  for (const name of ['NotBefore', 'NotOnOrAfter'] as const) {
    const text = attribute(element, name);
    if (text === null) continue;
    received.push(`${name} ${text}`);
    const moment = parseInstant(text);
    if (!moment) {
      return refuse(
        context,
        'instant_malformed',
        `The ${name} of the ${subject} is not a UTC time.`,
        element,
        {
          received: text,
        },
      );
    }
    const early = name === 'NotBefore' && now.getTime() + toleranceMs < moment.getTime();
    const late = name === 'NotOnOrAfter' && now.getTime() - toleranceMs >= moment.getTime();
    if (early || late) {
      return refuse(
        context,
        early ? 'not_yet_valid' : 'expired',
        `The ${subject} ${early ? 'is not valid yet' : 'has expired'}; the clocks may differ.`,
        element,
        { expected: timeNow(context), received: `${name} ${text}` },
      );
    }
  }
  return { expected: timeNow(context), received };
}

/** The moment and tolerance that times are compared with, for people. */
export function timeNow({ settings }: Context): string {
  return `${settings.now.toISOString()}, give or take ${settings.toleranceMs / 1000} s`;
}
