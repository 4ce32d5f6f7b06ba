/**
 * Everything the audit log can say happened, with the words the dashboard shows. A name is `<target>.<past
 * participle>`; names are stored, so they never change and none is taken away.
 */
export const AUDIT_ACTIONS = {
  // Organizations and their domains
  'organization.created': 'Organization created',
  'organization.updated': 'Organization changed',
  'organization.deleted': 'Organization deleted',
  'organization_domain.created': 'Email domain added',
  'organization_domain.verification_started': 'Email domain verification started',
  'organization_domain.verified': 'Email domain verified',
  'organization_domain.verification_failed': 'Email domain verification failed',
  'organization_domain.deleted': 'Email domain removed',
  'organization_contact.created': 'Contact added',
  'organization_contact.updated': 'Contact changed',
  'organization_contact.deleted': 'Contact removed',

  // Connections
  'connection.created': 'Connection created',
  'connection.updated': 'Connection changed',
  'connection.activated': 'Connection became active',
  'connection.restored': 'Earlier connection settings restored',
  'connection.enabled': 'Connection switched on',
  'connection.disabled': 'Connection switched off',
  'connection.deleted': 'Connection deleted',
  'connection_certificate.created': 'Identity provider certificate added',
  'connection_certificate.deleted': 'Identity provider certificate removed',
  'connection_certificate.staged': 'Certificate taken over from metadata',
  'connection_certificate.refused': 'Certificate from metadata refused',
  'connection_certificate.retired': 'Certificate retired that was no longer used',
  'connection_metadata.held': 'Metadata change held for an Admin',
  'connection_metadata.accepted': 'Metadata change accepted',
  'connection_metadata.dismissed': 'Metadata change dismissed',
  'connection_key_pair.created': 'Connection key pair created',
  'connection_key_pair.deleted': 'Connection key pair deleted',
  'connection_key_pair.renewed': 'Connection key pair renewed',
  'connection_key_pair.retired': 'Renewed key pair retired',

  // Settings of an environment
  'api_key.created': 'API key created',
  'api_key.revealed': 'API key shown',
  'api_key.expiry_changed': 'API key expiry changed',
  'api_key.rotated': 'API key replaced',
  'api_key.revoked': 'API key revoked',
  'redirect_uri.created': 'Redirect URI added',
  'redirect_uri.updated': 'Redirect URI changed',
  'redirect_uri.made_default': 'Default redirect URI changed',
  'redirect_uri.deleted': 'Redirect URI deleted',
  'logout_redirect_uri.created': 'Logout redirect added',
  'logout_redirect_uri.updated': 'Logout redirect changed',
  'logout_redirect_uri.made_default': 'Default logout redirect changed',
  'logout_redirect_uri.deleted': 'Logout redirect deleted',
  'cors_origin.created': 'CORS origin added',
  'cors_origin.deleted': 'CORS origin deleted',
  'app_addresses.updated': 'Addresses of the app changed',
  'sign_in_settings.updated': 'Sign-in settings changed',
  'oauth_provider.updated': 'OAuth provider changed',
  'attribute.enabled': 'Predefined attribute switched on',
  'attribute.disabled': 'Predefined attribute switched off',
  'attribute.created': 'Custom attribute added',
  'attribute.updated': 'Custom attribute changed',
  'attribute.reordered': 'Custom attributes reordered',
  'attribute.deleted': 'Custom attribute deleted',
  'role.created': 'Role added',
  'role.updated': 'Role changed',
  'role.made_default': 'Default role changed',
  'role.reordered': 'Role priority changed',
  'role.multiple_changed': 'Number of roles per profile changed',
  'role.deleted': 'Role deleted',
  'sso_group.created': 'SSO group mapped to a role',
  'sso_group.updated': 'SSO group changed',
  'sso_group.deleted': 'SSO group removed',
  'profile.reconciled': 'Profiles brought in line with the mapping',
  'profile.linked': 'Profiles linked to new IDs',
  'profile.kept_separate': 'People of one email address kept apart',
  'profile.reconciliation_undone': 'Reconciliation of profiles taken back',
  'branding.updated': 'Branding changed',
  'branding.reset': 'Branding reset',
  'branding_logo.uploaded': 'Logo uploaded',
  'branding_logo.deleted': 'Logo deleted',
  'session.downloaded': 'Session exported',
  'session.signed_out': 'Signed out by single logout',
  'evidence_link.created': 'Link to a session created',
  'evidence_link.opened': 'Link to a session opened',
  'evidence_link.revoked': 'Link to a session revoked',

  // Environments
  'environment.created': 'Environment created',
  'environment.updated': 'Environment changed',
  'environment.deleted': 'Environment deleted',
  'environment.configuration_copied': 'Configuration copied between environments',

  // Workspace
  'workspace.created': 'Workspace created',
  'workspace.updated': 'Workspace settings changed',
  'workspace.deletion_requested': 'Workspace deletion started',
  'workspace.deleted': 'Workspace deleted',

  // Members and invitations
  'invitation.created': 'Member invited',
  'invitation.resent': 'Invitation sent again',
  'invitation.revoked': 'Invitation revoked',
  'member.joined': 'Member joined',
  'member.role_changed': 'Role of a member changed',
  'member.removed': 'Member removed',
  'member.left': 'Member left',
  'member.notifications_changed': 'Notification settings changed',

  // Signing in to the dashboard
  'dashboard_session.created': 'Signed in to the dashboard',
  'dashboard_session.ended': 'Signed out of the dashboard',
  'dashboard_session.revoked': 'Another browser signed out',
  'dashboard_session.refused': 'Sign-in to the dashboard refused',

  'dashboard_session.break_glass': 'Signed in past SSO (break-glass)',
  'authentication_policy.updated': 'Sign-in policy changed',
  'team_domain.created': 'Team domain added',
  'team_domain.verified': 'Team domain verified',
  'team_domain.deleted': 'Team domain removed',
  'dashboard_sso.created': 'Dashboard SSO set up',
  'dashboard_sso.updated': 'Dashboard SSO changed',
  'dashboard_sso.deleted': 'Dashboard SSO switched off',
  'member_factor.created': 'Second factor added',
  'member_factor.updated': 'Passkey renamed',
  'member_factor.deleted': 'Second factor removed',
  'recovery_codes.replaced': 'Recovery codes replaced',
  'recovery_code.used': 'Recovery code used',
  'member.password_changed': 'Password changed',

  // Billing
  'billing_details.updated': 'Billing details changed',
  'billing_tax_id.created': 'Tax ID added',
  'billing_tax_id.deleted': 'Tax ID removed',
  'payment_method.updated': 'Payment method changed',
  'production.unlocked': 'Production unlocked',
  'invoice.issued': 'Invoice issued',
  'invoice.paid': 'Invoice paid',
  'invoice.payment_failed': 'Payment of an invoice failed',
  'invoice.credited': 'Credit given on an invoice',
  'invoice.voided': 'Invoice voided',

  // Mail
  'mail.retried': 'Mail sent again',

  // Compliance documents
  'compliance_document.created': 'Compliance document uploaded',
  'compliance_document.replaced': 'Compliance document replaced',
  'compliance_document.downloaded': 'Compliance document downloaded',
  'compliance_document.deleted': 'Compliance document deleted',

  // The log itself
  'audit_log.exported': 'Audit log exported',
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** The words for an action; a name of a newer version than this one is shown as it is. */
export function actionLabel(action: string): string {
  return (AUDIT_ACTIONS as Readonly<Record<string, string>>)[action] ?? action;
}

/** What stands before the dot of an action's name, in the words of the filter. */
export const AUDIT_GROUPS: Readonly<Record<string, string>> = {
  organization: 'Organizations',
  organization_domain: 'Organizations',
  organization_contact: 'Organizations',
  connection: 'Connections',
  connection_certificate: 'Connections',
  connection_metadata: 'Connections',
  connection_key_pair: 'Connections',
  api_key: 'API keys',
  redirect_uri: 'Redirects',
  logout_redirect_uri: 'Redirects',
  cors_origin: 'Redirects',
  app_addresses: 'Redirects',
  sign_in_settings: 'Authentication',
  session: 'Sessions',
  evidence_link: 'Sessions',
  environment: 'Environments',
  workspace: 'Workspace',
  invitation: 'Members',
  member: 'Members',
  dashboard_session: 'Signing in to the dashboard',
  authentication_policy: 'Signing in to the dashboard',
  team_domain: 'Signing in to the dashboard',
  dashboard_sso: 'Signing in to the dashboard',
  member_factor: 'Signing in to the dashboard',
  recovery_codes: 'Signing in to the dashboard',
  recovery_code: 'Signing in to the dashboard',
  billing_details: 'Billing',
  billing_tax_id: 'Billing',
  payment_method: 'Billing',
  production: 'Billing',
  invoice: 'Billing',
  compliance_document: 'Compliance',
  audit_log: 'Audit log',
};
