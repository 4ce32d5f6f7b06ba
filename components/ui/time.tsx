import { RelativeTime } from './relative-time.tsx';

const zone = { dateStyle: 'medium', hourCycle: 'h23', timeZone: 'UTC' } as const;

/** Made once: making one costs as much as drawing a row. */
const FORMATS = {
  date: new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }),
  minutes: new Intl.DateTimeFormat('en-US', { ...zone, timeStyle: 'short' }),
  seconds: new Intl.DateTimeFormat('en-US', { ...zone, timeStyle: 'medium' }),
};

/**
 * A moment, readable and exact: `Nov 21, 2026, 09:31 UTC`. Rendered the same on server and client, whatever
 * their zones. `value` is ISO 8601; `dateOnly` leaves out the time of day, `seconds` adds them;
 * `relative` says how long ago instead, `lasting` for how long, with the exact moment on hover.
 */
export function Time({
  value,
  dateOnly = false,
  seconds = false,
  relative = false,
  lasting = false,
}: {
  value: string;
  dateOnly?: boolean;
  seconds?: boolean;
  relative?: boolean;
  lasting?: boolean;
}) {
  const text = FORMATS[dateOnly ? 'date' : seconds ? 'seconds' : 'minutes'].format(new Date(value));
  if (relative || lasting) {
    return <RelativeTime value={value} exact={dateOnly ? text : `${text} UTC`} lasting={lasting} />;
  }
  return (
    <time dateTime={value} title={value} className="whitespace-nowrap tabular-nums">
      {dateOnly ? text : `${text} UTC`}
    </time>
  );
}
