export type RoleSlug = { readonly slug: string };

/**
 * The `role` and `roles` of a profile. `roleSlugs` are those of the roles its groups are mapped to, the highest
 * priority first. With several allowed it carries them all, otherwise the first; the default role counts only where
 * no group is mapped. Both are null for a profile without a role.
 */
export function profileRoles(facts: {
  readonly roleSlugs: readonly string[];
  readonly defaultRoleSlug: string | null;
  readonly multipleRoles: boolean;
}): { role: RoleSlug | null; roles: RoleSlug[] | null } {
  const fallback = facts.defaultRoleSlug === null ? [] : [facts.defaultRoleSlug];
  const all = (facts.roleSlugs.length > 0 ? facts.roleSlugs : fallback).map((slug) => ({ slug }));
  const [role] = all;
  if (!role) return { role: null, roles: null };
  return { role, roles: facts.multipleRoles ? all : [role] };
}
