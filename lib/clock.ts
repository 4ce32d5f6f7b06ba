/** The current time; the only place that reads the clock, so that everything else takes `now` as an argument. */
export function now(): Date {
  return new Date();
}
