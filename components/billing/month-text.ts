const format = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `November 2026`, of any moment of the month in UTC. */
export function monthText(iso: string): string {
  return format.format(new Date(iso));
}
