import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { contentSecurityPolicy, LIBRARY_STYLES } from '#lib/server/content-security-policy.ts';

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
  const policy = contentSecurityPolicy({ nonce: 'abc', pathname: '/dashboard', dev: false });
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
  expect(scripts).toBe("'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).not.toMatch(/style-src [^;]*unsafe-inline/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("form-action 'self'");
});

test('hot reload is allowed what it needs in development only', () => {
  const policy = (dev: boolean) => contentSecurityPolicy({ nonce: 'abc', pathname: '/', dev });
  for (const source of ["'unsafe-eval'", 'ws:']) {
    expect(policy(true)).toContain(source);
    expect(policy(false)).not.toContain(source);
  }
});
