'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { addIdpCertificates } from '#lib/connections/add-idp-certificates.ts';
import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import {
  addCertificatesForm,
  attributesForm,
  certificateForm,
  connectionForm,
  connectionTypeForm,
  customAttributesForm,
  deleteConnectionForm,
  enableConnectionForm,
  identityProviderForm,
  keyPairForm,
  legacyForm,
  metadataChangeForm,
  newConnectionForm,
  newKeyPairForm,
  oidcForm,
  oidcSignInForm,
  renameConnectionForm,
  restoreVersionForm,
  serviceProviderForm,
  signInSettingsForm,
} from '#lib/connections/connection-form.schema.ts';
import { CONNECTION_STATES } from '#lib/connections/connection-states.ts';
import { type IdentityProviderPreview, identityProviderPreview } from '#lib/connections/connection-view.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import { saveCustomAttributeMapping } from '#lib/connections/custom-attribute-mapping.ts';
import { acceptMetadataChange, dismissMetadataChange } from '#lib/connections/decide-metadata-change.ts';
import { deleteConnection } from '#lib/connections/delete-connection.ts';
import { getConnection } from '#lib/connections/get-connection.ts';
import { requireIdentityProvider } from '#lib/connections/identity-provider-input.ts';
import { refreshMetadata } from '#lib/connections/refresh-metadata.ts';
import { removeIdpCertificate } from '#lib/connections/remove-idp-certificate.ts';
import { removeKeyPair } from '#lib/connections/remove-key-pair.ts';
import { restoreVersion } from '#lib/connections/restore-version.ts';
import { setConnectionEnabled } from '#lib/connections/set-connection-enabled.ts';
import { testIdpInput } from '#lib/connections/test-idp-input.ts';
import { typedIdentityProvider } from '#lib/connections/typed-identity-provider.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { requireTyped } from '#lib/dashboard/typed-confirmation.ts';

const permission = 'connections:write';
/** A change of settings, judged before it is kept. */
const edit = { permission, reviewed: true } as const;

export const createConnectionAction = adminAction(
  { permission, input: newConnectionForm },
  async ({ input, environment, ...ctx }) => {
    const { connection } = await createConnection(ctx, {
      organizationId: input.organizationId,
      connectionType: input.connection_type,
      name: input.name.trim() || null,
      identityProvider: input.connection_type === 'TestIdp' ? await testIdpInput(ctx) : null,
    });
    redirect(`/dashboard/${environment.id}/connections/${connection.id}`);
  },
);

export const chooseTypeAction = adminAction(
  { ...edit, input: connectionTypeForm },
  async ({ input, ...ctx }) => {
    await updateConnection(ctx, { id: input.connectionId, connectionType: input.connection_type });
    refresh();
    return 'The identity provider is chosen.';
  },
);

export const renameConnectionAction = adminAction(
  { permission, input: renameConnectionForm },
  async ({ input, ...ctx }) => {
    await updateConnection(ctx, { id: input.connectionId, name: input.name });
    refresh();
    return 'The connection is renamed.';
  },
);

export const setConnectionEnabledAction = adminAction(
  { permission, input: enableConnectionForm },
  async ({ input, ...ctx }) => {
    const { state } = await setConnectionEnabled(ctx, {
      id: input.connectionId,
      enabled: input.enabled === 'yes',
    });
    refresh();
    return `The connection is ${CONNECTION_STATES[state].label.toLowerCase()} now.`;
  },
);

export const restoreVersionAction = adminAction(
  { ...edit, input: restoreVersionForm },
  async ({ input, ...ctx }) => {
    await restoreVersion(ctx, input);
    refresh();
    return `The settings of version ${input.number} are back.`;
  },
);

export const deleteConnectionAction = adminAction(
  { permission, input: deleteConnectionForm },
  async ({ input, environment, ...ctx }) => {
    const { name } = await getConnection(ctx, input.connectionId);
    requireTyped(input.confirmation, name);
    await deleteConnection(ctx, input.connectionId);
    redirect(`/dashboard/${environment.id}/connections`);
  },
);

/** Shows what metadata or fields say, or saves it; shown again after saving would be noise, so null then. */
export const identityProviderAction = adminAction(
  { ...edit, input: identityProviderForm },
  async ({ input, ...ctx }): Promise<{ message: string; result: IdentityProviderPreview | null }> => {
    if (input.step === 'read') {
      await getConnection(ctx, input.connectionId);
      const read = await requireIdentityProvider(ctx, typedIdentityProvider({ ...input, as_read: '' }));
      return {
        message: 'Read. Compare the values, then save.',
        result: identityProviderPreview(read, ctx.now),
      };
    }
    const identityProvider = typedIdentityProvider(input);
    const { state } = await updateConnection(ctx, { id: input.connectionId, identityProvider });
    refresh();
    const next = state === 'validating' ? ' Now test the sign-in.' : '';
    return { message: `The identity provider is saved.${next}`, result: null };
  },
);

export const acceptMetadataAction = adminAction(
  { ...edit, input: metadataChangeForm },
  async ({ input, ...ctx }) => {
    await acceptMetadataChange(ctx, input);
    refresh();
    return 'The change is accepted. Now test the sign-in.';
  },
);

export const dismissMetadataAction = adminAction(
  { permission, input: metadataChangeForm },
  async ({ input, ...ctx }) => {
    await dismissMetadataChange(ctx, input);
    refresh();
    return 'The change is dismissed.';
  },
);

const FETCHED = {
  certificates: 'The metadata was fetched. Its certificates are taken over.',
  held: 'The metadata was fetched. It names other addresses: they are taken over once you accept them.',
  unchanged: 'The metadata was fetched. It brings nothing new.',
  gone: 'The connection has another metadata URL by now. Fetch again.',
  failed: 'The metadata could not be fetched.',
} as const;

export const refreshMetadataAction = adminAction(
  { permission, input: connectionForm },
  async ({ input, ...ctx }) => {
    const followed = await refreshMetadata(ctx, input.connectionId);
    refresh();
    return FETCHED[followed];
  },
);

export const addCertificatesAction = adminAction(
  { ...edit, input: addCertificatesForm },
  async ({ input, ...ctx }) => {
    const added = await addIdpCertificates(ctx, {
      connectionId: input.connectionId,
      text: input.idp_signing_certs,
    });
    refresh();
    return added.length === 1 ? 'The certificate is added.' : `${added.length} certificates are added.`;
  },
);

export const removeCertificateAction = adminAction(
  { ...edit, input: certificateForm },
  async ({ input, ...ctx }) => {
    await removeIdpCertificate(ctx, input);
    refresh();
    return 'The certificate is removed.';
  },
);

export const refuseCertificateAction = adminAction(
  { ...edit, input: certificateForm },
  async ({ input, ...ctx }) => {
    await removeIdpCertificate(ctx, { ...input, refuse: true });
    refresh();
    return 'The certificate is refused.';
  },
);

export const addKeyPairAction = adminAction({ ...edit, input: newKeyPairForm }, async ({ input, ...ctx }) => {
  await addKeyPair(ctx, input);
  refresh();
  return input.use === 'signing'
    ? 'Requests are signed from now on.'
    : 'The certificate is made. Give it to the identity provider.';
});

export const removeKeyPairAction = adminAction({ ...edit, input: keyPairForm }, async ({ input, ...ctx }) => {
  await removeKeyPair(ctx, input);
  refresh();
  return input.use === 'signing'
    ? 'Requests are no longer signed.'
    : 'The encryption certificate is deleted.';
});

export const saveServiceProviderAction = adminAction(
  { ...edit, input: serviceProviderForm },
  async ({ input, ...ctx }) => {
    await updateConnection(ctx, {
      id: input.connectionId,
      spEntityId: input.sp_entity_id,
      acsUrl: input.acs_url,
    });
    refresh();
    return 'The service provider details are saved.';
  },
);

export const saveAttributesAction = adminAction(
  { ...edit, input: attributesForm },
  async ({ input: { connectionId, ...attributeMap }, ...ctx }) => {
    await updateConnection(ctx, { id: connectionId, attributeMap });
    refresh();
    return 'The attribute mapping is saved.';
  },
);

export const saveCustomAttributesAction = adminAction(
  { ...edit, input: customAttributesForm },
  async ({ input, ...ctx }) => {
    await saveCustomAttributeMapping(ctx, input);
    refresh();
    return 'The mapping is saved. It counts from the next sign-in on.';
  },
);

export const saveSignInSettingsAction = adminAction(
  { ...edit, input: signInSettingsForm },
  async ({ input, ...ctx }) => {
    const { idpSsoBinding } = await getConnection(ctx, input.connectionId);
    const newBinding = input.idp_sso_binding !== idpSsoBinding ? input.idp_sso_binding : undefined;
    await updateConnection(ctx, {
      id: input.connectionId,
      idpInitiatedMode: input.idp_initiated_mode,
      forceAuthn: input.force_authn,
      loginHintInSubject: input.login_hint_in_subject,
      holdNewIds: input.hold_new_ids,
      nameIdFormat: input.name_id_format === 'none' ? null : input.name_id_format,
      clockToleranceSeconds: input.clock_tolerance_seconds,
      identityProviderFields: { ssoBinding: newBinding },
    });
    refresh();
    return 'The settings are saved.';
  },
);

/** Reads the discovery document and keeps what it says with what was entered. */
export const saveOidcAction = adminAction({ ...edit, input: oidcForm }, async ({ input, ...ctx }) => {
  const { token_authentication_method: tokenAuth } = input;
  const { state } = await updateConnection(ctx, {
    id: input.connectionId,
    oidc: {
      discoveryEndpoint: input.discovery_endpoint,
      clientId: input.client_id,
      clientSecret: input.client_secret,
      tokenAuth: tokenAuth === 'any' ? null : tokenAuth,
    },
  });
  refresh();
  const next = state === 'validating' ? ' Now test the sign-in.' : '';
  return `The identity provider is saved.${next}`;
});

export const saveOidcSignInAction = adminAction(
  { ...edit, input: oidcSignInForm },
  async ({ input, ...ctx }) => {
    await updateConnection(ctx, {
      id: input.connectionId,
      forceAuthn: input.force_authn,
      holdNewIds: input.hold_new_ids,
    });
    refresh();
    return 'The settings are saved.';
  },
);

export const saveLegacyAction = adminAction({ ...edit, input: legacyForm }, async ({ input, ...ctx }) => {
  await updateConnection(ctx, {
    id: input.connectionId,
    allowSha1: input.allow_sha1,
    allowSmallRsaKeys: input.allow_small_rsa_keys,
    allowUnsignedCbc: input.allow_unsigned_cbc,
  });
  refresh();
  return 'The legacy settings are saved.';
});
