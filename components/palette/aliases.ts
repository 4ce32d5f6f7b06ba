/** Other words for pages, by the key of their section: names of other products, of older versions, of what is on them. */
export const PAGE_ALIASES: Readonly<Record<string, readonly string[]>> = {
  overview: ['Home', 'Dashboard', 'Statistics', 'Charts', 'Client ID', 'Go live', 'Launch checklist'],
  organizations: ['Customers', 'Tenants', 'Domains', 'User Email Domains'],
  connections: ['Identity providers', 'IdP', 'SAML', 'OIDC', 'Certificates', 'Metadata'],
  sessions: ['Logins', 'Sign-ins', 'Logs', 'Errors', 'Failed'],
  'test-sso': ['Test identity provider', 'Scenarios', 'Example app'],
  redirects: [
    'Redirect URIs',
    'Callback',
    'Logout redirect',
    'Sign-in endpoint',
    'App homepage URL',
    'CORS origins',
  ],
  'api-keys': ['Client ID', 'Client secret', 'Credentials', 'Secret key'],
  attributes: ['Custom attributes', 'Identity Provider Attributes', 'Attribute mapping'],
  authentication: ['Sign-in consent', 'Single sign-on', 'MFA', 'Passkeys', 'Two-factor', 'Password'],
  roles: ['Authorization', 'Permissions', 'Groups', 'Role mapping'],
  branding: ['Logo', 'Colors', 'Appearance'],
  general: ['Team', 'Workspace settings', 'Support email', 'Delete workspace'],
  members: ['Team', 'Users', 'Roles', 'Invitations', 'Invite'],
  environments: ['Staging', 'Production', 'Sandbox', 'Copy configuration'],
  billing: ['Invoices', 'Payment', 'Card', 'Tax ID', 'Unlock production', 'Usage'],
  compliance: ['SOC 2', 'SOC 3', 'SIG Lite', 'Documents'],
  'audit-log': ['History', 'Changes', 'Who did what'],
  outbox: ['Mail', 'Email'],
  docs: ['Documentation', 'Quick start', 'SDK', 'Code samples', 'Help', 'Guide'],
  profile: ['User settings', 'Account', 'Notifications', 'Theme'],
  security: ['Password', 'Two-factor', 'Passkeys', 'Recovery codes', 'Devices', 'Sign out elsewhere'],
};

/** All other words for a page, its group's name among them. */
export function aliasesOf(key: string, group: string): string[] {
  return [...(PAGE_ALIASES[key] ?? []), ...(group === 'configuration' ? ['Configuration', 'Settings'] : [])];
}
