import type { ConnectionVersion } from '#lib/data/connection-versions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { effectSentence } from './change-effect.ts';
import { type SettingChange, settingChanges } from './version-difference.ts';

/** One version of a connection's settings as the History tab shows it. */
export type VersionView = {
  number: number;
  /** ISO time. */
  at: string;
  author: { type: ConnectionVersion['actorType']; name: string };
  reason: string | null;
  restoredFrom: number | null;
  /** What it would have made of sign-ins, as whoever saved it was told; and what they typed to have it all the same. */
  effect: { sentence: string; confirmed: string | null } | null;
  /** Against the version before; null for the first one. */
  changes: SettingChange[] | null;
  /** What restoring it would change; null for the present one and for those that differ in nothing. */
  restoring: SettingChange[] | null;
};

const PER_PAGE = 25;

/** Versions newest first, 25 to a page that begins below a number; `older` is where the next page begins. */
export async function connectionHistory(
  { data }: Pick<EnvironmentContext, 'data'>,
  input: { connectionId: string; below: number | null },
): Promise<{ versions: VersionView[]; older: number | null }> {
  const [rows, newest] = await Promise.all([
    data.connectionVersions.list(input.connectionId, input.below, PER_PAGE + 1),
    data.connectionVersions.list(input.connectionId, null, 1),
  ]);
  const present = newest[0];
  const versions = rows.slice(0, PER_PAGE).map((row, index): VersionView => {
    const previous = rows[index + 1];
    const restoring =
      present && present.number !== row.number ? settingChanges(present.settings, row.settings) : [];
    return {
      number: row.number,
      at: row.createdAt.toISOString(),
      author: { type: row.actorType, name: row.actorName },
      reason: row.reason,
      restoredFrom: row.restoredFrom,
      effect: row.effect && { sentence: effectSentence(row.effect), confirmed: row.effect.confirmed },
      changes: previous ? settingChanges(previous.settings, row.settings) : null,
      restoring: restoring.length > 0 ? restoring : null,
    };
  });
  return { versions, older: rows.length > PER_PAGE ? (versions.at(-1)?.number ?? null) : null };
}
