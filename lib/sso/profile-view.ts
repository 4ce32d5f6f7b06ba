import { profileRoles } from '#lib/attributes/roles.ts';
import type { ProfileRow } from '#lib/data/login-path.ts';

/** A profile as official SDKs read it: every key always present (contract of the SSO API). */
export function profileView(row: ProfileRow) {
  return {
    object: 'profile' as const,
    id: row.id,
    organization_id: row.organizationId,
    connection_id: row.connectionId,
    connection_type: row.connectionType,
    idp_id: row.idpId,
    email: row.email,
    first_name: row.firstName,
    last_name: row.lastName,
    name: row.name,
    ...profileRoles(row),
    groups: row.groups,
    custom_attributes: row.customAttributes,
    raw_attributes: row.returnRawAttributes ? row.rawAttributes : {},
  };
}

export type ProfileView = ReturnType<typeof profileView>;
