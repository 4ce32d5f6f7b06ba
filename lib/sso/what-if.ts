import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { openLogin, placeUnder } from './recorded-login.ts';
import { failedWhateverTheSettings, type Replayed, replayLogin } from './replay-login.ts';
import { refusalTitle } from './session-explanation.ts';

/** A recorded sign-in that would end otherwise. */
export type ChangedLogin = { sessionId: string; user: string | null; reason: string };

/** What a change of settings would have made of the last recorded sign-ins. */
export type WhatIf = {
  /** How many were judged again. */
  total: number;
  stillPass: number;
  stillFail: number;
  nowFail: ChangedLogin[];
  nowPass: ChangedLogin[];
  /** Same person, but with another user id: an app would take them for somebody new. */
  newIdentity: ChangedLogin[];
};

const LOGINS = 50;
const CONNECTIONS = 20;

/**
 * Judges the last 50 recorded sign-ins of the connections whose settings changed in this transaction twice: by the
 * settings before and by those after. Call after the change; nothing is written.
 */
export async function whatIf(
  { data, scope }: { data: EnvironmentRepositories; scope: EnvironmentContext['scope'] },
  changed: readonly { connectionId: string; number: number }[],
): Promise<WhatIf> {
  const result: WhatIf = { total: 0, stillPass: 0, stillFail: 0, nowFail: [], nowPass: [], newIdentity: [] };
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  for (const { connectionId, number } of changed) {
    if (!before.has(connectionId)) before.set(connectionId, number - 1);
    after.set(connectionId, number);
  }
  const ids = [...after.keys()].slice(0, CONNECTIONS);
  const settings = new Map<string, { before: ConnectionSettings; after: ConnectionSettings; key: string }>();
  const rows = [];
  for (const connectionId of ids) {
    const [was, is, connection, recordings] = [
      await data.connectionVersions.get(connectionId, before.get(connectionId) ?? 0),
      await data.connectionVersions.get(connectionId, after.get(connectionId) ?? 0),
      await data.connections.get(connectionId),
      await data.ssoSessions.recordings(connectionId, LOGINS),
    ];
    if (!was || !is || !connection) continue;
    settings.set(connectionId, {
      before: was.settings,
      after: is.settings,
      key: connection.externalKey,
    });
    rows.push(...recordings);
  }
  rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const row of rows.slice(0, LOGINS)) {
    const login = openLogin(scope.environmentId, row);
    const sides = login && settings.get(login.connectionId);
    if (!login || !sides || failedWhateverTheSettings(login.failureCode)) continue;
    const judge = (side: ConnectionSettings) =>
      replayLogin(login, side, placeUnder(scope.environmentId, sides.key, side, login.reading));
    compare(result, login, judge(sides.before), judge(sides.after));
  }
  return result;
}

function compare(
  result: WhatIf,
  { sessionId, user }: { sessionId: string; user: string | null },
  was: Replayed,
  is: Replayed,
): void {
  result.total++;
  const line = (code: string | null) => ({ sessionId, user, reason: refusalTitle(code) ?? '' });
  if (was.refusal && is.refusal) result.stillFail++;
  else if (is.refusal) result.nowFail.push(line(is.refusal.code));
  else if (was.refusal) result.nowPass.push(line(was.refusal.code));
  else {
    result.stillPass++;
    if (was.profile && is.profile && was.profile.idpId !== is.profile.idpId) {
      result.newIdentity.push(line(null));
    }
  }
}
