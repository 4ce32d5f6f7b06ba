const USUAL_MS = 60 * 60 * 1000;
const FIRST_RETRY_MS = 5 * 60 * 1000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * When a metadata URL is asked again: after an hour; after `failures` failures in a row, in five minutes, then twice as
 * long each time, at most a day. A quarter more or less by `chance` (0 to 1), so that they do not come all at once.
 */
export function nextMetadataCheck(input: { failures: number; now: Date; chance: number }): Date {
  const { failures, now, chance } = input;
  const wait = failures === 0 ? USUAL_MS : Math.min(LONGEST_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return new Date(now.getTime() + wait * (0.75 + chance / 2));
}
