import type { Permission, WorkspacePermission } from '#lib/auth/permissions.ts';
import type { EnvironmentColor } from '#lib/workspace/environment-colors.ts';

/**
 * The sections of an environment in the order of the navigation. `path` follows /dashboard/<environment>;
 * a section is listed for roles that hold `permission` there.
 */
export const SECTIONS = [
  { key: 'overview', path: '', label: 'Overview', permission: 'environment:read', group: 'main' },
  {
    key: 'organizations',
    path: '/organizations',
    label: 'Organizations',
    permission: 'organizations:read',
    group: 'main',
  },
  {
    key: 'connections',
    path: '/connections',
    label: 'Connections',
    permission: 'connections:read',
    group: 'main',
  },
  {
    key: 'certificates',
    path: '/certificates',
    label: 'Certificates',
    permission: 'connections:read',
    group: 'main',
  },
  { key: 'sessions', path: '/sessions', label: 'Sessions', permission: 'sessions:read', group: 'main' },
  {
    key: 'test-sso',
    path: '/test-sso',
    label: 'Test SSO',
    permission: 'test_sso:use',
    group: 'main',
    onlyIn: 'staging',
  },
  {
    key: 'redirects',
    path: '/configuration/redirects',
    label: 'Redirects',
    permission: 'redirect_uris:read',
    group: 'configuration',
  },
  {
    key: 'authentication',
    path: '/configuration/authentication',
    label: 'Authentication',
    permission: 'sign_in:read',
    group: 'configuration',
  },
  {
    key: 'oauth-providers',
    path: '/configuration/oauth-providers',
    label: 'OAuth providers',
    permission: 'sign_in:read',
    group: 'configuration',
  },
  {
    key: 'attributes',
    path: '/configuration/attributes',
    label: 'Attributes',
    permission: 'attributes:read',
    group: 'configuration',
  },
  {
    key: 'roles',
    path: '/configuration/roles',
    label: 'Roles',
    permission: 'roles:read',
    group: 'configuration',
  },
  {
    key: 'branding',
    path: '/configuration/branding',
    label: 'Branding',
    permission: 'branding:read',
    group: 'configuration',
  },
  {
    key: 'network',
    path: '/configuration/network',
    label: 'Network',
    permission: 'environment:read',
    group: 'configuration',
  },
  {
    key: 'api-keys',
    path: '/api-keys',
    label: 'API keys',
    permission: 'api_keys:read',
    group: 'configuration',
  },
] as const satisfies readonly {
  key: string;
  path: string;
  label: string;
  permission: Permission;
  group: 'main' | 'configuration';
  onlyIn?: 'staging';
}[];

export type SectionKey = (typeof SECTIONS)[number]['key'];

/** One entry of the navigation, as client components get it. */
export type SectionLink = { key: SectionKey; label: string; path: string; group: 'main' | 'configuration' };

/** An environment in the switcher, with the sections the reader may open there. */
export type EnvironmentView = {
  id: string;
  name: string;
  kind: 'staging' | 'production';
  color: EnvironmentColor;
  sections: readonly SectionLink[];
};

/** The section a dashboard address lies in: the longest path that begins it. */
export function sectionOf(pathname: string, environment: EnvironmentView): SectionLink | undefined {
  const rest = pathname.slice(`/dashboard/${environment.id}`.length);
  return [...environment.sections]
    .sort((a, b) => b.path.length - a.path.length)
    .find(({ path }) =>
      path === '' ? rest === '' || rest === '/' : rest === path || rest.startsWith(`${path}/`),
    );
}

/** The words for an environment's kind; shown wherever its color is, which says nothing by itself. */
export const KINDS = {
  staging: { label: 'Staging' },
  production: { label: 'Production' },
} as const;

/** The color of an environment: as a dot beside its name, and as the stripe on top of its pages. */
export const COLORS: Readonly<Record<EnvironmentColor, { dot: string; edge: string }>> = {
  amber: { dot: 'bg-(--amber-9)', edge: 'border-t-(--amber-9)' },
  orange: { dot: 'bg-(--orange-9)', edge: 'border-t-(--orange-9)' },
  pink: { dot: 'bg-(--pink-9)', edge: 'border-t-(--pink-9)' },
  violet: { dot: 'bg-(--violet-9)', edge: 'border-t-(--violet-9)' },
  blue: { dot: 'bg-(--blue-9)', edge: 'border-t-(--blue-9)' },
  teal: { dot: 'bg-(--teal-9)', edge: 'border-t-(--teal-9)' },
  green: { dot: 'bg-(--green-9)', edge: 'border-t-(--green-9)' },
  gray: { dot: 'bg-(--gray-9)', edge: 'border-t-(--gray-9)' },
};

/**
 * The pages of the workspace itself, in the order of their navigation. `path` follows /dashboard/workspace;
 * a page is listed for roles that hold `permission`.
 */
export const WORKSPACE_SECTIONS = [
  { key: 'general', path: '/general', label: 'General', permission: 'workspace:read' },
  { key: 'members', path: '/members', label: 'Members', permission: 'members:read' },
  {
    key: 'authentication',
    path: '/authentication',
    label: 'Authentication',
    permission: 'authentication:read',
  },
  { key: 'environments', path: '/environments', label: 'Environments', permission: 'environments:read' },
  { key: 'billing', path: '/billing', label: 'Billing', permission: 'billing:read' },
  { key: 'compliance', path: '/compliance', label: 'Compliance', permission: 'compliance:read' },
  { key: 'audit-log', path: '/audit-log', label: 'Audit log', permission: 'audit_log:read' },
  { key: 'outbox', path: '/outbox', label: 'Outbox', permission: 'outbox:read' },
] as const satisfies readonly {
  key: string;
  path: string;
  label: string;
  permission: WorkspacePermission;
}[];

/** One entry of the workspace's navigation, as client components get it. */
export type WorkspaceLink = { key: string; label: string; path: string };

/** The pages of one's own settings, which every role has. `path` follows /dashboard/profile. */
export const PROFILE_SECTIONS = [
  { key: 'profile', path: '', label: 'Profile' },
  { key: 'security', path: '/security', label: 'Security' },
] as const satisfies readonly WorkspaceLink[];
