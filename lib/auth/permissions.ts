/** The five roles of a workspace, with the words the dashboard uses. */
export const ROLES = {
  admin: { label: 'Admin', description: 'Everything, including members, roles and billing.' },
  developer: { label: 'Developer', description: 'Every environment: keys, redirect URIs, connections.' },
  sandbox_developer: {
    label: 'Sandbox Developer',
    description: 'A Developer in staging, read-only in production.',
  },
  support: {
    label: 'Support',
    description: 'Organizations, connections and sessions; no keys or environment settings.',
  },
  support_viewer: { label: 'Support Viewer', description: 'Reads organizations, connections and sessions.' },
} as const;

export type RoleName = keyof typeof ROLES;

/** Roles that hold a permission in staging and in production. */
type Holders = { staging: readonly RoleName[]; production: readonly RoleName[] };

const everyone: Holders = {
  staging: ['admin', 'developer', 'sandbox_developer', 'support', 'support_viewer'],
  production: ['admin', 'developer', 'sandbox_developer', 'support', 'support_viewer'],
};
const developersRead: Holders = {
  staging: ['admin', 'developer', 'sandbox_developer'],
  production: ['admin', 'developer', 'sandbox_developer'],
};
const developersWrite: Holders = {
  staging: ['admin', 'developer', 'sandbox_developer'],
  production: ['admin', 'developer'],
};
const supportWrite: Holders = {
  staging: ['admin', 'developer', 'sandbox_developer', 'support'],
  production: ['admin', 'developer', 'support'],
};

/**
 * Who may do what, in which kind of environment: deny by default, and this table is the only one.
 * Pages, actions and menus all ask `may`.
 */
export const PERMISSIONS = {
  'environment:read': everyone,
  'api_keys:read': developersRead,
  'api_keys:write': developersWrite,
  'redirect_uris:read': developersRead,
  'redirect_uris:write': developersWrite,
  'sign_in:read': developersRead,
  'sign_in:write': developersWrite,
  'attributes:read': developersRead,
  'attributes:write': developersWrite,
  'roles:read': developersRead,
  'roles:write': developersWrite,
  'branding:read': developersRead,
  'branding:write': developersWrite,
  'organizations:read': everyone,
  'organizations:write': supportWrite,
  'connections:read': everyone,
  'connections:write': supportWrite,
  'sessions:read': everyone,
  'sessions:share': supportWrite,
  'test_sso:use': supportWrite,
} as const satisfies Record<string, Holders>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether a role holds a permission in an environment of this kind. */
export function may(role: RoleName, permission: Permission, kind: 'staging' | 'production'): boolean {
  return (PERMISSIONS[permission][kind] as readonly RoleName[]).includes(role);
}

const members: readonly RoleName[] = ['admin', 'developer', 'sandbox_developer', 'support', 'support_viewer'];
const admins: readonly RoleName[] = ['admin'];
const developers: readonly RoleName[] = ['admin', 'developer'];

/** Who may do what with the workspace itself, which belongs to no environment: the second half of the table. */
export const WORKSPACE_PERMISSIONS = {
  'workspace:read': members,
  'workspace:write': admins,
  'members:read': members,
  'members:write': admins,
  'authentication:read': admins,
  'authentication:write': admins,
  'environments:read': members,
  'environments:write': developers,
  // Customers sign in there: all of them are out at once.
  'production:delete': admins,
  'billing:read': admins,
  'billing:write': admins,
  'compliance:read': admins,
  'compliance:write': admins,
  'audit_log:read': admins,
  'outbox:read': admins,
  'outbox:write': admins,
} as const satisfies Record<string, readonly RoleName[]>;

export type WorkspacePermission = keyof typeof WORKSPACE_PERMISSIONS;

/** Whether a role holds a permission of the workspace. */
export function mayInWorkspace(role: RoleName, permission: WorkspacePermission): boolean {
  return (WORKSPACE_PERMISSIONS[permission] as readonly RoleName[]).includes(role);
}
