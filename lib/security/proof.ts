import { env } from '#lib/env.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import type { FactorProof } from './factor-proof.ts';
import { readPasskeyAnswer } from './passkey-answer.ts';

/** The proof in a posted form: a passkey's answer or a code. Throws for a form that holds neither. */
export function proofOf(input: { code?: string | undefined; answer?: string | undefined }): FactorProof {
  if (input.answer !== undefined) {
    const response = readPasskeyAnswer(input.answer);
    if (!response) throw new AppError('conflict', 'This passkey was not accepted. Try again.');
    return { kind: 'passkey', response, origin: env().http.url };
  }
  if (!input.code) throw invalidField('code', 'Enter a code.');
  return { kind: 'code', code: input.code };
}
