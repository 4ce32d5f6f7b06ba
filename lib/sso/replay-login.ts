import type { NormalizedProfile } from '#lib/attributes/profile.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { type CheckResult, explainResponse, openResponse, unsolicited } from '#lib/saml/response.ts';
import {
  judgeLogin,
  type LoginFacts,
  type LoginSettings,
  legacySwitches,
  type Mapping,
  type Refusal,
  refusedAsUnsolicited,
  refusedBySettings,
} from './judge-login.ts';
import type { RefusalCode } from './session-errors.ts';

/** A recorded sign-in as a replay needs it: the bytes, the time, and what no setting decides over. */
export type RecordedLogin = Pick<LoginFacts, 'requestId'> & {
  encodedResponse: string;
  /** When it was judged. */
  at: Date;
  /** How it was refused; null when it was accepted. */
  failureCode: string | null;
  /** Whether the validator looked at it then, or it was refused before. */
  judged: boolean;
};

/** How a recorded sign-in ends under some settings. It lets nobody in: no code, no profile row. */
export type Replayed = {
  refusal: Refusal | null;
  /** Every check up to the first failure; empty when it was refused before any. */
  checks: readonly CheckResult[];
  mapping: Mapping | null;
  profile: NormalizedProfile | null;
};

/** Refusals that come from the request, the browser and what happened before, whatever the settings. */
const BY_REQUEST: readonly RefusalCode[] = [
  'unknown_request',
  'browser_mismatch',
  'request_already_answered',
  'request_expired',
];
const AFTERWARDS: readonly RefusalCode[] = [
  'request_already_answered',
  'assertion_replayed',
  'redirect_uri_missing',
  // It depends on who else had the address.
  'new_id_held',
];
/** Where it would have been begun again, had the browser and the default redirect URI been others. */
const NOT_CONVERTED: readonly RefusalCode[] = ['idp_initiated_not_convertible'];

/** Whether the sign-in failed before its response was looked at, by the request that it answers or does not. */
export function failedByRequest(failureCode: string | null): boolean {
  return BY_REQUEST.some((code) => code === failureCode);
}

/** Whether the sign-in failed by its request or its past, so that no settings could have let it pass. */
export function failedWhateverTheSettings(failureCode: string | null): boolean {
  return [...BY_REQUEST, ...AFTERWARDS].some((code) => code === failureCode);
}

/** Judges a recorded response again, under any settings, at the time it was recorded. Pure. */
export function replayLogin(
  recorded: RecordedLogin,
  settings: LoginSettings,
  place: Pick<LoginFacts, 'serviceProvider' | 'decryptionKeys'>,
): Replayed {
  const was = recorded.failureCode;
  const fact = (codes: readonly RefusalCode[]): Refusal | null => {
    const code = codes.find((one) => one === was);
    return code ? { code, detail: 'As it was then: no setting decides over this.' } : null;
  };
  const opened = openResponse(recorded.encodedResponse);
  const unasked = refusedAsUnsolicited(settings, opened);
  const early =
    refusedBySettings(settings) ??
    (recorded.judged ? null : fact(BY_REQUEST)) ??
    (unasked?.code === 'idp_initiated_converted' ? fact(NOT_CONVERTED) : null) ??
    unasked;
  if (early) {
    opened.close();
    return { refusal: early, checks: [], mapping: null, profile: null };
  }
  const judged = judgeLogin(opened, settings, { ...place, now: recorded.at, requestId: recorded.requestId });
  const refusal = judged.refusal ?? (recorded.judged ? fact(AFTERWARDS) : null);
  return {
    refusal,
    checks: judged.verdict.checks,
    mapping: judged.mapping,
    profile: refusal ? null : judged.profile,
  };
}

/** Every check of a recorded response under any settings, past the first failure. Pure, and lets nobody in. */
export function explainUnder(
  recorded: RecordedLogin,
  settings: LoginSettings,
  place: Pick<LoginFacts, 'serviceProvider' | 'decryptionKeys'>,
): CheckResult[] {
  return explainResponse({
    encodedResponse: recorded.encodedResponse,
    now: recorded.at,
    clockToleranceSeconds: settings.values.clockToleranceSeconds,
    serviceProvider: place.serviceProvider,
    identityProvider: {
      entityId: settings.values.idpEntityId ?? '',
      certificates: settings.certificates.flatMap(({ pem }) => parseCertificate(pem) ?? []),
    },
    expectedInResponseTo: recorded.requestId ?? unsolicited,
    decryptionKeys: place.decryptionKeys,
    allow: legacySwitches(settings.values),
  }).checks;
}
