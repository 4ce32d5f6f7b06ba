import { createHash } from 'node:crypto';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { SESSION_ERROR_NAMES, SESSION_ERRORS, type SessionErrorCode } from '#lib/sso/session-errors.ts';
import { FAULTS, type FaultId } from '#lib/test-idp/faults.ts';
import type { TestPerson } from '#lib/test-idp/people.ts';
import type { PersonalityId } from '#lib/test-idp/personalities.ts';
import { buildFor, lacking, personalityFor } from './build-for.ts';
import type { MakeResponseBody } from './make-response.schema.ts';
import { type KnownServiceProvider, knownServiceProviders } from './service-providers.ts';

/** A response ready to be posted to `acsUrl`, and what must come of it. */
export type MadeResponse = {
  connectionId: string;
  personality: PersonalityId | null;
  fault: FaultId | null;
  /** The error the session shows when the connection judges as it should; null where it shows none. */
  expectedError: SessionErrorCode | null;
  acsUrl: string;
  samlResponse: string;
  relayState: string | null;
};

/**
 * Makes a response of the environment's test identity provider for a test to post. Throws not_found in production,
 * entity_not_found for a connection or organization that does not use this provider, invalid_request_parameters.
 */
export async function makeResponse(ctx: EnvironmentContext, body: MakeResponseBody): Promise<MadeResponse> {
  if (ctx.scope.kind !== 'staging') {
    throw new AppError('not_found', 'The test identity provider exists in staging environments only.');
  }
  const sp = await askedFor(ctx, body);
  const fault = body.fault ?? null;
  const answer = {
    inResponseTo: body.request_id ?? null,
    person: personOf(body.profile ?? {}),
    fault,
    personality: body.personality,
    sign: body.sign ?? ('as_usual' as const),
    encrypt: body.encrypt ?? false,
    nameIdFormat: body.name_id_format ?? null,
    previousResponse: body.previous_response ?? '',
  };
  const missing = lacking(sp, answer);
  if (missing) throw invalidField(missing.field, missing.message);
  return {
    connectionId: sp.connectionId,
    personality: personalityFor(sp, answer.personality),
    fault,
    expectedError: fault === null ? null : errorCodeOf(FAULTS[fault].expectedError),
    acsUrl: sp.acsUrl,
    samlResponse: await buildFor(ctx, sp, answer),
    relayState: body.relay_state ?? null,
  };
}

async function askedFor(ctx: EnvironmentContext, body: MakeResponseBody): Promise<KnownServiceProvider> {
  const { connection_id: connectionId, organization_id: organizationId } = body;
  if ((connectionId ?? null) === null && (organizationId ?? null) === null) {
    throw invalidField('connection_id', 'connection_id or organization_id is needed');
  }
  const known = await knownServiceProviders(ctx);
  if (connectionId) {
    const sp = known.find((one) => one.connectionId === connectionId);
    if (!sp || (organizationId && sp.organizationId !== organizationId)) {
      throw entityNotFound('Connection to the test identity provider', connectionId);
    }
    return sp;
  }
  const [first, ...others] = known.filter((one) => one.organizationId === organizationId && one.accepts);
  if (!first) throw entityNotFound('Connection to the test identity provider of', organizationId ?? '');
  if (others.length > 0) {
    throw invalidField(
      'organization_id',
      'the organization has several such connections; send connection_id',
    );
  }
  return first;
}

/** The person a test means: whatever it leaves out is made up, so that a test need only say what it is about. */
function personOf(profile: NonNullable<MakeResponseBody['profile']>): TestPerson {
  const given = (value: string | null | undefined, otherwise: string) =>
    value === undefined ? otherwise : (value ?? '');
  const email = given(profile.email, 'test.person@example.com');
  return {
    // Two addresses are two people; not the address itself, which could stand in for a missing email.
    id: given(profile.id, `tidp_${createHash('sha256').update(email).digest('hex').slice(0, 16)}`),
    email,
    firstName: given(profile.first_name, 'Test'),
    lastName: given(profile.last_name, 'Person'),
    groups: profile.groups ?? [],
    extra: profile.attributes ?? {},
  };
}

function errorCodeOf(title: string | null): SessionErrorCode | null {
  return SESSION_ERROR_NAMES.find((code) => SESSION_ERRORS[code].title === title) ?? null;
}
