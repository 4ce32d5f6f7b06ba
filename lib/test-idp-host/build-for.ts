import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { testIdpEntityId } from '#lib/test-idp/address.ts';
import { FAULTS, type FaultId } from '#lib/test-idp/faults.ts';
import { type PersonalityId, personalityOf } from '#lib/test-idp/personalities.ts';
import { type BuildResponseInput, buildResponse } from '#lib/test-idp/response.ts';
import { testIdpKey } from './keys.ts';
import type { KnownServiceProvider } from './service-providers.ts';

export type Answer = Pick<BuildResponseInput, 'inResponseTo' | 'person' | 'fault' | 'sign' | 'encrypt'> & {
  /** Null writes plainly; absent writes like the product of the connection's type. */
  personality: PersonalityId | null | undefined;
  nameIdFormat: string | null;
  previousResponse: string;
};

/** What a fault cannot do without, and the connection or the caller does not have; null when it can be built. */
export function lacking(
  sp: KnownServiceProvider,
  answer: Pick<Answer, 'encrypt' | 'previousResponse'> & { fault: FaultId | null },
): { field: 'previous_response' | 'encrypt' | 'fault'; message: string } | null {
  const needs = answer.fault === null ? null : FAULTS[answer.fault].needs;
  if (needs === 'previous_response' && answer.previousResponse === '') {
    const message = 'There is no earlier response to send again. Sign in once, then repeat it.';
    return { field: 'previous_response', message };
  }
  if (sp.encryptionCertificatePem === null && (answer.encrypt || needs === 'encryption_certificate')) {
    const message = 'The connection has no encryption certificate to encrypt for.';
    return { field: answer.encrypt ? 'encrypt' : 'fault', message };
  }
  return null;
}

/** The personality an answer to a connection is written in. */
export function personalityFor(
  sp: Pick<KnownServiceProvider, 'connectionType'>,
  chosen: Answer['personality'],
): PersonalityId | null {
  return chosen === undefined ? personalityOf(sp.connectionType) : chosen;
}

/** Builds the `SAMLResponse` for one connection, with the environment's keys. Ask `lacking` before. */
export async function buildFor(
  ctx: EnvironmentContext,
  sp: KnownServiceProvider,
  answer: Answer,
): Promise<string> {
  const { samlResponse } = await buildResponse({
    ...answer,
    now: ctx.now,
    idp: {
      ...(await testIdpKey(ctx, 'signing')),
      entityId: testIdpEntityId(env().http.url, ctx.scope.environmentId),
    },
    wrongIdp: await testIdpKey(ctx, 'stranger'),
    sp: {
      entityId: sp.entityId,
      acsUrl: sp.acsUrl,
      encryptionCertificatePem: sp.encryptionCertificatePem ?? undefined,
    },
    personality: personalityFor(sp, answer.personality),
    previousResponse: answer.previousResponse || undefined,
  });
  return samlResponse;
}
