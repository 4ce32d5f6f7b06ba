import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { EnvProblem, parseSettings, SETTING_NAMES } from '#lib/env.ts';

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
const exampleEntries = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);

function problem(source: Record<string, string>): string {
  try {
    parseSettings(source);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(EnvProblem);
    return (error as Error).message;
  }
}

test('.env.example lists exactly the settings that are read', () => {
  expect(exampleEntries.map(([name]) => name)).toEqual(SETTING_NAMES);
});

test('.env.example shows the defaults', () => {
  expect(parseSettings(Object.fromEntries(exampleEntries))).toEqual(parseSettings({}));
});

test('the public address follows the port', () => {
  expect(parseSettings({ PORT: '4000' }).http.url).toBe('http://localhost:4000');
});

test('a local address is bound to loopback, a public one to every interface', () => {
  expect(parseSettings({}).http.listen).toEqual(['127.0.0.1', '::1']);
  expect(parseSettings({ GATEHOUSE_URL: 'https://sso.example.com' }).http.listen).toEqual(['*']);
});

test('plain http is refused for a host other than this machine', () => {
  expect(problem({ GATEHOUSE_URL: 'http://sso.example.com' })).toContain('https://');
  expect(problem({ GATEHOUSE_URL: 'http://127.0.0.1.example.com' })).toContain('https://');
  for (const url of [
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:8080',
    'https://sso.example.com',
  ]) {
    expect(problem({ GATEHOUSE_URL: url })).toBe('');
  }
});

test('a public address with a path is refused', () => {
  expect(problem({ GATEHOUSE_URL: 'https://example.com/sso' })).toContain('without a path');
});

test('egress ranges are addresses or whole CIDR ranges, kept as ranges', () => {
  const ranges = (text: string) => parseSettings({ GATEHOUSE_EGRESS_RANGES: text }).egress.ranges;
  expect(parseSettings({}).egress.ranges).toEqual([]);
  expect(ranges('203.0.113.7, 198.51.100.0/24,2001:DB8::/48,2001:db8::1')).toEqual([
    '203.0.113.7/32',
    '198.51.100.0/24',
    '2001:db8::/48',
    '2001:db8::1/128',
  ]);
  for (const wrong of [
    '203.0.113.5/24',
    '203.0.113.0/33',
    '203.0.113',
    '0x7f000001',
    'example.com',
    '1.2.3.4,',
  ]) {
    expect(problem({ GATEHOUSE_EGRESS_RANGES: wrong }), wrong).toContain('GATEHOUSE_EGRESS_RANGES');
  }
});

test('a secret key is 32 bytes in hex, base64 or base64url', () => {
  const key = Buffer.alloc(32, 0xfb);
  for (const encoding of ['hex', 'base64', 'base64url'] as const) {
    expect(parseSettings({ GATEHOUSE_SECRET_KEY: key.toString(encoding) }).secret.key).toEqual(key);
  }
  expect(problem({ GATEHOUSE_SECRET_KEY: 'secret' })).toContain('32 random bytes');
  expect(problem({ GATEHOUSE_SECRET_KEY: key.subarray(1).toString('base64') })).toContain('32 random bytes');
});

test('a value that cannot be used is refused with a sentence that names the setting', () => {
  const bad = {
    PORT: '70000',
    GATEHOUSE_TRUST_PROXY: 'yes',
    DATABASE_URL: 'mysql://localhost',
    GATEHOUSE_SESSION_RETENTION_DAYS: '0',
    GATEHOUSE_LOG_LEVEL: 'loud',
  };
  for (const [name, value] of Object.entries(bad)) {
    expect(problem({ [name]: value })).toMatch(new RegExp(`^${name} must .*\\.$`));
  }
});

test('private metadata hosts are a list or all', () => {
  expect(parseSettings({}).metadata.privateHosts).toEqual([]);
  expect(
    parseSettings({ GATEHOUSE_ALLOW_PRIVATE_METADATA_HOSTS: 'adfs.corp, IDP.corp' }).metadata.privateHosts,
  ).toEqual(['adfs.corp', 'idp.corp']);
  expect(parseSettings({ GATEHOUSE_ALLOW_PRIVATE_METADATA_HOSTS: '*' }).metadata.privateHosts).toBe('*');
});

test('a mail server is a URL, and comes with the address mails are from', () => {
  const mail = (SMTP_URL: string, MAIL_FROM = 'sso@example.com') =>
    parseSettings({ SMTP_URL, MAIL_FROM }).mail;
  expect(parseSettings({}).mail).toBeNull();
  expect(parseSettings({ MAIL_FROM: 'sso@example.com' }).mail).toBeNull();
  expect(mail('smtps://a%40b:p%2Fw@mail.example.com')).toEqual({
    server: {
      host: 'mail.example.com',
      port: 465,
      secure: true,
      requireTls: false,
      auth: { user: 'a@b', pass: 'p/w' },
    },
    from: 'sso@example.com',
  });
  expect(mail('smtp://relay:25')?.server).toMatchObject({
    port: 25,
    secure: false,
    requireTls: false,
    auth: null,
  });
  expect(mail('smtp://relay')?.server.port).toBe(587);
  expect(mail('smtp://[::1]:2525')?.server.host).toBe('::1');
});

test('a password never goes over an open connection to another machine', () => {
  const requireTls = (SMTP_URL: string) =>
    parseSettings({ SMTP_URL, MAIL_FROM: 'sso@example.com' }).mail?.server.requireTls;
  expect(requireTls('smtp://user:secret@mail.example.com')).toBe(true);
  expect(requireTls('smtp://user:secret@localhost:2525')).toBe(false);
});

test('a mail setting that cannot be used is refused without repeating a password', () => {
  const bad = [
    'mail.example.com:587',
    'http://mail.example.com',
    'smtp://',
    'smtp://u:hunter2@mail.example.com/path',
    'smtp://u:hunter2@mail.example.com?tls=no',
    'smtp://u:hunter2%@mail.example.com',
    'smtp://user@mail.example.com',
    'smtp://mail.example.com:99999',
  ];
  for (const url of bad) {
    const said = problem({ SMTP_URL: url, MAIL_FROM: 'sso@example.com' });
    expect(said).toMatch(/^SMTP_URL must look like .*\.$/);
    expect(said).not.toContain('hunter2');
  }
  expect(problem({ SMTP_URL: 'smtp://localhost' })).toMatch(/^MAIL_FROM must be set with SMTP_URL/);
  for (const from of ['sso', 'Gatehouse <sso@example.com>', 'a@example.com, b@example.com', 'a@b@c', '@x']) {
    expect(problem({ MAIL_FROM: from })).toMatch(/^MAIL_FROM must be one email address/);
  }
});

test('Stripe comes with all of its keys or not at all, and its API over https', () => {
  const keys = {
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
  };
  expect(parseSettings({}).billing.stripe).toBeNull();
  expect(parseSettings(keys).billing.stripe).toEqual({
    secretKey: 'sk_test_1',
    publishableKey: 'pk_test_1',
    webhookSecret: 'whsec_1',
    apiBase: null,
  });
  for (const missing of ['STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET']) {
    expect(() => parseSettings({ ...keys, [missing]: undefined })).toThrow(missing);
  }
  const base = (STRIPE_API_BASE: string) =>
    parseSettings({ ...keys, STRIPE_API_BASE }).billing.stripe?.apiBase;
  expect(base('https://stripe.example.com/v1')).toBe('https://stripe.example.com');
  expect(base('http://127.0.0.1:12111')).toBe('http://127.0.0.1:12111');
  for (const wrong of ['http://stripe.example.com', 'stripe']) {
    expect(() => base(wrong)).toThrow('STRIPE_API_BASE');
  }
});

test('servers in the place of OAuth providers need https, unless everything is on this machine', () => {
  const origins = (GATEHOUSE_OAUTH_ORIGINS: string, GATEHOUSE_URL = 'https://sso.example.com') =>
    parseSettings({ GATEHOUSE_URL, GATEHOUSE_OAUTH_ORIGINS }).oauth.origins;
  expect(origins('google=https://idp.example.com, github=https://github.example.com')).toEqual({
    google: 'https://idp.example.com',
    github: 'https://github.example.com',
  });
  expect(origins('google=http://localhost:4000', 'http://localhost:3000')).toEqual({
    google: 'http://localhost:4000',
  });
  for (const wrong of [
    'google=http://localhost:4000',
    'google=http://idp.example.com',
    'google=ftp://localhost',
    'google=https://idp.example.com/path',
    'google=https://idp.example.com,google=https://other.example.com',
    'facebook=https://idp.example.com',
    'https://idp.example.com',
  ]) {
    expect(() => origins(wrong), wrong).toThrow('GATEHOUSE_OAUTH_ORIGINS');
  }
});
