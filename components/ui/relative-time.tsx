'use client';

import { useEffect, useState } from 'react';

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long ago, or from now: `3 hours ago`, `in 2 days`, `just now`. Both in ms since 1970. */
export function relativeWords(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  if (!unit) return seconds > 0 ? 'in a moment' : 'just now';
  const format = new Intl.RelativeTimeFormat('en-US', { numeric: 'always' });
  return format.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** How long something has lasted: `3 hours`, `less than a minute`. */
export function lastingWords(since: number, now: number): string {
  const words = relativeWords(Math.min(since, now), now);
  return words === 'just now' ? 'less than a minute' : words.replace(/ ago$/, '');
}

/**
 * A moment as the time since it, or as how long something has lasted, kept up to date; `exact` is on hover. Server and
 * browser may differ by a moment.
 */
export function RelativeTime({
  value,
  exact,
  lasting = false,
}: {
  value: string;
  exact: string;
  lasting?: boolean;
}) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={value} title={exact} className="whitespace-nowrap tabular-nums" suppressHydrationWarning>
      {(lasting ? lastingWords : relativeWords)(new Date(value).getTime(), now)}
    </time>
  );
}
