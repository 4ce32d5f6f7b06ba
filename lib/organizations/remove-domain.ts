import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';
import { domainFields, domainTarget } from './audit-fields.ts';
import { getDomain } from './get-domain.ts';

/** Takes a User Email Domain away; from then on its profiles count as outside. Throws entity_not_found. */
export function removeDomain(context: EnvironmentContext, id: string): Promise<void> {
  return context.data.transaction(async (data) => {
    const before = await getDomain({ data }, id);
    // Of two who remove it at once, the second finds nothing.
    if (!(await data.organizations.removeDomain(id))) throw entityNotFound('Organization domain', id);
    await data.connectionVersions.record(context, { organizationId: before.organizationId });
    await data.auditLog.record(context, {
      action: 'organization_domain.deleted',
      target: domainTarget(before),
      before: domainFields(before),
    });
  });
}
