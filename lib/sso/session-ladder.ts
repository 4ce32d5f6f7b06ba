import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { SessionDetailRow } from '#lib/data/sso-sessions.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { CHECKS, type CheckResult, explainResponse, unsolicited } from '#lib/saml/response.ts';
import { CHECK_WORDS } from './check-words.ts';
import { judgeProfile } from './judge-login.ts';
import { privateKeyOf } from './private-keys.ts';
import { failedByRequest } from './replay-login.ts';
import type { SessionReading } from './session-reading.ts';

/** One check of the validator as the session page shows it. */
export type Rung = {
  id: string;
  title: string;
  /** What it is good for, for people who have never read SAML. */
  meaning: string;
  specification: string;
  outcome: 'passed' | 'failed' | 'not_reached';
  /**
   * Whether the outcome counted when the response was judged. Judging stops at the first failure; what follows was read
   * from the recorded bytes afterwards, trusts nothing, and lets nobody in.
   */
  judged: boolean;
  expected: readonly string[];
  received: readonly string[];
  detail: string | null;
  /** It passed because the response has none of what it looks at. */
  idle: boolean;
  xpath: string | null;
};

export type Ladder = {
  rungs: Rung[];
  /** Why the explanation may differ from what happened then; null when it is exact. */
  caveat: string | null;
};

/**
 * Every check of a recorded response in order: the verdict up to the first failure, and beyond it what the remaining
 * checks say about the recorded bytes, by the settings and at the time of the sign-in. Null without a response.
 */
export async function sessionLadder(
  { data, scope }: Pick<EnvironmentContext, 'data' | 'scope'>,
  row: SessionDetailRow,
  record: { response: string | null; reading: SessionReading | null },
): Promise<Ladder | null> {
  const { reading, response } = record;
  if (response === null || reading === null || !row.connection) return null;
  const now = await data.login.forResponse(row.connection.id, null);
  if (!now) return null;
  const { connection } = now;
  const version =
    row.connectionVersion === null
      ? null
      : await data.connectionVersions.get(row.connection.id, row.connectionVersion);
  // A key removed since is still in the version.
  const keys = (version?.settings.keyPairs ?? connection.keyPairs).filter(({ certificatePem }) =>
    reading.encryptionCertificates.includes(certificatePem),
  );
  const settings = reading.settings ?? {
    clockToleranceSeconds: connection.clockToleranceSeconds,
    requestId: row.origin === 'identity_provider' ? null : row.requestId,
    allow: {
      sha1: connection.allowSha1,
      smallRsaKeys: connection.allowSmallRsaKeys,
      cbcWithoutOuterSignature: connection.allowUnsignedCbc,
    },
  };
  const { checks } = explainResponse({
    encodedResponse: response,
    now: row.respondedAt ?? row.createdAt,
    clockToleranceSeconds: settings.clockToleranceSeconds,
    serviceProvider: reading.serviceProvider,
    identityProvider: {
      entityId: reading.identityProviderEntityId ?? '',
      certificates: reading.storedCertificates.flatMap((pem) => parseCertificate(pem) ?? []),
    },
    expectedInResponseTo: settings.requestId ?? unsolicited,
    decryptionKeys: keys.map((pair) => ({
      privateKey: privateKeyOf(scope.environmentId, pair),
      certificateFingerprint: pair.fingerprintSha256,
    })),
    allow: settings.allow,
  });
  const caveat =
    keys.length < reading.encryptionCertificates.length && reading.encryption !== null
      ? 'An encryption key of that time has been removed from the connection since, so what was encrypted for it cannot be read again.'
      : reading.settings === undefined
        ? 'This sign-in was recorded before settings were kept with it; the connection’s present settings were used.'
        : null;
  const rungs = rungsOf(checks, reading.checks);
  return {
    rungs: [...requestRungs(row, reading), ...rungs, ...personRungs(row, reading, version?.settings ?? null)],
    caveat,
  };
}

/** What is looked at before the response itself. */
function requestRungs(row: SessionDetailRow, reading: SessionReading): Rung[] {
  // Without a request none had to be answered.
  if (row.requestId === null && !failedByRequest(row.failureCode)) return [];
  const failed = failedByRequest(row.failureCode);
  return [
    {
      ...NO_EVIDENCE,
      id: 'request',
      meaning: CHECK_WORDS['request'] ?? '',
      title: 'It answers a request that is waiting for this browser',
      specification: 'SAML Profiles §4.1.5',
      outcome: failed ? 'failed' : reading.checks.length > 0 ? 'passed' : 'not_reached',
      judged: failed || reading.checks.length > 0,
      ...(failed && evidenceOf(row)),
    },
  ];
}

/** What the connection asks of the person, once the response is believed: from verified words only when `judged`. */
function personRungs(
  row: SessionDetailRow,
  reading: SessionReading,
  settings: ConnectionSettings | null,
): Rung[] {
  const read =
    settings && reading.attributes !== null
      ? judgeProfile(
          {
            attributes: reading.attributes,
            friendlyNames: reading.friendlyNames ?? {},
            nameId: reading.nameId === null ? null : { value: reading.nameId, format: reading.nameIdFormat },
          },
          settings,
        )
      : null;
  const code = row.failureCode;
  const believed = reading.mapping !== null;
  // The person is asked after everything else was found good.
  const usedFirst = code === null || code === 'signin_consent_denied' || code === 'new_id_held';
  const rung = (
    id: 'attributes_missing' | 'email_domain_not_allowed',
    title: string,
    specification: string,
  ): Rung => {
    const refusal = read?.refusal?.code === id ? read.refusal : null;
    // Without a profile there is no address to judge.
    const reached = id === 'attributes_missing' || read?.refusal?.code !== 'attributes_missing';
    const judged = believed && (id === 'attributes_missing' || code !== 'attributes_missing');
    const failed = judged ? code === id : refusal !== null;
    const name = id === 'attributes_missing' ? 'profile' : 'email_domain';
    return {
      ...NO_EVIDENCE,
      id: name,
      meaning: CHECK_WORDS[name] ?? '',
      title,
      specification,
      outcome: failed ? 'failed' : judged || (read !== null && reached) ? 'passed' : 'not_reached',
      judged,
      ...(failed && (judged ? evidenceOf(row) : refusal && evidence(refusal))),
    };
  };
  return [
    rung('attributes_missing', 'Every attribute that a profile needs is there', 'SAML Core §2.7.3'),
    rung(
      'email_domain_not_allowed',
      'The organization takes people of this email domain',
      'Settings of the organization',
    ),
    {
      ...NO_EVIDENCE,
      id: 'first_use',
      meaning: CHECK_WORDS['first_use'] ?? '',
      title: 'The assertion is used for the first time',
      specification: 'SAML Profiles §4.1.4.5',
      outcome: code === 'assertion_replayed' ? 'failed' : usedFirst ? 'passed' : 'not_reached',
      judged: code === 'assertion_replayed' || usedFirst,
      ...(code === 'assertion_replayed' && evidenceOf(row)),
    },
  ];
}

const NO_EVIDENCE = { expected: [], received: [], detail: null, idle: false, xpath: null } as const;

type Evidence = {
  expected?: string | readonly string[];
  received?: string | readonly string[];
  detail?: string;
};

function evidenceOf({ failureEvidence }: SessionDetailRow): Pick<Rung, 'expected' | 'received' | 'detail'> {
  const stored =
    typeof failureEvidence === 'object' && !Array.isArray(failureEvidence) ? failureEvidence : null;
  return evidence((stored ?? {}) as Evidence);
}

function evidence({ expected, received, detail }: Evidence): Pick<Rung, 'expected' | 'received' | 'detail'> {
  return { expected: listOf(expected), received: listOf(received), detail: detail ?? null };
}

/** The recorded outcome stands wherever there is one; only what the verdict did not reach is explained. */
function rungsOf(explained: readonly CheckResult[], recorded: SessionReading['checks']): Rung[] {
  const judged = new Map(
    recorded.filter(({ outcome }) => outcome !== 'not_reached').map(({ id, outcome }) => [id, outcome]),
  );
  const found = new Map<string, CheckResult>(explained.map((check) => [check.id, check]));
  return CHECKS.map(({ id, title, specification }) => {
    const check = found.get(id);
    const outcome = judged.get(id) ?? check?.outcome ?? 'not_reached';
    const exact = check?.outcome === outcome;
    return {
      id,
      title,
      meaning: CHECK_WORDS[id] ?? '',
      specification,
      outcome: outcome === 'passed' || outcome === 'failed' ? outcome : 'not_reached',
      judged: judged.has(id),
      expected: exact ? listOf(check.expected) : [],
      received: exact ? listOf(check.received) : [],
      detail: exact ? (check.detail ?? null) : null,
      idle: exact && check.outcome === 'passed' && check.idle === true,
      xpath: exact ? (check.place?.xpath ?? null) : null,
    };
  });
}

function listOf(side: string | readonly string[] | undefined): readonly string[] {
  return side === undefined ? [] : typeof side === 'string' ? [side] : side;
}
