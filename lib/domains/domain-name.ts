import ipaddr from 'ipaddr.js';
import { parse } from 'tldts';
import { normalDomain } from '#lib/attributes/email.ts';
import { isConsumerDomain } from './consumer-domains.ts';

/** Each rule a User Email Domain can break, with the sentence the form and the API show. */
export const DOMAIN_RULES = {
  domain_invalid: 'Enter a domain name, such as example.com.',
  domain_is_email: 'Enter only the part after the @.',
  domain_is_url: 'Enter only the domain name, without https:// and path.',
  domain_is_ip_address: 'An IP address has no email addresses. Enter a domain name.',
  domain_is_public_suffix:
    'Anyone can register a name below this one, so it cannot belong to one organization.',
  domain_is_consumer: 'This is a public email provider. Its addresses do not belong to one organization.',
} as const satisfies Record<string, string>;

export type DomainRule = keyof typeof DOMAIN_RULES;

/**
 * Judges a domain for an organization's list and returns it as stored: lower case, punycode, no dot at the
 * end. Does not ask DNS whether the domain exists or who owns it.
 */
export function checkDomain(
  text: string,
): { readonly ok: true; readonly domain: string } | { readonly ok: false; readonly code: DomainRule } {
  const typed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || typed.includes('/'))
    return { ok: false, code: 'domain_is_url' };
  if (typed.includes('@')) return { ok: false, code: 'domain_is_email' };
  if (ipaddr.isValid(typed.replaceAll(/[[\]]/g, ''))) return { ok: false, code: 'domain_is_ip_address' };
  const domain = normalDomain(typed);
  if (domain === null) return { ok: false, code: 'domain_invalid' };
  const { domain: registrable } = parse(domain, { allowPrivateDomains: true, validateHostname: false });
  if (registrable === null) {
    return { ok: false, code: domain.includes('.') ? 'domain_is_public_suffix' : 'domain_invalid' };
  }
  return isConsumerDomain(domain) ? { ok: false, code: 'domain_is_consumer' } : { ok: true, domain };
}
