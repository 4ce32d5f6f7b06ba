import type { EnvironmentContext } from '#lib/data/context.ts';
import { type FaultId, isFaultId } from '#lib/test-idp/faults.ts';
import { TEST_PEOPLE } from '#lib/test-idp/people.ts';
import { isPersonalityId, type PersonalityId, personalityOf } from '#lib/test-idp/personalities.ts';
import { type KnownServiceProvider, knownServiceProviders } from './service-providers.ts';
import { readTicket, writeTicket } from './ticket.ts';

/** What the sign-in page draws. */
export type SignInView = {
  /** Hidden field of the form. */
  ticket: string;
  app: Omit<
    KnownServiceProvider,
    'encryptionCertificatePem' | 'connectionId' | 'connectionType' | 'organizationId'
  >;
  canEncrypt: boolean;
  /** Whether the app sent a request; otherwise the sign-in begins here. */
  requested: boolean;
  /** Chosen beforehand: one of TEST_PEOPLE or `typed`, and the address to type. */
  person: string;
  email: string;
  fault: FaultId | null;
  personality: PersonalityId | null;
};

/**
 * The sign-in page for a ticket (the app sent a request) or for a connection (the sign-in begins here). Null when the
 * connection does not use this provider or the ticket has expired. `person`, `fault` and `personality` choose
 * beforehand.
 */
export async function signInView(
  ctx: EnvironmentContext,
  asked: {
    ticket: string | null;
    app: string | null;
    person: string | null;
    fault: string | null;
    personality?: string | null;
  },
): Promise<SignInView | null> {
  const { environmentId } = ctx.scope;
  const ticket =
    asked.ticket === null
      ? { connectionId: asked.app ?? '', requestId: null, relayState: null, nameIdFormat: null, hint: null }
      : readTicket(environmentId, asked.ticket, ctx.now);
  const sp = (await knownServiceProviders(ctx)).find((one) => one.connectionId === ticket?.connectionId);
  if (!ticket || !sp) return null;
  const { connectionId: _, connectionType, organizationId: __, encryptionCertificatePem, ...app } = sp;
  const personality = asked.personality ?? null;
  return {
    ticket: asked.ticket ?? writeTicket(environmentId, ticket, ctx.now),
    app,
    canEncrypt: encryptionCertificatePem !== null,
    requested: ticket.requestId !== null,
    ...whoIs(asked.person ?? ticket.hint),
    fault: asked.fault !== null && isFaultId(asked.fault) ? asked.fault : null,
    personality:
      personality !== null && isPersonalityId(personality) ? personality : personalityOf(connectionType),
  };
}

/** The member of the cast somebody means by an id or an address; a stranger's address is typed in. */
function whoIs(hint: string | null): { person: string; email: string } {
  const known = TEST_PEOPLE.find((person) => person.id === hint || person.email === hint?.toLowerCase());
  if (known) return { person: known.id, email: '' };
  const email = hint?.includes('@') ? hint : '';
  return { person: email === '' ? TEST_PEOPLE[0].id : 'typed', email };
}
