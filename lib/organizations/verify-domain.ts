import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { newChallenge } from '#lib/domains/domain-record.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { domainFields, domainTarget } from './audit-fields.ts';
import { isVerified } from './domain-set.ts';
import { getDomain } from './get-domain.ts';

/**
 * Starts the DNS verification of a domain, also again after it failed; the TXT record stays the same, so
 * that one already published keeps counting. Throws entity_not_found or domain_already_verified.
 */
export function verifyDomain(context: EnvironmentContext, id: string): Promise<DomainRow> {
  const { now } = context;
  return context.data.transaction(async (data) => {
    const row = await getDomain({ data }, id);
    if (isVerified(row)) throw new AppError('domain_already_verified');
    const challenge =
      row.verificationToken !== null && row.verificationPrefix !== null
        ? { verificationToken: row.verificationToken, verificationPrefix: row.verificationPrefix }
        : newChallenge();
    const values = { state: 'pending', verificationStrategy: 'dns', ...challenge } as const;
    if (!(await data.organizations.updateDomain(id, values, now)))
      throw entityNotFound('Organization domain', id);
    const after = { ...row, ...values, updatedAt: now };
    await data.connectionVersions.record(context, { organizationId: row.organizationId });
    await data.auditLog.record(context, {
      action: 'organization_domain.verification_started',
      target: domainTarget(row),
      before: domainFields(row),
      after: domainFields(after),
    });
    return after;
  });
}
