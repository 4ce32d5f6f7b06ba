import type { PlainBrowser } from './browser.ts';

/** A form of a page: where it posts to, and its hidden fields. */
export type PostedForm = { action: string; fields: Record<string, string> };

/** The first form of an HTML page. */
export async function formOf(response: Response): Promise<PostedForm> {
  const html = await response.text();
  const action = /<form[^>]*\saction="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) throw new Error(`no form in ${response.status} ${html.slice(0, 300)}`);
  const inputs = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  const fields = inputs.map((input) => [
    decoded(/\sname="([^"]*)"/.exec(input)?.[1] ?? ''),
    decoded(/\svalue="([^"]*)"/.exec(input)?.[1] ?? ''),
  ]);
  return { action: decoded(action), fields: Object.fromEntries(fields) };
}

function decoded(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => entities[name] ?? '');
}

/** Opens a page, following redirects; the cookies of the browser go along. */
export async function open(
  browser: PlainBrowser,
  path: string,
): Promise<{ url: string; response: Response }> {
  let url = path;
  for (let hops = 0; hops < 10; hops++) {
    const response = await browser.get(url);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return { url, response };
    url = location;
  }
  throw new Error(`too many redirects to ${url}`);
}

/** Signs in on the page of the test identity provider: the form it answers with, on its way to the ACS. */
export async function signInAtTestIdp(
  browser: PlainBrowser,
  path: string,
  choices: Record<string, string> = {},
): Promise<PostedForm> {
  const { response } = await open(browser, path);
  const form = await formOf(response);
  return formOf(await browser.post(form.action, { ...form.fields, ...choices }));
}
