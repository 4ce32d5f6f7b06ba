/** Pages whose forms end elsewhere: Chromium applies `form-action` to the redirects that follow a post as well. */
const FORMS_LEAD_AWAY = /^\/(test-idp|example)(\/|$)/;

/**
 * The policy for a page at `pathname` whose scripts carry `nonce` (CSP Level 3). Style elements need the nonce too;
 * style attributes cannot carry one and the component library positions with them. `dev` adds what hot reload needs.
 */
export function contentSecurityPolicy(input: { nonce: string; pathname: string; dev: boolean }): string {
  const { nonce, pathname, dev } = input;
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ];
  if (!FORMS_LEAD_AWAY.test(pathname)) directives.push("form-action 'self'");
  return directives.join('; ');
}
