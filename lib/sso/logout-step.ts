import type { LoginConnection } from '#lib/data/login-path.ts';
import { postForm, redirectUrl } from '#lib/saml/bindings.ts';
import { privateKeyOf } from './private-keys.ts';
import { signingPair } from './signing-pair.ts';

/** What the browser of somebody who signs out is told to do next; `page` says that they are signed out. */
export type LogoutStep = { setCookie?: string } & (
  | { kind: 'redirect'; url: string }
  | { kind: 'post_form'; action: string; fields: Readonly<Record<string, string>> }
  | { kind: 'page' }
);

/** Sends a signed message to the identity provider's logout URL by the binding it wants. Throws without a signing key. */
export function logoutMessage(
  environmentId: string,
  connection: Pick<LoginConnection, 'idpSloUrl' | 'idpSloBinding' | 'keyPairs'>,
  message: { xml: string; parameter: 'SAMLRequest' | 'SAMLResponse'; relayState: string | null },
  now: Date,
): Extract<LogoutStep, { kind: 'redirect' | 'post_form' }> {
  const pair = signingPair(connection.keyPairs, now);
  if (!pair || !connection.idpSloUrl) throw new Error('a logout message cannot be signed or sent');
  const outgoing = {
    destination: connection.idpSloUrl,
    samlRequestXml: message.xml,
    parameter: message.parameter,
    relayState: message.relayState,
    signWith: { privateKey: privateKeyOf(environmentId, pair), certificatePem: pair.certificatePem },
  };
  return connection.idpSloBinding === 'post'
    ? { kind: 'post_form', ...postForm(outgoing) }
    : { kind: 'redirect', url: redirectUrl(outgoing) };
}
