import { z } from 'zod';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { sloUrl, spEntityId } from '#lib/sso/service-provider.ts';
import { testIdpEntityId } from '#lib/test-idp/address.ts';
import { NAME_ID_PERSISTENT } from '#lib/test-idp/draft.ts';
import {
  type LogoutTransport,
  logoutRequestXml,
  logoutResponseXml,
  readLogout,
  type SentLogout,
  sendLogout,
} from '#lib/test-idp/logout.ts';
import { testIdpKey } from './keys.ts';

/** A service provider of this provider as its logout sees it. */
type Leaving = {
  connectionId: string;
  name: string;
  organizationName: string;
  entityId: string;
  /** The one address logout messages ever go to. */
  logoutUrl: string;
  /** Null where the connection does not sign: then nothing it sends is believed. */
  signingCertificatePem: string | null;
  binding: 'redirect' | 'post';
};

/** What the form of a logout that begins at the provider says. */
export const signOutFields = z.object({
  app: z.string().max(100),
  nameId: z.string().min(1).max(500),
  sessionIndex: z.string().max(500).default(''),
  relayState: z.string().max(80).default(''),
  binding: z.enum(['redirect', 'post']).default('redirect'),
});

/** The apps somebody can be signed out of, oldest first. */
export async function leavingApps(ctx: EnvironmentContext): Promise<Leaving[]> {
  const rows = await ctx.data.connections.ofIdentityProvider(ownEntityId(ctx));
  return rows.map((row) => ({
    connectionId: row.id,
    name: row.name,
    organizationName: row.organization.name,
    entityId: spEntityId(row),
    logoutUrl: sloUrl(row.externalKey),
    signingCertificatePem: row.keyPairs.find((pair) => pair.use === 'signing')?.certificatePem ?? null,
    binding: row.idpSloBinding === 'post' ? 'post' : 'redirect',
  }));
}

/** Signs somebody out of an app from here (SAML Profiles §4.4.3.1). Throws AppError bad_request with a sentence. */
export async function beginSignOut(
  ctx: EnvironmentContext,
  fields: z.output<typeof signOutFields>,
): Promise<SentLogout> {
  const app = (await leavingApps(ctx)).find((one) => one.connectionId === fields.app);
  if (!app) throw new AppError('bad_request', 'The connection no longer uses this test identity provider.');
  const xml = logoutRequestXml({
    now: ctx.now,
    issuer: ownEntityId(ctx),
    destination: app.logoutUrl,
    nameId: fields.nameId,
    nameIdFormat: NAME_ID_PERSISTENT,
    sessionIndex: fields.sessionIndex || null,
  });
  return sendLogout({
    xml,
    parameter: 'SAMLRequest',
    destination: app.logoutUrl,
    binding: fields.binding,
    relayState: fields.relayState || null,
    key: await testIdpKey(ctx, 'signing'),
  });
}

/**
 * Takes a logout message of a connection of this environment: a request is answered with success, a response ends at a
 * sentence for the person. Throws AppError bad_request with a sentence about what is wrong.
 */
export async function receiveSignOut(
  ctx: EnvironmentContext,
  transport: LogoutTransport,
  destination: string,
): Promise<SentLogout | { kind: 'done'; app: string; status: readonly string[] }> {
  const read = readLogout(transport);
  if (!read.ok) throw new AppError('bad_request', read.problem);
  const { message } = read;
  const app = (await leavingApps(ctx)).find(
    (one) =>
      one.entityId === message.issuer &&
      one.signingCertificatePem !== null &&
      message.signedBy(one.signingCertificatePem),
  );
  if (!app) {
    throw new AppError(
      'bad_request',
      `No connection of this environment with the entity ID ${message.issuer} uses this identity provider and signed the message.`,
    );
  }
  if (message.destination !== destination) {
    throw new AppError('bad_request', 'The logout message was meant for another address.');
  }
  if (message.kind === 'response') return { kind: 'done', app: app.organizationName, status: message.status };
  return sendLogout({
    xml: logoutResponseXml({
      now: ctx.now,
      issuer: ownEntityId(ctx),
      destination: app.logoutUrl,
      inResponseTo: message.id,
    }),
    parameter: 'SAMLResponse',
    destination: app.logoutUrl,
    binding: app.binding,
    relayState: message.relayState,
    key: await testIdpKey(ctx, 'signing'),
  });
}

function ownEntityId(ctx: EnvironmentContext): string {
  return testIdpEntityId(env().http.url, ctx.scope.environmentId);
}
