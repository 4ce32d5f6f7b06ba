import { hasOidcLogout, isOidcConnectionType } from '#lib/oidc/connections.ts';

/** What decides whether logouts can be exchanged with an identity provider. */
type Signable = {
  idpSloUrl: string | null;
  idpEntityId: string | null;
  connectionType: string;
  oidcRevocationEndpoint: string | null;
  oidcEndSessionEndpoint: string | null;
  keyPairs: readonly { use: string }[];
};

/**
 * Why a connection has no single logout, in a sentence for whoever set it up; null when it has. Our messages are always
 * signed, because an unsigned one could come from anybody.
 */
export function logoutProblem(connection: Signable): string | null {
  if (isOidcConnectionType(connection.connectionType)) {
    return hasOidcLogout(connection)
      ? null
      : 'Single Logout is only supported for OpenID Connect connections whose discovery document names a revocation_endpoint and an end_session_endpoint, and this one does not.';
  }
  if (!connection.idpSloUrl || !connection.idpEntityId) {
    return 'Single Logout is only supported for connections whose identity provider has a logout URL, and this one has none.';
  }
  if (!connection.keyPairs.some((pair) => pair.use === 'signing')) {
    return 'Single Logout needs a request signing certificate on the connection, because logout messages are always signed.';
  }
  return null;
}
