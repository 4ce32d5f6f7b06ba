type Params = Readonly<Record<string, string | string[] | undefined>>;

/** One value of a page's query, trimmed; null when absent, empty or longer than any real one. */
export function queryText(params: Params, name: string): string | null {
  const value = params[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim().replaceAll('\0', '') ?? '';
  return text === '' || text.length > 200 ? null : text;
}

/** One value of a page's query if it is among the choices, else null. */
export function queryChoice<Choice extends string>(
  params: Params,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const text = queryText(params, name);
  return choices.find((choice) => choice === text) ?? null;
}

/** Where a list continues: `older` or `newer` than an id. Anything that is no id is ignored. */
export function queryCursor(params: Params): { newer: string | null; older: string | null } {
  const id = (name: string) => {
    const text = queryText(params, name);
    return text !== null && /^[A-Za-z0-9_]{1,64}$/.test(text) ? text : null;
  };
  const older = id('older');
  return { older, newer: older === null ? id('newer') : null };
}

/** Address of the same list continued from a cursor, keeping its filters; null without a cursor. */
export function cursorHref(
  path: string,
  params: Params,
  direction: 'older' | 'newer',
  cursor: string | null,
): string | null {
  if (cursor === null) return null;
  const query = new URLSearchParams();
  for (const name of Object.keys(params)) {
    const text = queryText(params, name);
    if (text !== null && name !== 'older' && name !== 'newer') query.set(name, text);
  }
  query.set(direction, cursor);
  return `${path}?${query}`;
}
