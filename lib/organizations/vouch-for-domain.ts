import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { isVerified } from './domain-set.ts';
import { getDomain } from './get-domain.ts';

/** Counts a domain as verified on an admin's word. Throws entity_not_found or domain_already_verified. */
export async function vouchForDomain({ data, now }: EnvironmentContext, id: string): Promise<DomainRow> {
  const row = await getDomain({ data }, id);
  if (isVerified(row)) throw new AppError('domain_already_verified');
  const values = { state: 'verified', verificationStrategy: 'manual' } as const;
  if (!(await data.organizations.updateDomain(id, values, now)))
    throw entityNotFound('Organization domain', id);
  return { ...row, ...values, updatedAt: now };
}
