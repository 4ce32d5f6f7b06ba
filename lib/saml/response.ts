import { type AttributeValues, type NameId, readAuthnStatements, readNameId } from './assertion.ts';
import { type CheckResult, runChecks } from './checks.ts';
import {
  type Context,
  disposeContext,
  type Note,
  newContext,
  readableResponse,
  verifiedAssertion,
} from './context.ts';
import type { SamlFailure } from './failure.ts';
import { toSettings, type ValidationInput } from './input.ts';
import { parseInstant } from './instant.ts';
import { SAML } from './names.ts';
import {
  describeField,
  describeUnverified,
  type OpenedField,
  openField,
  readUnverified,
  type UnverifiedReading,
} from './unverified.ts';
import { attribute, child, children, type XmlElement } from './xml.ts';

export { CHECKS, type CheckId, type CheckResult } from './checks.ts';
export type { Note } from './context.ts';
export { unsolicited, type ValidationInput } from './input.ts';
export { readUnverified, type UnverifiedReading } from './unverified.ts';

declare const verified: unique symbol;

/** An assertion that passed every check. Only `validateResponse` can make one. */
export type VerifiedAssertion = {
  readonly [verified]: true;
  readonly issuer: string;
  readonly assertionId: string;
  readonly responseId: string;
  readonly inResponseTo: string | null;
  readonly nameId: NameId;
  readonly sessionIndex: string | null;
  /** When the session at the service provider must end at the latest. */
  readonly sessionNotOnOrAfter: Date | null;
  readonly authnInstant: Date | null;
  /** Until when this assertion could be presented again, tolerance included: remember its ID that long. */
  readonly notOnOrAfter: Date;
  readonly attributes: AttributeValues;
  readonly friendlyNames: Record<string, string>;
  /** SHA-256 fingerprint of the certificate whose key signed what the assertion was read from. */
  readonly signedBy: string;
  readonly signatureAlgorithm: string;
  readonly digestAlgorithm: string;
  readonly encrypted: boolean;
  readonly signed: 'response' | 'assertion' | 'both';
};

export type Verdict = { checks: CheckResult[]; notes: Note[]; unverified: UnverifiedReading } & (
  | { ok: true; assertion: VerifiedAssertion }
  | { ok: false; failure: SamlFailure }
);

/**
 * Judges a posted SAML Response by the checks of `CHECKS`, in order, up to the first failure. Never throws. It
 * does not remember assertions: the caller stores `assertionId` until `notOnOrAfter` to stop a replay.
 */
export function validateResponse(input: ValidationInput): Verdict {
  return judge(input, null);
}

/** A posted Response, decoded and parsed once: its claims lead to the session it answers, then it is judged. */
export type OpenedResponse = {
  /** Unverified, for finding the session. */
  readonly inResponseTo: string | null;
  readonly responseId: string | null;
  /** Everything the message claims, unverified. Call it before `judge`, which takes signatures out of the document. */
  describe: () => UnverifiedReading;
  /** `validateResponse` on this message; once. */
  judge: (input: Omit<ValidationInput, 'encodedResponse' | 'limits'>) => Verdict;
  /** Frees the document when it was not judged. */
  close: () => void;
};

/** Opens a posted Response. Never throws; `close` it at the end. */
export function openResponse(encodedResponse: string): OpenedResponse {
  const field = openField(encodedResponse);
  const root = field.parsed?.ok ? field.parsed.root : null;
  let closed = false;
  const free = () => {
    if (!closed && field.parsed?.ok) field.parsed.dispose();
    closed = true;
  };
  return {
    inResponseTo: root && attribute(root, 'InResponseTo'),
    responseId: root && attribute(root, 'ID'),
    describe: () => describeField(field),
    judge: (input) => {
      closed = true;
      return judge({ ...input, encodedResponse }, field);
    },
    close: free,
  };
}

function judge(input: ValidationInput, opened: OpenedField | null): Verdict {
  const settings = toSettings(input);
  const context = newContext(settings, opened);
  try {
    const checks = runChecks(context, 'judge');
    const failure = checks.find((check) => check.failure)?.failure;
    const outcome = failure ? { ok: false as const, failure } : mint(context);
    return { ...outcome, checks, notes: context.notes, unverified: describe(context, outcome) };
  } catch {
    const failure = { code: 'check_crashed' as const, detail: 'The message could not be judged.' };
    return {
      ok: false,
      failure,
      checks: [],
      notes: [],
      unverified: readUnverified(settings.encodedResponse),
    };
  } finally {
    disposeContext(context);
  }
}

/**
 * Runs the same checks past failures, wherever there is still something to look at, to explain a refusal. Its
 * result carries no assertion, so it can never let anybody in. Never throws.
 */
export function explainResponse(input: ValidationInput): { checks: CheckResult[] } {
  const context = newContext(toSettings(input));
  try {
    return { checks: runChecks(context, 'explain') };
  } finally {
    disposeContext(context);
  }
}

function describe(context: Context, outcome: ReturnType<typeof mint>): UnverifiedReading {
  const xml = context.bytes?.toString('utf8') ?? null;
  const root = context.received?.root;
  if (!root || xml === null) return { ...readUnverified(''), xml };
  const decrypted = context.decrypted?.root ?? null;
  const known = outcome.ok ? outcome.assertion : undefined;
  return describeUnverified(root, decrypted, context.embeddedCertificate, xml, known);
}

/** Reads the assertion from the bytes its signature covers, after every check has passed. */
function mint(
  context: Context,
): { ok: true; assertion: VerifiedAssertion } | { ok: false; failure: SamlFailure } {
  const source = verifiedAssertion(context);
  const response = readableResponse(context);
  const signature = context.assertionSignature ?? context.responseSignature;
  const nameId = source && readNameId(source);
  const attributes = context.attributes?.verified ? context.attributes.reading : null;
  const authn = source && readAuthnStatements(source);
  if (
    !source ||
    !response ||
    !signature?.signer ||
    !signature.form ||
    !nameId ||
    !attributes?.ok ||
    !authn?.ok
  ) {
    const detail = 'Every check passed, but no verified assertion is there to read.';
    return { ok: false, failure: { code: 'check_crashed', detail } };
  }
  const both = context.responseSignature && context.assertionSignature;
  const assertion: Omit<VerifiedAssertion, typeof verified> = {
    issuer: context.settings.identityProvider.entityId,
    assertionId: attribute(source, 'ID') as string,
    responseId: attribute(response, 'ID') as string,
    inResponseTo: attribute(response, 'InResponseTo'),
    nameId,
    ...authn.reading,
    notOnOrAfter: lastMoment(source, context.settings.toleranceMs),
    attributes: attributes.values,
    friendlyNames: attributes.friendlyNames,
    signedBy: signature.signer.fingerprintSha256,
    signatureAlgorithm: signature.form.signatureAlgorithm,
    digestAlgorithm: signature.form.digestAlgorithm,
    encrypted: context.encryptedAssertion !== null,
    signed: both ? 'both' : context.responseSignature ? 'response' : 'assertion',
  };
  return { ok: true, assertion: assertion as VerifiedAssertion };
}

/** The latest NotOnOrAfter of the assertion plus the tolerance: after it, no check lets the assertion pass. */
function lastMoment(assertion: XmlElement, toleranceMs: number): Date {
  const subject = child(assertion, SAML, 'Subject');
  const confirmations = subject ? children(subject, SAML, 'SubjectConfirmation') : [];
  const bounded = [
    child(assertion, SAML, 'Conditions'),
    ...confirmations.map((confirmation) => child(confirmation, SAML, 'SubjectConfirmationData')),
  ];
  const moments = bounded.flatMap((element) => {
    const text = element && attribute(element, 'NotOnOrAfter');
    const moment = text ? parseInstant(text) : null;
    return moment ? [moment.getTime()] : [];
  });
  return new Date(Math.max(...moments) + toleranceMs);
}
