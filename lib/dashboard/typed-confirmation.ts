import { invalidField } from '#lib/errors.ts';

/** Refuses (invalid_request_parameters on `confirmation`) unless the person typed what the dialog asked for. */
export function requireTyped(typed: string, expected: string): void {
  if (typed.trim() !== expected.trim()) {
    throw invalidField('confirmation', `This does not match. Type: ${expected}`, 'confirmation_mismatch');
  }
}
