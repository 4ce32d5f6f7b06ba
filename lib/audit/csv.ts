/**
 * One line of CSV (RFC 4180), ended by CRLF. Every cell is quoted, and one that a spreadsheet would take for a
 * formula gets an apostrophe in front, which spreadsheets do not show.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => `"${harmless(cell ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** Also behind blanks and line breaks, which spreadsheets skip; full-width signs count as signs there. */
function harmless(text: string): string {
  return /^(\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r])/.test(text) ? `'${text}` : text;
}
