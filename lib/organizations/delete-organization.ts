import { requireNotInUse } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { organizationFields, organizationTarget } from './audit-fields.ts';
import { getOrganization } from './get-organization.ts';

/** Deletes an organization with its domains, connections, profiles and sessions. Throws entity_not_found or conflict. */
export function deleteOrganization(context: EnvironmentContext, id: string): Promise<void> {
  return context.data.transaction(async (data) => {
    await data.organizations.lock(id);
    const before = await getOrganization({ data }, { id });
    await requireNotInUse(data, (use) => use.organizationId === id, 'a connection of this organization');
    await data.organizations.remove(id);
    await data.auditLog.record(context, {
      action: 'organization.deleted',
      target: organizationTarget(before),
      before: organizationFields(before),
    });
  });
}
