import { draftResponse } from './draft.ts';
import { type EncryptionMethod, encryptAssertion } from './encrypt.ts';
import { FAULT_EFFECTS, type FaultEffect } from './fault-effects.ts';
import type { FaultId } from './faults.ts';
import type { TestPerson } from './people.ts';
import { type PersonalityId, type Shape, shapeOf } from './personalities.ts';
import { assertionXml, responseXml } from './render.ts';
import { type SigningPair, signRoot } from './sign.ts';
import { inLines } from './xml-writer.ts';

export type BuildResponseInput = {
  now: Date;
  idp: SigningPair & { entityId: string };
  /** Another pair that no connection trusts, for the faults of key and certificate. */
  wrongIdp: SigningPair;
  sp: { entityId: string; acsUrl: string; encryptionCertificatePem?: string | undefined };
  /** The ID of the request that is answered; null for an IdP-initiated sign-in. */
  inResponseTo: string | null;
  person: TestPerson;
  fault: FaultId | null;
  /** Whose way of writing responses; plain without one. */
  personality?: PersonalityId | null | undefined;
  sign: 'as_usual' | 'assertion' | 'response' | 'both';
  encrypt: boolean;
  /** The NameID format that was asked for: `readAuthnRequest(…).request.nameIdFormat`. */
  nameIdFormat?: string | null | undefined;
  /** The `samlResponse` sent last, for `replay_last_response`. */
  previousResponse?: string | undefined;
};

/**
 * Answers a sign-in with a SAML Response, good or with one fault (SAML Profiles §4.1.4.2, HTTP-POST binding).
 *
 * Returns the value of the form field `SAMLResponse` and the document inside it. Throws when a fault or `encrypt`
 * needs what was not given (`FAULTS[id].needs`); that is a mistake of the caller, never of the person signing in.
 */
export async function buildResponse(
  input: BuildResponseInput,
): Promise<{ samlResponse: string; xml: string }> {
  if (input.fault === 'replay_last_response') return replay(input.previousResponse);
  const effect = input.fault === null ? {} : FAULT_EFFECTS[input.fault];
  const shape = shapeOf(input.personality ?? null);

  const person = effect.person?.(input.person) ?? input.person;
  const good = draftResponse({
    now: new Date(input.now.getTime() + (effect.clockMinutes ?? 0) * 60_000),
    issuer: input.idp.entityId,
    sp: input.sp,
    inResponseTo: input.inResponseTo,
    person,
    nameIdFormat: input.nameIdFormat ?? null,
    shape,
  });
  const draft = effect.draft?.(good, person) ?? good;

  const sign = (xml: string) =>
    signRoot(
      xml,
      effect.sign === 'wrong_key' ? input.wrongIdp : input.idp,
      effect.sign === 'sha1' ? 'sha1' : 'sha256',
      shape,
    );
  const signed = whatIsSigned(usually(input, shape), effect, draft.assertions.length > 0);
  const encryption = encryptionFor(input, effect, shape);

  const assertions = await Promise.all(
    draft.assertions.map(async (assertion) => {
      const plain = assertionXml(assertion, shape);
      const sealed = signed.assertion ? sign(plain) : plain;
      const edited = effect.editAssertion?.(sealed, signed.assertion, shape) ?? sealed;
      if (!encryption) return edited;
      return encryptAssertion(edited, encryption.certificatePem, encryption.method, shape);
    }),
  );
  const plain = responseXml(draft, assertions, shape);
  const sealed = signed.response ? sign(plain) : plain;
  const edited = effect.editResponse?.(sealed, draft, signed, shape) ?? sealed;
  const declaration = edited.startsWith('<') ? (shape.xmlDeclaration ?? '') : '';
  const xml = `${declaration}${edited}`;
  return { samlResponse: effect.formValue?.(xml) ?? formValue(xml, shape), xml };
}

function formValue(xml: string, shape: Shape): string {
  const lines = shape.formLines === undefined ? undefined : { width: shape.formLines, end: '\n' };
  return inLines(Buffer.from(xml).toString('base64'), lines);
}

/** What is signed where nothing else was asked for: AES-CBC is safe only under a signature of the Response. */
function usually({ encrypt, sign }: BuildResponseInput, shape: Shape): 'assertion' | 'response' | 'both' {
  if (sign !== 'as_usual') return sign;
  return encrypt && shape.encryption.content.endsWith('cbc') ? 'both' : shape.signs;
}

function replay(previousResponse: string | undefined): { samlResponse: string; xml: string } {
  if (previousResponse === undefined) throw new Error('replay_last_response needs the previous response');
  return { samlResponse: previousResponse, xml: Buffer.from(previousResponse, 'base64').toString() };
}

function whatIsSigned(
  asked: 'assertion' | 'response' | 'both',
  effect: FaultEffect,
  hasAssertion: boolean,
): { assertion: boolean; response: boolean } {
  if (effect.sign === 'nothing') return { assertion: false, response: false };
  // A refusal has no assertion to carry the signature, and unsigned it could be anybody's.
  if (!hasAssertion) return { assertion: false, response: true };
  if (effect.signAssertionOnly) return { assertion: true, response: false };
  return { assertion: asked !== 'response', response: asked !== 'assertion' };
}

function encryptionFor(
  input: BuildResponseInput,
  effect: FaultEffect,
  shape: Shape,
): { certificatePem: string; method: EncryptionMethod } | null {
  if (!input.encrypt && !effect.encrypt) return null;
  const method = effect.encrypt?.method ?? { ...shape.encryption, key: 'oaep' };
  if (effect.encrypt?.to === 'wrong_key') return { certificatePem: input.wrongIdp.certificatePem, method };
  const { encryptionCertificatePem } = input.sp;
  if (encryptionCertificatePem === undefined) {
    throw new Error('The service provider has no encryption certificate to encrypt the assertion for');
  }
  return { certificatePem: encryptionCertificatePem, method };
}
