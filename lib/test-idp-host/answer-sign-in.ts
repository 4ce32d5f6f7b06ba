import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { testIdpEntityId } from '#lib/test-idp/address.ts';
import { FAULTS } from '#lib/test-idp/faults.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { testIdpKey } from './keys.ts';
import { knownServiceProviders } from './service-providers.ts';
import { personOf, type SignInFields } from './sign-in-form.ts';
import { readTicket } from './ticket.ts';

/** The form that carries a response to its service provider (SAML Bindings §3.5.4). */
export type AnswerForm = { action: string; fields: Readonly<Record<string, string>> };

/**
 * Answers a sign-in as the form asks: signed in, broken on purpose, or denied. `action` is the ACS URL the connection
 * has now, whatever the form says. Throws AppError bad_request with a sentence when the form cannot be answered.
 */
export async function answerSignIn(ctx: EnvironmentContext, fields: SignInFields): Promise<AnswerForm> {
  const { environmentId } = ctx.scope;
  const ticket = readTicket(environmentId, fields.ticket, ctx.now);
  if (!ticket) {
    throw new AppError('bad_request', 'This sign-in page is too old. Go back to the app and sign in again.');
  }
  const sp = (await knownServiceProviders(ctx)).find((one) => one.connectionId === ticket.connectionId);
  if (!sp) {
    throw new AppError('bad_request', 'The connection no longer uses this test identity provider.');
  }
  const fault = fields.decision === 'deny' ? 'status_denied' : fields.fault;
  const needs = fault === null ? null : FAULTS[fault].needs;
  if (needs === 'previous_response' && fields.previousResponse === '') {
    throw new AppError(
      'bad_request',
      'There is no earlier response to send again. Sign in once, then repeat it.',
    );
  }
  if (sp.encryptionCertificatePem === null && (fields.encrypt || needs === 'encryption_certificate')) {
    throw new AppError('bad_request', 'The connection has no encryption certificate to encrypt for.');
  }
  const { samlResponse } = await buildResponse({
    now: ctx.now,
    idp: {
      ...(await testIdpKey(ctx, 'signing')),
      entityId: testIdpEntityId(env().http.url, environmentId),
    },
    wrongIdp: await testIdpKey(ctx, 'stranger'),
    sp: {
      entityId: sp.entityId,
      acsUrl: sp.acsUrl,
      encryptionCertificatePem: sp.encryptionCertificatePem ?? undefined,
    },
    inResponseTo: ticket.requestId,
    person: personOf(fields),
    fault,
    sign: fields.sign,
    encrypt: fields.encrypt === 'on',
    nameIdFormat: ticket.nameIdFormat,
    previousResponse: fields.previousResponse || undefined,
  });
  const relayState = ticket.requestId === null ? fields.relayState : ticket.relayState;
  return {
    action: sp.acsUrl,
    fields: { SAMLResponse: samlResponse, ...(relayState ? { RelayState: relayState } : {}) },
  };
}
