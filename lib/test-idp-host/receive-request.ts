import type { EnvironmentContext } from '#lib/data/context.ts';
import { readAuthnRequest } from '#lib/test-idp/authn-request.ts';
import { knownServiceProviders } from './service-providers.ts';
import type { Ticket } from './ticket.ts';

export type ReceivedRequest =
  | { ok: true; ticket: Ticket; isPassive: boolean }
  | { ok: false; problem: string };

/**
 * Takes an AuthnRequest (SAML Profiles §4.1.4.1). Its issuer must be a connection of this environment that trusts
 * this provider, and the ACS URL it names, if any, must be that connection's: a response goes nowhere else.
 * `problem` is a plain sentence for the person in the browser.
 */
export async function receiveRequest(
  ctx: EnvironmentContext,
  input: {
    samlRequest: string;
    binding: 'redirect' | 'post';
    relayState: string | null;
    loginHint: string | null;
  },
): Promise<ReceivedRequest> {
  const read = readAuthnRequest(input);
  if (!read.ok) return read;
  const { request } = read;
  const sameIssuer = (await knownServiceProviders(ctx)).filter((one) => one.entityId === request.issuer);
  if (sameIssuer.length === 0) {
    return {
      ok: false,
      problem: `No connection of this environment with the entity ID ${request.issuer} uses this identity provider.`,
    };
  }
  // Two connections may share an entity ID (a migration); the ACS URL then tells them apart.
  const sp = sameIssuer.find((one) => request.acsUrl === null || one.acsUrl === request.acsUrl);
  if (!sp) {
    return {
      ok: false,
      problem: `The request asks for an answer at ${request.acsUrl}, which is not the ACS URL of the connection.`,
    };
  }
  return {
    ok: true,
    isPassive: request.isPassive,
    ticket: {
      connectionId: sp.connectionId,
      requestId: request.id,
      relayState: input.relayState,
      nameIdFormat: request.nameIdFormat,
      hint: request.subjectHint ?? input.loginHint,
    },
  };
}
