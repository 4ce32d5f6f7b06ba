import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError } from '#lib/errors.ts';
import { buildFor, lacking } from './build-for.ts';
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
  const ticket = readTicket(ctx.scope.environmentId, fields.ticket, ctx.now);
  if (!ticket) {
    throw new AppError('bad_request', 'This sign-in page is too old. Go back to the app and sign in again.');
  }
  const sp = (await knownServiceProviders(ctx)).find((one) => one.connectionId === ticket.connectionId);
  if (!sp) {
    throw new AppError('bad_request', 'The connection no longer uses this test identity provider.');
  }
  const answer = {
    inResponseTo: ticket.requestId,
    person: personOf(fields),
    fault: fields.decision === 'deny' ? ('status_denied' as const) : fields.fault,
    personality: fields.personality,
    sign: fields.sign,
    encrypt: fields.encrypt === 'on',
    nameIdFormat: ticket.nameIdFormat,
    previousResponse: fields.previousResponse,
  };
  const missing = lacking(sp, answer);
  if (missing) throw new AppError('bad_request', missing.message);
  const relayState = ticket.requestId === null ? fields.relayState : ticket.relayState;
  return {
    action: sp.acsUrl,
    fields: {
      SAMLResponse: await buildFor(ctx, sp, answer),
      ...(relayState ? { RelayState: relayState } : {}),
    },
  };
}
