import { z } from 'zod';

const text = z.string().nullish();
const keyPair = z.object({ key: z.string(), cert: z.string() });

/** `saml_options` of a request: the identity provider by metadata URL or by fields, and what overrides ours. */
const samlOptions = z.object({
  idp_metadata_url: text,
  idp_metadata_xml: text,
  idp_entity_id: text,
  idp_sso_url: text,
  idp_slo_url: text,
  idp_signing_certs: z.array(z.string()).nullish(),
  acs_url: text,
  sp_entity_id: text,
  sp_signing_key_pair: keyPair.nullish(),
  sp_encryption_key_pairs: z.array(keyPair).nullish(),
  name_id_format: text,
  idp_initiated_enabled: z.boolean().nullish(),
  force_authn: z.boolean().nullish(),
  clock_tolerance_seconds: z.number().nullish(),
});

/** `oidc_options` of a request. What is fixed here may be said, but not otherwise. */
const oidcOptions = z.object({
  discovery_endpoint: text,
  client_id: text,
  client_secret: text,
  token_authentication_method: text,
  pkce: z.literal(true).nullish(),
  fetch_user_info: z.literal(true).nullish(),
  redirect_uri: z.unknown().optional(),
});

const sources = z.record(z.string(), z.string().nullable());

const attributeMaps = z.object({
  standard_attributes: sources.nullish(),
  custom_attributes: sources.nullish(),
});

const shared = {
  name: text,
  external_id: text,
  connection_type: text,
  saml_options: samlOptions.nullish(),
  oidc_options: oidcOptions.nullish(),
  attribute_maps: attributeMaps.nullish(),
};

/** Body of POST /connections. */
export const createConnectionBody = z.object({ organization_id: z.string(), ...shared });

/** Body of PATCH /connections/{id}. */
export const updateConnectionBody = z.object(shared);

/** Body of POST /connections/{id}/saml_idp_signing_certs. */
export const addCertificateBody = z.object({ value: z.string() });

export type OidcOptions = z.output<typeof oidcOptions>;
export type SamlOptions = z.output<typeof samlOptions>;
export type CreateConnectionBody = z.output<typeof createConnectionBody>;
export type UpdateConnectionBody = z.output<typeof updateConnectionBody>;
