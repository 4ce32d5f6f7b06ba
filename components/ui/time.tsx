import { RelativeTime } from './relative-time.tsx';

/**
 * A moment, readable and exact: `Nov 21, 2026, 09:31 UTC`. Rendered the same on server and client, whatever
 * their zones. `value` is ISO 8601; `dateOnly` leaves out the time of day, `seconds` adds them;
 * `relative` says how long ago instead, with the exact moment on hover.
 */
export function Time({
  value,
  dateOnly = false,
  seconds = false,
  relative = false,
}: {
  value: string;
  dateOnly?: boolean;
  seconds?: boolean;
  relative?: boolean;
}) {
  const text = new Intl.DateTimeFormat('en-US', {
    dateStyle: 'medium',
    ...(dateOnly ? {} : { timeStyle: seconds ? 'medium' : 'short', hourCycle: 'h23' }),
    timeZone: 'UTC',
  }).format(new Date(value));
  if (relative) return <RelativeTime value={value} exact={dateOnly ? text : `${text} UTC`} />;
  return (
    <time dateTime={value} title={value} className="whitespace-nowrap tabular-nums">
      {dateOnly ? text : `${text} UTC`}
    </time>
  );
}
