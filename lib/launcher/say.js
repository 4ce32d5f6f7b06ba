/** Shows a line of progress; on standard error, so that standard output holds only what a start is asked for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends the launcher with one sentence and exit code 1. */
export function refuse(sentence) {
  say(sentence);
  process.exit(1);
}
