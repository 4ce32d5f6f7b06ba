import { env } from '#lib/env.ts';
import type { PlainBrowser } from './browser.ts';
import { type ServerAction, serverActions } from './routes.ts';

export type Fields = Record<string, string | File>;

/** What a server action returned; `redirected` carries the address in `message`. */
export type Answer = {
  status: string;
  message: string;
  fields?: Record<string, string>;
  /** What a change of settings would do, where it has to be confirmed. */
  review?: { confirm: string; hash: string };
};

/** What every action says to roles that may not, and to people without a session. */
export const REFUSED = 'There is nothing here that your role may change.';
export const SIGNED_OUT = 'You are signed out. Sign in again in another tab, then save once more.';

/** File and name of an action, the key of the tables. */
export const labelOf = ({ file, name }: ServerAction) => `${file} ${name}`;

/** The actions written below a folder of app/. */
export function actionsBelow(...folders: string[]): ServerAction[] {
  return serverActions().filter(({ file }) => folders.some((folder) => file.startsWith(`${folder}/`)));
}

/**
 * Posts an action as React does (encodeReply of the previous state and the form) and returns the whole answer.
 * `parameters` fill the address of the page that can call it.
 */
export async function sendAction(
  browser: PlainBrowser,
  action: ServerAction,
  parameters: Readonly<Record<string, string>>,
  fields: Fields,
): Promise<Response> {
  const origin = env().http.url;
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append('0', JSON.stringify([{ status: 'idle' }, '$K1']));
  const page = action.page.replace(/\[(\w+)\]/g, (_, name: string) => parameters[name] ?? 'any');
  return fetch(new URL(page, origin), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'next-action': action.id, accept: 'text/x-component', origin, cookie: browser.cookies() },
    body,
  });
}

/** The same, and what the action returned. */
export async function postAction(...post: Parameters<typeof sendAction>): Promise<Answer> {
  const [, action] = post;
  const response = await sendAction(...post);
  const leads = response.headers.get('x-action-redirect');
  if (leads !== null) return { status: 'redirected', message: leads };
  const text = await response.text();
  const returned = /^1:(\{.*\})$/m.exec(text)?.[1];
  if (returned === undefined)
    throw new Error(`${labelOf(action)} answered ${response.status} ${text.slice(0, 500)}`);
  const { status, message, fields: wrong, review } = JSON.parse(returned) as Answer;
  return { status, message, ...(wrong ? { fields: wrong } : {}), ...(review ? { review } : {}) };
}
