import type { ConnectionVersion } from '#lib/data/connection-versions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentData } from '#lib/data/for-environment.ts';
import { openLogin } from './recorded-login.ts';
import { failedWhateverTheSettings } from './replay-login.ts';
import { replayUnder } from './replay-session.ts';
import type { SessionLine, SessionList } from './session-list.ts';

/** When the settings of a connection changed. */
export type VersionMark = { number: number; at: string; author: string; reason: string | null };

/** The versions that began within the time of a page of sessions, newest first. */
export async function versionMarks(
  { data, now }: { data: EnvironmentData; now: Date },
  connectionId: string,
  { lines, newest }: Pick<SessionList, 'lines' | 'newest'>,
): Promise<VersionMark[]> {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return [];
  const to = newest ? now : new Date(first.createdAt);
  const rows = await data.connectionVersions.between(connectionId, new Date(last.createdAt), to);
  return rows.map(({ number, createdAt, actorName, reason }) => ({
    number,
    at: createdAt.toISOString(),
    author: actorName,
    reason,
  }));
}

/** For each line, newest first, the versions that began after it and not before the line above it. */
export function marksBefore(
  lines: readonly Pick<SessionLine, 'createdAt'>[],
  marks: readonly VersionMark[],
): VersionMark[][] {
  return lines.map((line, index) => {
    const above = lines[index - 1];
    return marks.filter((mark) => mark.at >= line.createdAt && (!above || mark.at < above.createdAt));
  });
}

/** A change of settings that sign-ins fail by. */
export type FailuresBegan = VersionMark & { minutes: number; failures: number };

/** How many failures after a change are judged again. */
const JUDGED = 10;

/**
 * The newest change since which every sign-in failed, where it made the difference: of those failures, the ones that the
 * settings before it would have let in, judged again under both. Null where no change is to blame.
 */
export async function failuresBegan(
  { data, scope }: Pick<EnvironmentContext, 'data' | 'scope'>,
  connectionId: string,
  lines: readonly Pick<SessionLine, 'id' | 'createdAt' | 'state'>[],
  marks: readonly VersionMark[],
): Promise<FailuresBegan | null> {
  const found = failingSince(lines, marks);
  if (!found) return null;
  const { mark } = found;
  const [before, after, connection] = [
    await data.connectionVersions.get(connectionId, mark.number - 1),
    await data.connectionVersions.get(connectionId, mark.number),
    await data.connections.get(connectionId),
  ];
  if (!before || !after || !connection) return null;
  const byIt: (typeof found.failed)[number][] = [];
  for (const line of found.failed.slice(-JUDGED)) {
    const row = await data.ssoSessions.recording(line.id);
    const login = row && openLogin(scope.environmentId, row);
    if (!login || failedWhateverTheSettings(login.failureCode)) continue;
    const passes = ({ settings }: Pick<ConnectionVersion, 'settings'>) =>
      replayUnder(scope.environmentId, connection.externalKey, login, settings).refusal === null;
    if (passes(before) && !passes(after)) byIt.push(line);
  }
  const first = byIt.at(-1)?.createdAt;
  if (first === undefined) return null;
  const minutes = Math.floor((Date.parse(first) - Date.parse(mark.at)) / 60_000);
  return { ...mark, minutes, failures: byIt.length };
}

/** The newest change since which every sign-in failed, and those, newest first; null when there is none. */
export function failingSince<Line extends Pick<SessionLine, 'createdAt' | 'state'>>(
  lines: readonly Line[],
  marks: readonly VersionMark[],
): { mark: VersionMark; failed: Line[] } | null {
  // A response that was accepted is a success of the settings, whatever the app does with the code.
  const good = ({ state }: Line) => state.tone === 'green' || state.name === 'authorized';
  const ended = lines.filter((line) => good(line) || line.state.tone === 'red');
  for (const mark of marks) {
    const after = ended.filter((line) => line.createdAt > mark.at);
    const last = ended.find((line) => line.createdAt <= mark.at);
    if (after.length === 0) continue;
    if (!last || !good(last) || after.some(good)) return null;
    return { mark, failed: after };
  }
  return null;
}
