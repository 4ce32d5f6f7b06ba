import { z } from 'zod';
import { seal, unseal } from '#lib/secrets.ts';

/** What the sign-in page must remember of the request it answers. */
export type Ticket = {
  connectionId: string;
  /** ID of the AuthnRequest; null when the sign-in begins here. */
  requestId: string | null;
  relayState: string | null;
  nameIdFormat: string | null;
  /** Whom the service provider expects: an email address or an identifier. */
  hint: string | null;
};

const LIFETIME_MS = 60 * 60 * 1000;

const sealed = z.object({
  connectionId: z.string(),
  requestId: z.string().nullable(),
  relayState: z.string().nullable(),
  nameIdFormat: z.string().nullable(),
  hint: z.string().nullable(),
  issuedAt: z.number(),
});

const placeIn = (environmentId: string) => ({ environmentId, column: 'testIdpTicket', row: 'form' });

/** Seals a ticket for a hidden form field (base64url): no cookie, and any instance can open it. */
export function writeTicket(environmentId: string, ticket: Ticket, now: Date): string {
  const text = JSON.stringify({ ...ticket, issuedAt: now.getTime() });
  return Buffer.from(seal(text, placeIn(environmentId))).toString('base64url');
}

/** Opens a ticket of this environment; null when it is not ours, was changed, or is older than an hour. */
export function readTicket(environmentId: string, text: string, now: Date): Ticket | null {
  try {
    const json = unseal(Buffer.from(text, 'base64url'), placeIn(environmentId)).toString('utf8');
    const { issuedAt, ...ticket } = sealed.parse(JSON.parse(json));
    return now.getTime() - issuedAt <= LIFETIME_MS ? ticket : null;
  } catch {
    return null;
  }
}
