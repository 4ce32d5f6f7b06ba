/**
 * How long a new password has to and may be. On its own, because forms in the browser read it: `password.ts` loads a
 * native module, and a schema all of zod.
 */
export const PASSWORD_CHARACTERS = { min: 12, max: 256 } as const;
