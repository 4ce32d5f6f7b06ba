import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { domainFields, domainTarget } from './audit-fields.ts';
import { isVerified } from './domain-set.ts';
import { getDomain } from './get-domain.ts';

/** Counts a domain as verified on an admin's word. Throws entity_not_found or domain_already_verified. */
export function vouchForDomain(context: EnvironmentContext, id: string): Promise<DomainRow> {
  const { now } = context;
  return context.data.transaction(async (data) => {
    const row = await getDomain({ data }, id);
    if (isVerified(row)) throw new AppError('domain_already_verified');
    const values = { state: 'verified', verificationStrategy: 'manual' } as const;
    if (!(await data.organizations.updateDomain(id, values, now)))
      throw entityNotFound('Organization domain', id);
    const after = { ...row, ...values, updatedAt: now };
    await data.connectionVersions.record(context, { organizationId: row.organizationId });
    await data.auditLog.record(context, {
      action: 'organization_domain.verified',
      target: domainTarget(row),
      before: domainFields(row),
      after: domainFields(after),
    });
    return after;
  });
}
