/** Pages whose forms end elsewhere: Chromium applies `form-action` to the redirects that follow a post as well. */
const FORMS_LEAD_AWAY = /^\/(test-idp|example)(\/|$)/;

/**
 * Style elements that component libraries insert without a nonce, by the SHA-256 of their text. A new version may
 * change a text: the test then names the new hash.
 */
export const LIBRARY_STYLES = {
  empty: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  toasts: 'StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=',
  scrollArea: 'vGQdhYJbTuF+M8iCn1IZCHpdkiICocWHDq4qnQF4Rjw=',
  select: '441zG27rExd4/il+NvIqyL8zFx5XmyNQtE381kSkUJk=',
} as const;

/** The one page on which Stripe's card form is drawn; it is always loaded as a document of its own. */
export const STRIPE_PAGE = '/dashboard/workspace/billing/payment-method/card';

/** What Stripe.js needs: its script, its frames (the fields, and what a bank asks) and its API. */
const STRIPE_SOURCES = {
  script: ' https://js.stripe.com https://*.js.stripe.com',
  frame: 'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
  connect: ' https://api.stripe.com',
};

/**
 * The policy for a page at `pathname` whose scripts carry `nonce` (CSP Level 3). Style elements need the nonce too;
 * style attributes cannot carry one and the component library positions with them. `dev` adds what hot reload needs;
 * `stripe` says that cards are taken by Stripe, which is then let in on its page and on no other.
 */
export function contentSecurityPolicy(input: {
  nonce: string;
  pathname: string;
  dev: boolean;
  stripe: boolean;
}): string {
  const { nonce, pathname, dev } = input;
  const stripe = input.stripe && pathname === STRIPE_PAGE ? STRIPE_SOURCES : null;
  const hashes = Object.values(LIBRARY_STYLES).map((hash) => `'sha256-${hash}'`);
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}${stripe?.script ?? ''}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' ${hashes.join(' ')}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}${stripe?.connect ?? ''}`,
    ...(stripe ? [`frame-src ${stripe.frame}`] : []),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ];
  if (!FORMS_LEAD_AWAY.test(pathname)) directives.push("form-action 'self'");
  return directives.join('; ');
}
