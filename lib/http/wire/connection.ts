import { PROFILE_FIELDS } from '#lib/attributes/identity-providers.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import { acsUrl, spEntityId } from '#lib/sso/service-provider.ts';

/** A connection as the API answers it: the documented keys, then what managing connections by API needs. */
export function connectionWire(row: ConnectionRow) {
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
    callback_endpoint: acsUrl(row),
    saml_options: {
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
    },
    attribute_maps: {
      standard_attributes: Object.fromEntries(PROFILE_FIELDS.map((field) => [field, mapped[field] ?? null])),
      custom_attributes: row.customAttributeMap,
    },
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
