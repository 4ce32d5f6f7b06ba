import { checkDestination, checkInResponseTo, checkIssuer } from './checks/addressing.ts';
import { checkAudience, checkConditions, checkConditionsTime, conditionsOf } from './checks/conditions.ts';
import { checkSubjectConfirmation, confirmationFinding, hasConfirmation } from './checks/confirmation.ts';
import { checkDecryption } from './checks/encryption.ts';
import { checkBase64, checkedSize, checkParse, checkSize } from './checks/message.ts';
import {
  checkAssertion,
  checkOneAssertion,
  checkResponse,
  checkSignaturePlaces,
  checkStatus,
  checkUniqueIds,
} from './checks/shape.ts';
import { checkCertificates, checkSignaturePresent, signatureChecks } from './checks/signatures.ts';
import { checkAttributes, checkNameId, checkSessionTime } from './checks/subject.ts';
import {
  type Context,
  type Evidence,
  type Finding,
  type Note,
  note,
  readableAssertion,
  readableResponse,
} from './context.ts';
import type { SamlFailure, XmlPlace } from './failure.ts';
import { placeOfCheck } from './locate.ts';

type Check = {
  id: string;
  /** The guarantee, as a sentence. */
  title: string;
  specification: string;
  /** Whether there is enough to run on; asked only when explaining. */
  ready: (context: Context) => boolean;
  run: (context: Context) => Finding;
};

const always = () => true;
const hasResponse = (context: Context) => readableResponse(context) !== null;
const hasAssertion = (context: Context) => readableAssertion(context) !== null;

/** The checks in the order in which the first failure is the verdict. */
export const CHECKS = [
  {
    id: 'size',
    title: 'The message is not too large',
    specification: 'XML Signature Best Practices §2.1',
    ready: always,
    run: checkSize,
  },
  {
    id: 'base64',
    title: 'The message is base64',
    specification: 'SAML Bindings §3.5.4',
    ready: (context) => checkedSize(context) === null,
    run: checkBase64,
  },
  {
    id: 'utf8',
    title: 'The message is UTF-8 text',
    specification: 'XML 1.0 §4.3.3',
    ready: (context) => context.bytes !== null,
    run: (context) => checkParse(context, ['not_utf8']),
  },
  {
    id: 'safe_xml',
    title: 'The XML has no document type, entities or processing instructions, and keeps within bounds',
    specification: 'XML Signature Best Practices §2.1',
    ready: (context) => context.parsed !== null && (context.parsed.ok || context.parsed.code !== 'not_utf8'),
    run: (context) => checkParse(context, ['xml_forbidden', 'xml_limits']),
  },
  {
    id: 'well_formed',
    title: 'The XML is well-formed',
    specification: 'XML 1.0 §2.1, Namespaces in XML §7',
    ready: (context) => context.parsed !== null && (context.parsed.ok || context.parsed.code === 'not_xml'),
    run: (context) => checkParse(context, ['not_xml']),
  },
  {
    id: 'response',
    title: 'It is a SAML 2.0 Response',
    specification: 'SAML Core §3.2.2, §3.3.3',
    ready: (context) => context.received !== null,
    run: checkResponse,
  },
  {
    id: 'status',
    title: 'The identity provider reports success',
    specification: 'SAML Core §3.2.2.2',
    ready: (context) => context.response !== null,
    run: checkStatus,
  },
  {
    id: 'unique_ids',
    title: 'Every ID occurs once',
    specification: 'SAML Core §1.3.4',
    ready: (context) => context.received !== null,
    run: checkUniqueIds,
  },
  {
    id: 'one_assertion',
    title: 'There is one assertion, directly in the Response',
    specification: 'SAML Profiles §4.1.4.2',
    ready: (context) => context.response !== null,
    run: checkOneAssertion,
  },
  {
    id: 'signature_places',
    title: 'Signatures stand only where SAML puts them',
    specification: 'SAML Core §5.4.1',
    ready: (context) => context.response !== null,
    run: checkSignaturePlaces,
  },
  {
    id: 'certificates',
    title: 'The connection has a certificate to verify with',
    specification: 'SAML Profiles §4.1.4.3',
    ready: always,
    run: checkCertificates,
  },
  ...signatureChecks('response'),
  {
    id: 'decryption',
    title: 'An encrypted assertion can be decrypted',
    specification: 'XML Encryption 1.1 §4.4, SAML Core §6',
    ready: (context) => context.placed && (context.assertion ?? context.encryptedAssertion) !== null,
    run: checkDecryption,
  },
  ...signatureChecks('assertion'),
  {
    id: 'signature_present',
    title: 'The Response or the assertion is signed',
    specification: 'SAML Profiles §4.1.4.3',
    ready: (context) => context.placed && hasAssertion(context),
    run: checkSignaturePresent,
  },
  {
    id: 'assertion',
    title: 'The assertion has the shape SAML gives it',
    specification: 'SAML Core §2.3.3',
    ready: hasAssertion,
    run: checkAssertion,
  },
  {
    id: 'issuer',
    title: 'It was issued by the identity provider of this connection',
    specification: 'SAML Profiles §4.1.4.2',
    ready: hasResponse,
    run: checkIssuer,
  },
  {
    id: 'destination',
    title: 'The Response was meant for this address',
    specification: 'SAML Core §3.2.2, SAML Bindings §3.5.5.2',
    ready: hasResponse,
    run: checkDestination,
  },
  {
    id: 'in_response_to',
    title: 'The Response answers the request of this login',
    specification: 'SAML Core §3.2.2, SAML Profiles §4.1.5',
    ready: hasResponse,
    run: checkInResponseTo,
  },
  {
    id: 'subject_confirmation',
    title: 'The subject is confirmed by bearer',
    specification: 'SAML Profiles §4.1.4.2',
    ready: hasAssertion,
    run: checkSubjectConfirmation,
  },
  {
    id: 'recipient',
    title: 'The assertion was meant for this address',
    specification: 'SAML Profiles §4.1.4.3',
    ready: hasConfirmation,
    run: (context) => confirmationFinding(context, 'recipient'),
  },
  {
    id: 'confirmation_time',
    title: 'The subject confirmation is in its time window',
    specification: 'SAML Profiles §4.1.4.3',
    ready: hasConfirmation,
    run: (context) => confirmationFinding(context, 'time'),
  },
  {
    id: 'confirmation_in_response_to',
    title: 'The assertion answers the request of this login',
    specification: 'SAML Profiles §4.1.4.3',
    ready: hasConfirmation,
    run: (context) => confirmationFinding(context, 'inResponseTo'),
  },
  {
    id: 'conditions',
    title: 'Every condition of the assertion is understood',
    specification: 'SAML Core §2.5.1',
    ready: hasAssertion,
    run: checkConditions,
  },
  {
    id: 'conditions_time',
    title: 'The assertion is in its time window',
    specification: 'SAML Core §2.5.1.2',
    ready: (context) => conditionsOf(context) !== null,
    run: checkConditionsTime,
  },
  {
    id: 'audience',
    title: 'The assertion was issued for this service provider',
    specification: 'SAML Core §2.5.1.4',
    ready: (context) => conditionsOf(context) !== null,
    run: checkAudience,
  },
  {
    id: 'session_time',
    title: "The user's session at the identity provider has not ended",
    specification: 'SAML Core §2.7.2, SAML Profiles §4.1.4.3',
    ready: hasAssertion,
    run: checkSessionTime,
  },
  {
    id: 'name_id',
    title: 'The assertion names its subject',
    specification: 'SAML Core §2.2.3, §2.4.1',
    ready: hasAssertion,
    run: checkNameId,
  },
  {
    id: 'attributes',
    title: 'The attributes are plain text',
    specification: 'SAML Core §2.7.3',
    ready: hasAssertion,
    run: checkAttributes,
  },
] as const satisfies readonly Check[];

export type CheckId = (typeof CHECKS)[number]['id'];

/** The result of one check; `not_reached` when an earlier one left it nothing to look at. */
export type CheckResult = Evidence & {
  id: CheckId;
  outcome: 'passed' | 'failed' | 'not_reached';
  detail?: string;
  /** It passed because the message has none of what it looks at. */
  idle?: true;
  failure?: SamlFailure;
  note?: Note;
  /** Where the check looks, or where it failed; only when explaining. */
  place?: XmlPlace;
};

/**
 * Runs the checks in order. Judging stops at the first failure; explaining goes on with every check that still
 * has something to look at. Never throws: a crash inside a check is a failure of that check.
 */
export function runChecks(context: Context, mode: 'judge' | 'explain'): CheckResult[] {
  let stopped = false;
  return CHECKS.map(({ id, ready, run }: Check & { id: CheckId }) => {
    try {
      if (stopped || (mode === 'explain' && !ready(context))) return { id, outcome: 'not_reached' };
      // A signature is taken out of the document by its last check, so its place is noted before.
      const before = mode === 'explain' ? placeOfCheck(context, id) : null;
      const finding = run(context);
      const looked = mode === 'explain' ? (before ?? placeOfCheck(context, id)) : null;
      if ('failure' in finding) {
        stopped = mode === 'judge';
        const { failure } = finding;
        const { expected, received, detail } = failure;
        return {
          id,
          outcome: 'failed',
          ...(expected !== undefined && { expected }),
          ...(received !== undefined && { received }),
          detail,
          failure,
          ...placed(mode === 'explain' ? (failure.place ?? looked) : null),
        };
      }
      if (finding.note) note(context, finding.note);
      return { id, outcome: 'passed', ...finding, ...placed(looked) };
    } catch (error) {
      stopped = mode === 'judge';
      const detail = `The check could not be completed (${error instanceof Error ? error.message : 'unknown fault'}).`;
      return { id, outcome: 'failed', detail, failure: { code: 'check_crashed', detail } };
    }
  });
}

function placed(place: XmlPlace | null): { place?: XmlPlace } {
  return place ? { place } : {};
}
