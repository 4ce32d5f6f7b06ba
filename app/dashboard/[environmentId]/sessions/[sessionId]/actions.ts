'use server';

import { refresh } from 'next/cache';
import { addIdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { requireTyped } from '#lib/dashboard/typed-confirmation.ts';
import { compareCertificateForm, takeEntityIdForm } from '#lib/sso/session-aid.schema.ts';
import { entityIdToTake, signerToAdd } from '#lib/sso/session-aid.ts';

const edit = { permission: 'connections:write', reviewed: true } as const;

/** Adds the certificate that signed a refused response, once its fingerprint was compared with what the customer says. */
export const addSignerAction = adminAction(
  { ...edit, input: compareCertificateForm },
  async ({ input, ...ctx }) => {
    const { certificate, connectionId } = await signerToAdd(ctx, input.sessionId);
    requireTyped(
      input.confirmation.replaceAll(/[\s:]/g, '').toLowerCase(),
      certificate.fingerprintSha256.slice(-8),
    );
    await addIdpCertificate(ctx, { connectionId, pem: certificate.pem });
    refresh();
    return 'The certificate is added. Signing in again should work.';
  },
);

/** Takes over the entity ID of a genuinely signed response. */
export const takeEntityIdAction = adminAction(
  { ...edit, input: takeEntityIdForm },
  async ({ input, ...ctx }) => {
    const { connectionId, entityId } = await entityIdToTake(ctx, input.sessionId);
    requireTyped(input.confirmation, entityId);
    await updateConnection(ctx, { id: connectionId, identityProviderFields: { entityId } });
    refresh();
    return 'The entity ID is changed. Signing in again should work.';
  },
);
