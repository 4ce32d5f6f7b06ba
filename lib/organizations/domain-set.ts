import type { DomainRow, DomainValues } from '#lib/data/organizations.ts';
import { checkDomain, DOMAIN_RULES } from '#lib/domains/domain-name.ts';
import { newChallenge } from '#lib/domains/domain-record.ts';
import { invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';

/** How a domain comes in: proven by DNS, vouched for by whoever adds it, or from the deprecated plain list. */
export type DomainOrigin = 'dns' | 'manual' | 'legacy';

const MAX_DOMAINS = 1000;

/** The columns of a new domain. A pending one carries the TXT record to publish: `<prefix>.<domain>`, token. */
export function newDomain(
  input: { organizationId: string; domain: string; origin: DomainOrigin },
  now: Date,
): DomainValues {
  const dns = input.origin === 'dns';
  return {
    id: newId('organizationDomain', now),
    organizationId: input.organizationId,
    domain: input.domain,
    state: STATE[input.origin],
    verificationStrategy: dns ? 'dns' : 'manual',
    ...(dns ? newChallenge() : { verificationToken: null, verificationPrefix: null }),
  };
}

const STATE = { dns: 'pending', manual: 'verified', legacy: 'legacy_verified' } as const;

/** Whether a domain already counts, so that profiles with it may sign in. */
export function isVerified(domain: { state: DomainRow['state'] }): boolean {
  return domain.state === 'verified' || domain.state === 'legacy_verified';
}

/** One domain of a request, normalized. Throws invalid_request_parameters naming `field`. */
export function readDomain(text: string, field: string): string {
  const checked = checkDomain(text);
  if (!checked.ok) throw invalidField(field, DOMAIN_RULES[checked.code], checked.code);
  return checked.domain;
}

/**
 * The domains a request asks for, or null when it gives neither list. `domains` is the deprecated form and
 * loses against `domain_data` naming the same domain.
 */
export function requestedDomains(input: {
  domainData?: readonly { domain: string; state: 'pending' | 'verified' }[] | null | undefined;
  domains?: readonly string[] | null | undefined;
}): Map<string, DomainOrigin> | null {
  if (!input.domainData && !input.domains) return null;
  const wanted = new Map<string, DomainOrigin>();
  for (const text of input.domains ?? []) wanted.set(readDomain(text, 'domains'), 'legacy');
  for (const one of input.domainData ?? []) {
    wanted.set(readDomain(one.domain, 'domain_data'), one.state === 'verified' ? 'manual' : 'dns');
  }
  if (wanted.size > MAX_DOMAINS) {
    throw invalidField('domain_data', `An organization can have at most ${MAX_DOMAINS} domains.`);
  }
  return wanted;
}
