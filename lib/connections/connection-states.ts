import type { ConnectionRow } from '#lib/data/connections.ts';

import { isOidcConnectionType } from '#lib/oidc/connections.ts';

/** States of a connection, with the words the dashboard shows. */
export const CONNECTION_STATES = {
  requires_type: { label: 'Type needed', meaning: 'Nobody has chosen the identity provider yet.' },
  draft: { label: 'Draft', meaning: 'The identity provider is not configured yet.' },
  validating: { label: 'Validating', meaning: 'Configured, and waiting for its first successful sign-in.' },
  active: { label: 'Active', meaning: 'People can sign in.' },
  inactive: { label: 'Inactive', meaning: 'Disabled: nobody can sign in.' },
  deleting: { label: 'Deleting', meaning: 'Being deleted.' },
} as const satisfies Record<string, { label: string; meaning: string }>;

export type ConnectionState = keyof typeof CONNECTION_STATES;

type Configurable = Pick<ConnectionRow, 'idpEntityId' | 'idpSsoUrl' | 'connectionType'> &
  Partial<Pick<ConnectionRow, 'oidcClientId' | 'oidcIssuer'>> & { certificates: readonly unknown[] };

/** Whether a sign-in could be attempted: the identity provider is known, with something to verify it by. */
export function isConfigured(connection: Configurable): boolean {
  if (isOidcConnectionType(connection.connectionType)) {
    const { oidcClientId = null, oidcIssuer = null } = connection;
    return oidcClientId !== null && oidcIssuer !== null;
  }
  return (
    connection.idpEntityId !== null && connection.idpSsoUrl !== null && connection.certificates.length > 0
  );
}

/**
 * The state that follows from what a connection holds. Inactive stays until somebody enables it; one that has
 * worked stays active when its configuration changes, and starts over when the configuration is taken away.
 */
export function settledState(
  connection: Configurable & { state: ConnectionState; activatedAt: Date | null },
) {
  if (connection.state === 'inactive' || connection.state === 'deleting') return connection.state;
  return enabledState(connection);
}

/** The state of a connection that is not disabled. */
export function enabledState(connection: Configurable & { activatedAt: Date | null }): ConnectionState {
  if (connection.connectionType === 'Pending') return 'requires_type';
  if (!isConfigured(connection)) return 'draft';
  return connection.activatedAt === null ? 'validating' : 'active';
}
