import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { PasskeyRow } from '#lib/data/member-factors.ts';
import type { ChallengePurpose } from '#lib/data/passkey-challenges.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import type { MemberContext } from './context.ts';

export const MAX_PASSKEYS = 20;

/** The WebAuthn relying party of our public origin: its host name (WebAuthn §5.1.2). */
export function relyingPartyId(origin: string): string {
  return new URL(origin).hostname;
}

/** What the browser needs to make a passkey for the member; those they have are excluded. */
export async function passkeyCreationOptions(
  { data, member, now }: MemberContext,
  input: { origin: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await data.memberFactors.passkeys(member.id);
  if (known.length >= MAX_PASSKEYS) {
    throw new AppError(
      'conflict',
      `You have ${MAX_PASSKEYS} passkeys already. Remove one you no longer use.`,
    );
  }
  const options = await generateRegistrationOptions({
    rpName: 'Gatehouse',
    rpID: relyingPartyId(input.origin),
    userName: member.email,
    userDisplayName: member.name,
    userID: new TextEncoder().encode(member.id),
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await data.passkeyChallenges.issue(
    { challenge: options.challenge, purpose: 'register', teamMemberId: member.id },
    now,
  );
  return options;
}

/** A verified new passkey, ready to be stored. Throws `conflict` when the answer does not fit. */
export async function readNewPasskey(
  { data, member, now }: MemberContext,
  input: { origin: string; name: string; response: RegistrationResponseJSON },
): Promise<Omit<PasskeyRow, 'createdAt' | 'lastUsedAt'>> {
  const { origin, response } = input;
  const challenge = challengeOf(response);
  const issued = await data.passkeyChallenges.take(
    { challenge, purpose: 'register', teamMemberId: member.id },
    now,
  );
  const verified = issued
    ? await verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: relyingPartyId(origin),
        requireUserVerification: false,
      }).catch((error: unknown) => {
        log().warn({ err: error, teamMemberId: member.id }, 'a new passkey was refused');
        return null;
      })
    : null;
  if (!verified?.verified) throw new AppError('conflict', 'This passkey could not be added. Try again.');
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return {
    id: newId('memberPasskey', now),
    teamMemberId: member.id,
    name: input.name,
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: BigInt(credential.counter),
    transports: credential.transports ?? [],
    backedUp: credentialBackedUp,
  };
}

/** What the browser needs to ask for one of the member's passkeys; null when they have none. */
export async function passkeyRequestOptions(
  { data, member, now }: MemberContext,
  input: { origin: string; purpose: 'second_step' | 'confirm' },
): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const known = await data.memberFactors.passkeys(member.id);
  if (known.length === 0) return null;
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyId(input.origin),
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    userVerification: 'preferred',
  });
  await data.passkeyChallenges.issue(
    { challenge: options.challenge, purpose: input.purpose, teamMemberId: member.id },
    now,
  );
  return options;
}

/** What a browser needs to sign in with a passkey when nobody is known yet. */
export async function passkeySignInOptions(
  challenges: MemberContext['data']['passkeyChallenges'],
  input: { origin: string; now: Date },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyId(input.origin),
    // It stands for password and second factor, so the authenticator has to know its owner.
    userVerification: 'required',
  });
  await challenges.issue({ challenge: options.challenge, purpose: 'sign_in', teamMemberId: null }, input.now);
  return options;
}

/**
 * Whether an answer was made by one of the member's passkeys, for this origin, for a challenge of ours that has not
 * been answered yet. For signing in it must also say that the person was verified, not only present.
 */
export async function passkeyAnswerFits(
  { data, member, now }: Pick<MemberContext, 'data' | 'now'> & { member: { id: string } },
  input: { response: AuthenticationResponseJSON; origin: string; purpose: ChallengePurpose },
): Promise<boolean> {
  const { response, origin, purpose } = input;
  const challenge = challengeOf(response);
  const teamMemberId = purpose === 'sign_in' ? null : member.id;
  if (!(await data.passkeyChallenges.take({ challenge, purpose, teamMemberId }, now))) return false;
  const passkey = await data.memberFactors.passkeyOfCredential(member.id, response.id);
  if (!passkey) return false;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: relyingPartyId(origin),
    requireUserVerification: purpose === 'sign_in',
    credential: {
      id: passkey.credentialId,
      publicKey: passkey.publicKey,
      counter: Number(passkey.counter),
    },
  }).catch((error: unknown) => {
    log().warn({ err: error, teamMemberId: member.id }, 'an answer of a passkey was refused');
    return null;
  });
  if (!verified?.verified) return false;
  return data.memberFactors.usePasskey(passkey.id, BigInt(verified.authenticationInfo.newCounter), now);
}

/** The challenge an answer claims to answer; empty when it cannot be read. */
function challengeOf(response: { response: { clientDataJSON: string } }): string {
  try {
    const json = Buffer.from(response.response.clientDataJSON, 'base64url').toString('utf8');
    const { challenge } = JSON.parse(json) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}
