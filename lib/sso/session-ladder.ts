import type { EnvironmentContext } from '#lib/data/context.ts';
import type { SessionDetailRow } from '#lib/data/sso-sessions.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { CHECKS, type CheckResult, explainResponse, unsolicited } from '#lib/saml/response.ts';
import { privateKeyOf } from './private-keys.ts';
import type { SessionReading } from './session-reading.ts';

/** One check of the validator as the session page shows it. */
export type Rung = {
  id: string;
  title: string;
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
  return { rungs: rungsOf(checks, reading.checks), caveat };
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
      specification,
      outcome: outcome === 'passed' || outcome === 'failed' ? outcome : 'not_reached',
      judged: judged.has(id),
      expected: exact ? listOf(check.expected) : [],
      received: exact ? listOf(check.received) : [],
      detail: exact ? (check.detail ?? null) : null,
      xpath: exact ? (check.place?.xpath ?? null) : null,
    };
  });
}

function listOf(side: string | readonly string[] | undefined): readonly string[] {
  return side === undefined ? [] : typeof side === 'string' ? [side] : side;
}
