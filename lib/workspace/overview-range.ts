const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Time ranges of the overview, each cut into slots of one length. Days and their parts are those of UTC. */
export const OVERVIEW_RANGES = {
  '24h': { label: '24 hours', slots: 24, slotMs: HOUR_MS, unit: 'hour' },
  '7d': { label: '7 days', slots: 28, slotMs: 6 * HOUR_MS, unit: '6 hours' },
  '30d': { label: '30 days', slots: 30, slotMs: DAY_MS, unit: 'day' },
  '90d': { label: '90 days', slots: 30, slotMs: 3 * DAY_MS, unit: '3 days' },
} as const;

export type OverviewRange = keyof typeof OVERVIEW_RANGES;

/** The range a page's query asks for; seven days unless it names another. */
export function overviewRange(value: string | string[] | undefined): OverviewRange {
  return typeof value === 'string' && Object.hasOwn(OVERVIEW_RANGES, value) ? (value as OverviewRange) : '7d';
}

/** Consecutive times of equal length. */
export type Slots = { starts: readonly Date[]; slotMs: number; end: Date };

/** The slots of a range. The last one holds `now`: its hour for a day, otherwise the end of its day. */
export function overviewSlots(range: OverviewRange, now: Date): Slots {
  const { slots, slotMs } = OVERVIEW_RANGES[range];
  const unit = range === '24h' ? HOUR_MS : DAY_MS;
  const end = (Math.floor(now.getTime() / unit) + 1) * unit;
  return {
    starts: Array.from({ length: slots }, (_, i) => new Date(end - (slots - i) * slotMs)),
    slotMs,
    end: new Date(end),
  };
}

/** The same time in slots of at least a day, for counts that are kept by the day. A day itself keeps its hours. */
export function dailySlots(slots: Slots): Slots {
  const first = slots.starts[0];
  if (!first || slots.slotMs >= DAY_MS || slots.end.getTime() - first.getTime() <= DAY_MS) return slots;
  const count = Math.round((slots.end.getTime() - first.getTime()) / DAY_MS);
  return {
    starts: Array.from({ length: count }, (_, i) => new Date(first.getTime() + i * DAY_MS)),
    slotMs: DAY_MS,
    end: slots.end,
  };
}

/** Counts of sign-ins by how long they took; bucket n ends at 50 ms * 2^(n/4), the first begins at 0. */
export type Histogram = readonly { bucket: number; count: number }[];

/** The time in ms within which `share` (0 to 1) of all were done; null for none. Even within a bucket: right to a tenth. */
export function percentile(histogram: Histogram, share: number): number | null {
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  let left = total * share;
  for (const { bucket, count } of [...histogram].sort((a, b) => a.bucket - b.bucket)) {
    const [low, high] = [bucket === 0 ? 0 : bucketEnd(bucket - 1), bucketEnd(bucket)];
    if (count >= left) return low + (high - low) * (left / count);
    left -= count;
  }
  return bucketEnd(Math.max(...histogram.map(({ bucket }) => bucket)));
}

function bucketEnd(bucket: number): number {
  return 50 * 2 ** (bucket / 4);
}
