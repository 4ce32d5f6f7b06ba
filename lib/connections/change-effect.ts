import type { ChangeEffect } from '#lib/data/connection-versions.ts';

/** The groups of sign-ins that a change is told by, in the order of the sentence. */
const PARTS: Readonly<Record<string, string>> = {
  stillPass: 'would still succeed',
  nowFail: 'would now fail',
  nowPass: 'that failed would now succeed',
  refusedBefore: 'would already have failed before this change',
  beginAgain: 'would begin again with a request',
  newIdentity: 'would come as a new person',
  newEmail: 'would come with another email address',
  newRole: 'would have another role',
  newGroups: 'would have other groups',
  newName: 'would have another name',
  sharedIdentity: 'people would share an ID',
};

const ASKS =
  'It changes what is asked of the identity provider, which recorded sign-ins cannot judge: test the sign-in.';

/** The effect of a change in one or two sentences; empty where there is nothing to say. */
export function effectSentence({ asks, counts }: Pick<ChangeEffect, 'asks' | 'counts'>): string {
  return [...(counts ? [countedSentence(counts)] : []), ...(asks ? [ASKS] : [])].join(' ');
}

function countedSentence(counts: NonNullable<ChangeEffect['counts']>): string {
  const { skipped = 0, total = 0 } = counts;
  const left =
    skipped === 0
      ? ''
      : ` ${skipped} more ${skipped === 1 ? 'connection was' : 'connections were'} not looked at.`;
  if (total === 0 && !counts['sharedIdentity']) {
    return `There is no recorded sign-in to check this against.${left}`;
  }
  const parts = Object.entries(PARTS).flatMap(([part, words]) => {
    const count = counts[part] ?? 0;
    return count > 0 || part === 'stillPass' ? [`${count} ${words}`] : [];
  });
  const logins = total === 1 ? 'Of the last recorded sign-in' : `Of the last ${total} recorded sign-ins`;
  return `${logins}, ${parts.join(', ')}.${left}`;
}
