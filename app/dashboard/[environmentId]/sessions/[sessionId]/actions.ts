'use server';

import { refresh } from 'next/cache';
import { addIdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { requireTyped } from '#lib/dashboard/typed-confirmation.ts';
import { env } from '#lib/env.ts';
import { invalidField } from '#lib/errors.ts';
import * as links from '#lib/sso/evidence-links.schema.ts';
import { createEvidenceLink, revokeEvidenceLink } from '#lib/sso/evidence-links.ts';
import { compareCertificateForm, mapAttributeForm, takeEntityIdForm } from '#lib/sso/session-aid.schema.ts';
import { attributeToMap, entityIdToTake, signerToAdd } from '#lib/sso/session-aid.ts';

const edit = { permission: 'connections:write', reviewed: true } as const;

/** Adds the certificate that signed a refused response, once its fingerprint was compared with what the customer says. */
export const addSignerAction = adminAction(
  { ...edit, input: compareCertificateForm },
  async ({ input, ...ctx }) => {
    const { certificate, connectionId } = await signerToAdd(ctx, input.sessionId);
    // The whole fingerprint, as the customer gave it: it is not on the screen to be copied from.
    if (input.confirmation.replaceAll(/[\s:]/g, '').toLowerCase() !== certificate.fingerprintSha256) {
      throw invalidField(
        'confirmation',
        'This is not the SHA-256 fingerprint of the certificate in the response. If the customer gave it to you, the response did not come from them: do not add the certificate.',
        'confirmation_mismatch',
      );
    }
    await addIdpCertificate(ctx, { connectionId, pem: certificate.pem });
    refresh();
    return 'The certificate is added. Now sign in again.';
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
    return 'The entity ID is changed. Now sign in again.';
  },
);

/** Reads a field that was missing from the attribute which recorded sign-ins show to hold it. */
export const mapAttributeAction = adminAction(
  { ...edit, input: mapAttributeForm },
  async ({ input, ...ctx }) => {
    const { connectionId, field, source } = await attributeToMap(ctx, input);
    await updateConnection(ctx, { id: connectionId, attributeMap: { [field]: source } });
    refresh();
    return `It is read from ${source} from now on. Now sign in again.`;
  },
);

/** Makes a link to the evidence of a session; the result carries it, this one time. */
export const createEvidenceLinkAction = adminAction(
  { permission: 'sessions:share', input: links.createEvidenceLinkInput },
  async ({ input, ...ctx }) => {
    const { path, expiresAt } = await createEvidenceLink(ctx, input);
    refresh();
    return {
      message: 'The link is ready.',
      result: { link: env().http.url + path, expiresAt: expiresAt.toISOString() },
    };
  },
);

/** Ends a link to the evidence of a session. */
export const revokeEvidenceLinkAction = adminAction(
  { permission: 'sessions:share', input: links.evidenceLinkIdInput },
  async ({ input, ...ctx }) => {
    await revokeEvidenceLink(ctx, input);
    refresh();
    return 'The link no longer works.';
  },
);
