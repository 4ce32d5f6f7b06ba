import { z } from 'zod';
import { PROFILE_FIELDS } from '#lib/attributes/identity-providers.ts';
import { IDP_INITIATED_MODE_NAMES } from '#lib/saml/idp-initiated.ts';

const isProfileField = (name: string) => (PROFILE_FIELDS as readonly string[]).includes(name);

const id = z.string().min(1).max(100);
const connectionId = id;
const on = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');
const text = (max: number) =>
  z
    .string()
    .max(max, { error: `Use at most ${max.toLocaleString('en-US')} characters.` })
    .default('');

export const newConnectionForm = z.object({
  organizationId: id,
  connection_type: z
    .string({ error: 'Choose the identity provider your customer uses.' })
    .min(1, { error: 'Choose the identity provider your customer uses.' })
    .max(100),
  name: text(200),
});
export const connectionForm = z.object({ connectionId });
export const metadataChangeForm = z.object({ connectionId, hash: z.string().max(64) });
export const renameConnectionForm = z.object({
  connectionId,
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, { error: 'Enter a name.' })
    .max(200, { error: 'Use at most 200 characters.' }),
});
export const connectionTypeForm = z.object({
  connectionId,
  connection_type: z
    .string({ error: 'Choose an identity provider.' })
    .min(1, { error: 'Choose an identity provider.' })
    .max(100),
});
export const enableConnectionForm = z.object({ connectionId, enabled: z.enum(['yes', 'no']) });
export const deleteConnectionForm = z.object({ connectionId, confirmation: text(1000) });

/** One of three ways to name the identity provider; `step` says whether to show or to save what was read. */
export const identityProviderForm = z.object({
  connectionId,
  step: z.enum(['read', 'save']),
  from: z.enum(['metadata_url', 'metadata_xml', 'fields']),
  idp_metadata_url: text(2048),
  as_read: text(64),
  metadata_xml: text(300_000),
  idp_entity_id: text(2048),
  idp_sso_url: text(2048),
  idp_sso_binding: z.enum(['redirect', 'post']).default('redirect'),
  idp_slo_url: text(2048),
  idp_slo_binding: z.enum(['redirect', 'post']).default('redirect'),
  idp_signing_certs: text(200_000),
});
export const oidcForm = z.object({
  connectionId,
  discovery_endpoint: text(2048),
  client_id: text(255),
  client_secret: text(2048),
  token_authentication_method: z.enum(['any', 'client_secret_basic', 'client_secret_post']).default('any'),
});
export const oidcSignInForm = z.object({ connectionId, force_authn: on, hold_new_ids: on });
export const restoreVersionForm = z.object({
  connectionId,
  number: z.coerce.number().int().min(1).max(1_000_000),
});
export const addCertificatesForm = z.object({ connectionId, idp_signing_certs: text(200_000) });
export const certificateForm = z.object({ connectionId, certificateId: id });
export const newKeyPairForm = z.object({ connectionId, use: z.enum(['encryption', 'signing']) });
export const keyPairForm = z.object({
  connectionId,
  use: z.enum(['encryption', 'signing']),
  keyPairId: id,
});
export const serviceProviderForm = z.object({ connectionId, sp_entity_id: text(1100), acs_url: text(2100) });
export const attributesForm = z.object({
  connectionId,
  idp_id: text(500),
  email: text(500),
  first_name: text(500),
  last_name: text(500),
  name: text(500),
  groups: text(500),
});
/** One field `custom.<name>` for each attribute the environment defines. */
export const customAttributesForm = z
  .object({ connectionId })
  .catchall(z.string().max(500, { error: 'Use at most 500 characters.' }))
  .transform(({ connectionId: id, ...rest }) => ({
    connectionId: id,
    sources: Object.fromEntries(
      Object.entries(rest).flatMap(([field, value]) =>
        field.startsWith('custom.') ? [[field.slice('custom.'.length), value]] : [],
      ),
    ),
  }));
/** Either mapping form, as it stands; `reveal` shows values in full. */
export const previewMappingForm = z
  .object({ connectionId, reveal: z.literal('yes').optional() })
  .catchall(z.string().max(500, { error: 'Use at most 500 characters.' }))
  .transform(({ connectionId: id, reveal, ...rest }) => {
    const typed = Object.entries(rest).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const custom = 'custom.';
    return {
      connectionId: id,
      reveal: reveal === 'yes',
      overrides: Object.fromEntries(typed.filter(([name]) => isProfileField(name))),
      map: Object.fromEntries(
        typed.flatMap(([name, source]) =>
          name.startsWith(custom) ? [[name.slice(custom.length), source]] : [],
        ),
      ),
    };
  });
export const reconcileForm = z.object({ connectionId, reviewed: z.string().max(64).default('') });
export const linkIdentitiesForm = reconcileForm;
export const identityForm = z.object({ connectionId, freshId: id });
export const undoReconciliationForm = z.object({ connectionId, id });
export const signInSettingsForm = z.object({
  connectionId,
  idp_initiated_mode: z.enum(IDP_INITIATED_MODE_NAMES, { error: 'Choose one of the four.' }),
  force_authn: on,
  login_hint_in_subject: on,
  hold_new_ids: on,
  /** `none` asks for no format. */
  name_id_format: z.string().max(200).default('none'),
  idp_sso_binding: z.enum(['redirect', 'post']).optional(),
  clock_tolerance_seconds: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, { error: 'Enter whole seconds, 0 to 300.' })
    .transform(Number)
    .refine((seconds) => seconds <= 300, { error: 'Enter whole seconds, 0 to 300.' }),
});
export const legacyForm = z.object({
  connectionId,
  allow_sha1: on,
  allow_small_rsa_keys: on,
  allow_unsigned_cbc: on,
});
