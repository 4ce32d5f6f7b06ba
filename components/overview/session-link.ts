/** Address of the session list with exactly the sessions a number stands for. `sessions` is its path. */
export function sessionsHref(
  sessions: string,
  filter: {
    from: string;
    to: string;
    states?: readonly string[];
    error?: string;
    connection?: string;
  },
): string {
  const query = [
    filter.states ? `state=${filter.states.join(',')}` : null,
    filter.error ? `error=${filter.error}` : null,
    filter.connection ? `connection=${encodeURIComponent(filter.connection)}` : null,
    `from=${filter.from}`,
    `to=${filter.to}`,
  ];
  return `${sessions}?${query.filter(Boolean).join('&')}`;
}
