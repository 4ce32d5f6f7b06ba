import { CONNECTION_TYPES, connectionTypeOf } from '#lib/attributes/connection-types.ts';
import { AppError } from '#lib/errors.ts';
import type {
  CreateConnectionBody,
  OidcOptions,
  SamlOptions,
  UpdateConnectionBody,
} from './connection.schema.ts';
import type { ConnectionSettings } from './connection-input.ts';
import type { NewConnection } from './create-connection.ts';
import type { IdentityProviderInput } from './identity-provider-input.ts';
import type { OidcInput } from './oidc-input.ts';
import type { ConnectionChanges } from './update-connection.ts';

/**
 * What POST /connections asks for. Throws the API's own codes for options that are missing, contradict each
 * other or are half given.
 */
export function newConnectionOf(body: CreateConnectionBody): NewConnection {
  const saml = body.saml_options ?? null;
  const type = chosenType(body);
  const idp = saml && wholeIdentityProvider(saml);
  return {
    organizationId: body.organization_id,
    connectionType: type,
    name: body.name,
    externalId: body.external_id,
    ...settingsOf(saml),
    ...mapsOf(body),
    identityProvider: idp,
    oidc: body.oidc_options && oidcOf(body.oidc_options),
    signingKeyPair: saml?.sp_signing_key_pair && pairOf(saml.sp_signing_key_pair),
    encryptionKeyPairs: saml?.sp_encryption_key_pairs?.map(pairOf),
  };
}

/** What PATCH /connections/{id} asks for: only what is given, null resets. Throws like `newConnectionOf`. */
export function connectionChangesOf(id: string, body: UpdateConnectionBody): ConnectionChanges {
  requireOneProtocol(body);
  const saml = body.saml_options ?? null;
  if (saml?.sp_signing_key_pair != null || saml?.sp_encryption_key_pairs != null) {
    throw new AppError(
      'key_pair_not_accepted',
      'Key pairs are changed through the certificates of the connection.',
    );
  }
  const url = saml?.idp_metadata_url;
  const fields = saml && {
    entityId: saml.idp_entity_id,
    ssoUrl: saml.idp_sso_url,
    sloUrl: saml.idp_slo_url,
    certificates: saml.idp_signing_certs,
  };
  const byHand = fields !== null && Object.values(fields).some((value) => value !== undefined);
  const described = saml && describedIdentityProvider(saml);
  if (described && byHand) throw new AppError('ambiguous_saml_options');
  return {
    id,
    name: body.name,
    connectionType: body.connection_type,
    externalId: body.external_id,
    ...settingsOf(saml),
    ...mapsOf(body),
    identityProvider: described ?? undefined,
    oidc: body.oidc_options ? oidcOf(body.oidc_options) : undefined,
    identityProviderFields:
      byHand || url === null ? { ...fields, ...(url === null ? { metadataUrl: null } : {}) } : undefined,
  };
}

/** The type given, or the custom one of the options given. */
function chosenType(body: CreateConnectionBody): string {
  requireOneProtocol(body);
  const given = body.connection_type;
  if (given == null) {
    if (body.oidc_options) return 'GenericOIDC';
    if (!body.saml_options) throw new AppError('connection_type_or_options_required');
    return 'GenericSAML';
  }
  const type = connectionTypeOf(given);
  if (body.saml_options && type !== null && CONNECTION_TYPES[type].protocol === 'oidc') {
    throw new AppError('connection_type_conflicts_with_options');
  }
  return given;
}

function requireOneProtocol(body: UpdateConnectionBody): void {
  if (!body.oidc_options) return;
  if (body.saml_options) throw new AppError('both_saml_and_oidc_options_provided');
  const type = body.connection_type == null ? null : connectionTypeOf(body.connection_type);
  if (type !== null && CONNECTION_TYPES[type].protocol === 'saml') {
    throw new AppError('connection_type_conflicts_with_options');
  }
}

function oidcOf(options: OidcOptions): OidcInput {
  return {
    discoveryEndpoint: options.discovery_endpoint,
    clientId: options.client_id,
    clientSecret: options.client_secret,
    tokenAuth: options.token_authentication_method,
  };
}

/** An identity provider given all at once; null when nothing is said about it. */
function wholeIdentityProvider(saml: SamlOptions): IdentityProviderInput | null {
  const { idp_entity_id: entityId, idp_sso_url: ssoUrl, idp_signing_certs: certificates } = saml;
  const { idp_slo_url: sloUrl } = saml;
  const given = [entityId, ssoUrl, sloUrl, certificates].filter((one) => one != null).length;
  const described = describedIdentityProvider(saml);
  if (described && given > 0) throw new AppError('ambiguous_saml_options');
  if (described || given === 0) return described;
  if (entityId == null || ssoUrl == null || certificates == null || certificates.length === 0) {
    throw new AppError('incomplete_saml_options');
  }
  return { from: 'fields', entityId, ssoUrl, sloUrl, certificates };
}

function describedIdentityProvider(saml: SamlOptions): IdentityProviderInput | null {
  const { idp_metadata_url: url, idp_metadata_xml: xml } = saml;
  if (url != null && xml != null) throw new AppError('ambiguous_saml_options');
  if (url != null) return { from: 'metadata_url', url };
  return xml == null ? null : { from: 'metadata_xml', xml };
}

function settingsOf(saml: SamlOptions | null): ConnectionSettings {
  return {
    acsUrl: saml?.acs_url,
    spEntityId: saml?.sp_entity_id,
    nameIdFormat: saml?.name_id_format,
    idpInitiatedEnabled: saml?.idp_initiated_enabled,
    forceAuthn: saml?.force_authn,
    clockToleranceSeconds: saml?.clock_tolerance_seconds,
  };
}

function mapsOf(body: UpdateConnectionBody): ConnectionSettings {
  const maps = body.attribute_maps;
  if (maps === null) return { attributeMap: null, customAttributeMap: null };
  return { attributeMap: maps?.standard_attributes, customAttributeMap: maps?.custom_attributes };
}

function pairOf(pair: { key: string; cert: string }) {
  return { key: pair.key, certificate: pair.cert };
}
