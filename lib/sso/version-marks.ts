import type { EnvironmentData } from '#lib/data/for-environment.ts';
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

/** A change of settings after which every sign-in failed, while the last one before it had not. */
export type FailuresBegan = VersionMark & { minutes: number; failures: number };

/** The newest change that failures began after; null when none did. Lines and marks newest first. */
export function failuresBegan(
  lines: readonly Pick<SessionLine, 'createdAt' | 'state'>[],
  marks: readonly VersionMark[],
): FailuresBegan | null {
  // A response that was accepted is a success of the settings, whatever the app does with the code.
  const good = ({ state }: (typeof lines)[number]) => state.tone === 'green' || state.name === 'authorized';
  const ended = lines.filter((line) => good(line) || line.state.tone === 'red');
  for (const mark of marks) {
    const after = ended.filter((line) => line.createdAt > mark.at);
    const last = ended.find((line) => line.createdAt <= mark.at);
    if (after.length === 0) continue;
    if (!last || !good(last) || after.some(good)) return null;
    const first = after.at(-1)?.createdAt ?? mark.at;
    const minutes = Math.floor((Date.parse(first) - Date.parse(mark.at)) / 60_000);
    return { ...mark, minutes, failures: after.length };
  }
  return null;
}
