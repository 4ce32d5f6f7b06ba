import { PROFILE_FIELDS } from '#lib/attributes/identity-providers.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { acsUrl, oidcCallbackUrl, spEntityId } from '#lib/sso/service-provider.ts';

/** A connection as the API answers it: the documented keys, then what managing connections by API needs. */
export function connectionWire(row: ConnectionRow) {
  const isOidc = isOidcConnectionType(row.connectionType);
  const mapped = row.attributeMap as Record<string, string>;
  return {
    object: 'connection',
    id: row.id,
    organization_id: row.organizationId,
    connection_type: row.connectionType,
    name: row.name,
    state: row.state,
    // Deprecated, yet some SDKs cannot read a connection without it.
    status: row.state === 'active' ? 'linked' : 'unlinked',
    domains: row.organization.domains.map(({ id, domain }) => ({ object: 'connection_domain', id, domain })),
    external_id: row.externalId,
    callback_endpoint: isOidc ? oidcCallbackUrl(row.externalKey) : acsUrl(row),
    ...(isOidc ? { oidc_options: oidcOptions(row) } : { saml_options: samlOptions(row) }),
    attribute_maps: {
      standard_attributes: Object.fromEntries(PROFILE_FIELDS.map((field) => [field, mapped[field] ?? null])),
      custom_attributes: row.customAttributeMap,
    },
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** The secret is in no answer. */
function oidcOptions(row: ConnectionRow) {
  return {
    discovery_endpoint: row.oidcDiscoveryEndpoint,
    client_id: row.oidcClientId,
    redirect_uri: oidcCallbackUrl(row.externalKey),
    pkce: true,
    token_authentication_method: row.oidcTokenAuth,
  };
}

function samlOptions(row: ConnectionRow) {
  return {
    idp_metadata_url: row.idpMetadataUrl,
    idp_entity_id: row.idpEntityId,
    idp_sso_url: row.idpSsoUrl,
    idp_slo_url: row.idpSloUrl,
    acs_url: acsUrl(row),
    sp_entity_id: spEntityId(row),
    name_id_format: row.nameIdFormat,
    idp_initiated_enabled: row.idpInitiatedMode !== 'off',
    force_authn: row.forceAuthn,
    clock_tolerance_seconds: row.clockToleranceSeconds,
  };
}
