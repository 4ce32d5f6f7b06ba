/** Choices of the expiry menu: days from now; `never` and `date` speak for themselves. */
export const KEY_LIFETIMES = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'On a day' },
] as const;

/** Choices of when a replaced key ends: hours from now; `date` is a day, and `now` speaks for itself. */
export const KEY_OVERLAPS = [
  { value: '24', label: 'In a day' },
  { value: '1', label: 'In an hour' },
  { value: '168', label: 'In 7 days' },
  { value: '720', label: 'In 30 days' },
  { value: 'date', label: 'On a day' },
  { value: 'now', label: 'At once' },
] as const;
