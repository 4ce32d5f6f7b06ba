import { checkDomain, DOMAIN_RULES } from '#lib/domains/domain-name.ts';
import { invalidField } from '#lib/errors.ts';

/**
 * Takes a typed list of domains apart: separated by commas, semicolons, blanks or line breaks. Throws
 * invalid_request_parameters on the field `domain_data`, naming the one that cannot be used.
 */
export function typedDomains(text: string): string[] {
  const found = new Set<string>();
  for (const typed of text.split(/[\s,;]+/).filter((one) => one !== '')) {
    const checked = checkDomain(typed);
    if (!checked.ok) {
      throw invalidField('domain_data', `${typed}: ${DOMAIN_RULES[checked.code]}`, checked.code);
    }
    found.add(checked.domain);
  }
  return [...found];
}
