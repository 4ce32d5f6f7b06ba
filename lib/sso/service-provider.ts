import { env } from '#lib/env.ts';

type SpConnection = { externalKey: string; spEntityId: string | null; acsUrl: string | null };

/** SP entity ID of a connection: the override of a migration, or ours. */
export function spEntityId(connection: SpConnection): string {
  return connection.spEntityId ?? `${env().http.url}/${connection.externalKey}`;
}

/** Assertion consumer service URL the IdP must post to: the override of a migration, or ours. */
export function acsUrl(connection: SpConnection): string {
  return connection.acsUrl ?? ownAcsUrl(connection.externalKey);
}

/** Our own ACS URL of a connection, whatever was overridden. */
export function ownAcsUrl(externalKey: string): string {
  return `${env().http.url}/sso/saml/acs/${externalKey}`;
}

/** Where the identity provider sends logout requests and responses, by redirect and by POST. */
export function sloUrl(externalKey: string): string {
  return `${env().http.url}/sso/saml/slo/${externalKey}`;
}

/** Where a connection's SP metadata is published. */
export function spMetadataUrl(externalKey: string): string {
  return `${env().http.url}/sso/saml/metadata/${externalKey}`;
}

/** Where the OpenID provider of a connection sends people back to: the redirect URI to register there. */
export function oidcCallbackUrl(externalKey: string): string {
  return `${env().http.url}/sso/oidc/${externalKey}/callback`;
}

/** Where it sends people whom it has signed out: those whom we sent there, and those it signs out by itself. */
export function oidcLogoutUrl(externalKey: string): string {
  return `${env().http.url}/sso/oidc/idp-logout/${externalKey}`;
}
