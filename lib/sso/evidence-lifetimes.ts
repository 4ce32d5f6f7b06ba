/** How long a link can work; a value is in days. */
export const EVIDENCE_LIFETIMES = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
] as const;
