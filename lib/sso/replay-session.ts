import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { CHECKS } from '#lib/saml/response.ts';
import { type OpenedLogin, openLogin, placeUnder } from './recorded-login.ts';
import { failedWhateverTheSettings, type Replayed, replayLogin } from './replay-login.ts';
import { refusalTitle } from './session-explanation.ts';

type Context = Pick<EnvironmentContext, 'data' | 'scope'>;

/** What a recorded sign-in comes to under one version of its connection's settings. */
export type ReplayView = {
  number: number;
  outcome: 'accepted' | 'refused';
  /** Why it is refused. */
  reason: string | null;
  detail: string | null;
  /** Whether it ended the same way then. */
  same: boolean;
  /** Checks that come out otherwise than they did, in their order. */
  changed: { title: string; was: string; is: string }[];
  /** Profile fields that would be filled with something else; only where both were accepted. */
  profile: { field: string; was: string | null; is: string | null }[];
};

export type ReplayChoices = {
  /** The version it ran under; null for a sign-in from before there were versions. */
  recordedUnder: number | null;
  /** Newest first: the last 50, and the one it ran under. */
  versions: { number: number; at: string; author: string }[];
  replay: ReplayView | null;
};

/**
 * The versions a session can be replayed under, and the replay under one of them: the recorded bytes, at the recorded
 * time, by those settings. Nothing is written and nobody is let in. Null where no response was recorded.
 */
export async function replaySession(
  { data, scope }: Context,
  sessionId: string,
  number: number | null,
): Promise<ReplayChoices | null> {
  const row = await data.ssoSessions.recording(sessionId);
  const login = row && openLogin(scope.environmentId, row);
  if (!login) return null;
  const [connection, list] = await Promise.all([
    data.connections.get(login.connectionId),
    data.connectionVersions.list(login.connectionId, null, 50),
  ]);
  if (!connection) return null;
  const recorded = row.connectionVersion;
  if (recorded !== null && !list.some((one) => one.number === recorded)) {
    const then = await data.connectionVersions.get(login.connectionId, recorded);
    if (then) list.push(then);
  }
  const chosen =
    number === null
      ? null
      : (list.find((one) => one.number === number) ??
        (await data.connectionVersions.get(login.connectionId, number)));
  return {
    recordedUnder: row.connectionVersion,
    versions: list.map((one) => ({
      number: one.number,
      at: one.createdAt.toISOString(),
      author: one.actorName,
    })),
    replay:
      chosen &&
      replayView(
        login,
        chosen.number,
        replayUnder(scope.environmentId, connection.externalKey, login, chosen.settings),
      ),
  };
}

/** Judges an opened sign-in again under the settings of a version. */
export function replayUnder(
  environmentId: string,
  externalKey: string,
  login: OpenedLogin,
  settings: ConnectionSettings,
): Replayed {
  return replayLogin(login, settings, placeUnder(environmentId, externalKey, settings, login.reading));
}

function replayView(login: OpenedLogin, number: number, replayed: Replayed): ReplayView {
  const code = replayed.refusal?.code ?? null;
  const { reading } = login;
  const recorded = new Map(reading.checks.map(({ id, outcome }) => [id, outcome]));
  const replays = new Map<string, string>(replayed.checks.map(({ id, outcome }) => [id, outcome]));
  const outcome = (side: Map<string, string>, id: string) => side.get(id) ?? 'not_reached';
  const values = (fields: typeof reading.mapping) =>
    new Map((fields ?? []).map(({ field, value }) => [field, shown(value)]));
  const [had, has] = [values(reading.mapping), values(replayed.mapping?.fields ?? null)];
  return {
    number,
    outcome: code === null ? 'accepted' : 'refused',
    reason: refusalTitle(code),
    detail: replayed.refusal?.detail ?? null,
    same: code === login.failureCode,
    changed: CHECKS.flatMap(({ id, title }) =>
      outcome(recorded, id) === outcome(replays, id)
        ? []
        : [{ title, was: WORDS[outcome(recorded, id)] ?? '', is: WORDS[outcome(replays, id)] ?? '' }],
    ),
    profile:
      code !== null || failedWhateverTheSettings(login.failureCode)
        ? []
        : [...has.keys()].flatMap((field) =>
            had.get(field) === has.get(field)
              ? []
              : [{ field, was: had.get(field) ?? null, is: has.get(field) ?? null }],
          ),
  };
}

const WORDS: Readonly<Record<string, string>> = {
  passed: 'passed',
  failed: 'failed',
  not_reached: 'not reached',
};

function shown(value: unknown): string | null {
  return value === null ? null : Array.isArray(value) ? value.join(', ') : String(value);
}
