import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { contentSecurityPolicy, LIBRARY_STYLES, STRIPE_PAGE } from '#lib/server/content-security-policy.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** The one text in a package's module that `pattern` captures. */
function inserted(file: string, pattern: RegExp): string {
  return pattern.exec(readFileSync(`node_modules/${file}`, 'utf8'))?.[1] ?? '';
}

test('the style elements that libraries insert are allowed by their hashes, and only those', () => {
  const markup = /__html: `([^`]*)`/;
  const toasts = inserted('sonner/dist/index.mjs', /^__insertCSS\(("(?:[^"\\]|\\.)*")\)/m);
  expect(LIBRARY_STYLES).toEqual({
    empty: sha256(''),
    toasts: sha256(JSON.parse(toasts)),
    scrollArea: sha256(inserted('@radix-ui/react-scroll-area/dist/index.mjs', markup)),
    select: sha256(inserted('@radix-ui/react-select/dist/index.mjs', markup)),
  });
});

test('scripts need the nonce, and nothing may frame a page', () => {
  const policy = contentSecurityPolicy({
    nonce: 'abc',
    pathname: '/dashboard',
    dev: false,
    stripe: false,
  });
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
  expect(scripts).toBe("'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).not.toMatch(/style-src [^;]*unsafe-inline/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("form-action 'self'");
});

test('hot reload is allowed what it needs in development only', () => {
  const policy = (dev: boolean) => contentSecurityPolicy({ nonce: 'abc', pathname: '/', dev, stripe: false });
  for (const source of ["'unsafe-eval'", 'ws:']) {
    expect(policy(true)).toContain(source);
    expect(policy(false)).not.toContain(source);
  }
});

test('Stripe is let in on the page of its card form, and nowhere without its keys', () => {
  const policy = (pathname: string, stripe: boolean) =>
    contentSecurityPolicy({ nonce: 'abc', pathname, dev: false, stripe });
  expect(policy(STRIPE_PAGE, true)).toMatch(/frame-src https:\/\/js\.stripe\.com [^;]*hooks\.stripe\.com/);
  expect(policy(STRIPE_PAGE, true)).toMatch(/connect-src 'self' https:\/\/api\.stripe\.com;/);
  expect(policy(STRIPE_PAGE, true)).toMatch(/script-src [^;]*'nonce-abc' [^;]*js\.stripe\.com/);
  const elsewhere = ['/', '/dashboard/workspace/billing/payment-method', `${STRIPE_PAGE}/more`];
  for (const pathname of elsewhere) expect(policy(pathname, true)).not.toContain('stripe');
  expect(policy(STRIPE_PAGE, false)).not.toContain('stripe');
});
