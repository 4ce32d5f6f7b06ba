import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import type { RecordingRow } from '#lib/data/sso-sessions.ts';
import { unseal } from '#lib/secrets.ts';
import type { LoginFacts } from './judge-login.ts';
import { privateKeyOf } from './private-keys.ts';
import type { RecordedLogin } from './replay-login.ts';
import { acsUrl, spEntityId } from './service-provider.ts';
import type { SessionReading } from './session-reading.ts';

/** A recorded sign-in, opened. */
export type OpenedLogin = RecordedLogin & {
  sessionId: string;
  connectionId: string;
  user: string | null;
  reading: SessionReading;
};

/** Opens what was recorded of a sign-in; null when there is no response, or the key does not open it any more. */
export function openLogin(environmentId: string, row: RecordingRow): OpenedLogin | null {
  const { reading, response } = openBytes(environmentId, row);
  if (response === null || reading === null || row.connectionId === null) return null;
  // The code of a callback is spent: nothing of it can be judged again.
  if (reading.protocol === 'oidc') return null;
  return {
    sessionId: row.id,
    connectionId: row.connectionId,
    user: row.userEmail ?? row.userIdpId,
    encodedResponse: response,
    at: row.respondedAt ?? row.createdAt,
    requestId: reading.settings
      ? reading.settings.requestId
      : row.origin === 'identity_provider'
        ? null
        : row.requestId,
    failureCode: row.failureCode,
    judged: reading.checks.length > 0,
    reading,
  };
}

function openBytes(environmentId: string, row: RecordingRow) {
  const open = (column: 'responseSealed' | 'readingSealed') => {
    const bytes = row[column];
    try {
      return bytes && unseal(bytes, { environmentId, column, row: row.id }).toString('utf8');
    } catch {
      return null;
    }
  };
  const reading = open('readingSealed');
  return {
    response: open('responseSealed'),
    reading: reading === null ? null : (JSON.parse(reading) as SessionReading),
  };
}

/**
 * Whom a response has to be addressed to, and the keys it may be encrypted for, under the settings of a version. Our own
 * addresses are those of the sign-in where it used them: a move of this server is no change of the connection.
 */
export function placeUnder(
  environmentId: string,
  externalKey: string,
  { values, keyPairs }: Pick<ConnectionSettings, 'values' | 'keyPairs'>,
  { serviceProvider: then }: SessionReading,
): Pick<LoginFacts, 'serviceProvider' | 'decryptionKeys'> {
  const ours = { externalKey, spEntityId: null, acsUrl: null };
  const ownEntityId = then.entityId.endsWith(`/${externalKey}`) ? then.entityId : spEntityId(ours);
  const ownAcsUrl = then.acsUrl.endsWith(`/sso/saml/acs/${externalKey}`) ? then.acsUrl : acsUrl(ours);
  return {
    serviceProvider: { entityId: values.spEntityId ?? ownEntityId, acsUrl: values.acsUrl ?? ownAcsUrl },
    decryptionKeys: keyPairs
      .filter(({ use }) => use === 'encryption')
      .map((pair) => ({
        privateKey: privateKeyOf(environmentId, pair),
        certificateFingerprint: pair.fingerprintSha256,
      })),
  };
}
