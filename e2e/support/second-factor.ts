import type { CDPSession, Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { database } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { newTotpSecret, seal } from '#lib/secrets.ts';
import { totpPlace } from '#lib/security/factor-proof.ts';
import type { SeededMember } from './dashboard.ts';

/** The code an authenticator app shows for a key, `steps` of half a minute from now. */
export function codeOf(key: string | Uint8Array, steps = 0): string {
  const secret =
    typeof key === 'string'
      ? Secret.fromBase32(key.replaceAll(' ', ''))
      : new Secret({ buffer: new Uint8Array(key).buffer });
  return new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
}

/** Gives a member an authenticator app; returns its secret. */
export async function seedApp(member: SeededMember): Promise<Uint8Array> {
  const now = new Date();
  const row = await database().teamMember.findUniqueOrThrow({ where: { email: member.email } });
  const { memberFactors } = forWorkspace(systemWorkspaceScope(row.workspaceId));
  const id = newId('memberTotp', now);
  const secret = newTotpSecret();
  const secretSealed = seal(secret, totpPlace(row.workspaceId, id));
  await memberFactors.beginTotp({ id, teamMemberId: row.id, secretSealed, now });
  await memberFactors.confirmTotp(row.id, now);
  return secret;
}

/** Makes the workspace demand a second factor, as an Admin would. */
export function demandFactor(workspaceId: string): Promise<void> {
  const policy = forWorkspace(systemWorkspaceScope(workspaceId)).authenticationPolicy;
  return policy.setRequireMfa(true, new Date());
}

/** A device that keeps passkeys and always says yes, in place of a real one (CDP WebAuthn). */
export async function passkeyDevice(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}
