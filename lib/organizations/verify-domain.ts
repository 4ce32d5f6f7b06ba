import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { isVerified, newChallenge } from './domain-set.ts';
import { getDomain } from './get-domain.ts';

/**
 * Starts the DNS verification of a domain, also again after it failed; the TXT record stays the same, so
 * that one already published keeps counting. Throws entity_not_found or domain_already_verified.
 */
export async function verifyDomain({ data, now }: EnvironmentContext, id: string): Promise<DomainRow> {
  const row = await getDomain({ data }, id);
  if (isVerified(row)) throw new AppError('domain_already_verified');
  const challenge =
    row.verificationToken !== null && row.verificationPrefix !== null
      ? { verificationToken: row.verificationToken, verificationPrefix: row.verificationPrefix }
      : newChallenge();
  const values = { state: 'pending', verificationStrategy: 'dns', ...challenge } as const;
  if (!(await data.organizations.updateDomain(id, values, now)))
    throw entityNotFound('Organization domain', id);
  return { ...row, ...values, updatedAt: now };
}
