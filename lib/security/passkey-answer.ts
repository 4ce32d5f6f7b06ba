import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';

const MAX_CHARACTERS = 20_000;
const text = z.string().max(MAX_CHARACTERS);
const common = { id: text.min(1).max(2048), rawId: text, type: z.literal('public-key') };

const authentication = z.looseObject({
  ...common,
  clientExtensionResults: z.looseObject({}),
  response: z.looseObject({ clientDataJSON: text, authenticatorData: text, signature: text }),
});
const registration = z.looseObject({
  ...common,
  clientExtensionResults: z.looseObject({}),
  response: z.looseObject({
    clientDataJSON: text,
    attestationObject: text,
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
});

/** A browser's answer to a passkey request, from the JSON it posts; null for anything else. */
export function readPasskeyAnswer(json: string): AuthenticationResponseJSON | null {
  return read(json, authentication) as AuthenticationResponseJSON | null;
}

/** The same for a passkey that was just made. */
export function readNewPasskeyAnswer(json: string): RegistrationResponseJSON | null {
  return read(json, registration) as RegistrationResponseJSON | null;
}

function read(json: string, shape: z.ZodType): unknown {
  if (json.length > 4 * MAX_CHARACTERS) return null;
  try {
    return shape.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
