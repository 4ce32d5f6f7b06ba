/** Each rule an origin of a browser app can break, with the sentence the form and the API show. */
export const WEB_ORIGIN_RULES = {
  empty: 'Enter an origin, as in https://app.example.com.',
  too_long: 'The origin is longer than 512 characters.',
  wildcard: 'Name each origin in full: a * would let pages read answers that are not yours.',
  not_an_origin: 'Enter scheme and host, as in https://app.example.com.',
  path: 'Leave out everything after the host and its port: browsers tell us no more than that.',
  userinfo: 'Remove the user name or password before the @.',
  https: 'Production needs https.',
  localhost: 'Production cannot have an origin on one’s own machine, where any program can be it.',
} as const satisfies Record<string, string>;

export type WebOriginRule = keyof typeof WEB_ORIGIN_RULES;

const MAX_CHARACTERS = 512;

/**
 * Judges an origin (RFC 6454) whose scripts may read answers. Returns it as browsers write it in `Origin`: in lower case
 * and without the port that the scheme has anyway. Does not check whether the host exists or who owns it.
 */
export function checkWebOrigin(
  typed: string,
  environmentKind: 'staging' | 'production',
): { readonly ok: true; readonly origin: string } | { readonly ok: false; readonly code: WebOriginRule } {
  const refused = (code: WebOriginRule) => ({ ok: false, code }) as const;
  const text = typed.trim();
  if (text === '') return refused('empty');
  if (text.length > MAX_CHARACTERS) return refused('too_long');
  if (text.includes('*')) return refused('wildcard');
  // Browsers repair "https:host" and backslashes into addresses nobody typed.
  if (!/^https?:\/\/[^/?#\\\s]+([/?#][^\\\s]*)?$/i.test(text) || !URL.canParse(text)) {
    return refused('not_an_origin');
  }
  const url = new URL(text);
  if (/^https?:\/\/[^/?#]*@/i.test(text)) return refused('userinfo');
  if (url.pathname !== '/' || /[?#]/.test(text)) return refused('path');
  if (environmentKind === 'production') {
    if (url.protocol !== 'https:') return refused('https');
    if (/^(localhost|.*\.localhost|\[::1\]|127\..*)$/.test(url.hostname)) return refused('localhost');
  }
  return { ok: true, origin: url.origin };
}
