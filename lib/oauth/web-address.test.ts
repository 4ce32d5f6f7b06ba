import { expect, test } from '@playwright/test';
import { checkWebAddress, signInEndpointUrl, WEB_ADDRESS_RULES, type WebAddressRule } from './web-address.ts';

const inStaging = { environmentKind: 'staging', httpInStaging: 'anywhere' } as const;
const inProduction = { environmentKind: 'production', httpInStaging: 'anywhere' } as const;
const portal = { environmentKind: 'staging', httpInStaging: 'on localhost' } as const;

const ANYWHERE: readonly [string, WebAddressRule][] = [
  [`https://app.example.com/${'a'.repeat(2048)}`, 'too_long'],
  ['https://app.example.com/a b', 'characters'],
  ['https://b\u00fccher.example/', 'characters'],
  ['https://evil.example\\@app.example.com/', 'characters'],
  ['https://*.example.com/', 'characters'],
  ['app.example.com', 'not_an_address'],
  ['https:app.example.com', 'not_an_address'],
  ['https:///app.example.com', 'not_an_address'],
  ['javascript:alert(1)', 'not_an_address'],
  ['ftp://app.example.com/', 'not_an_address'],
  ['https://', 'not_an_address'],
  ['https://user@app.example.com/', 'userinfo'],
  ['https://@app.example.com/', 'userinfo'],
  ['https://app.example.com/#start', 'fragment'],
];

test('a broken rule is named, in both kinds of environment', () => {
  for (const [address, code] of ANYWHERE) {
    for (const policy of [inStaging, inProduction, portal]) {
      expect(checkWebAddress(address, policy), address).toEqual({ ok: false, code });
    }
  }
});

test('production takes https and hosts that others can reach; staging takes localhost', () => {
  const code = (address: string, policy: Parameters<typeof checkWebAddress>[1]) => {
    const verdict = checkWebAddress(address, policy);
    return verdict.ok ? null : verdict.code;
  };
  expect(code('http://app.example.com/', inProduction)).toBe('https');
  for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]', '0x7f.1']) {
    expect(code(`https://${host}/`, inProduction), host).toBe('localhost');
    expect(code(`http://${host}:3000/`, inStaging), host).toBeNull();
    expect(code(`http://${host}:3000/`, portal), host).toBeNull();
  }
  expect(code('http://app.example.com/', inStaging)).toBeNull();
  expect(code('http://app.example.com/', portal)).toBe('https_or_localhost');
});

test('each rule has a case here', () => {
  const seen = [...ANYWHERE.map(([, code]) => code), 'https', 'localhost', 'https_or_localhost'];
  expect([...new Set(seen)].sort()).toEqual(Object.keys(WEB_ADDRESS_RULES).sort());
});

test('an address is kept as browsers write it, its query included', () => {
  const verdict = checkWebAddress('HTTPS://App.Example.com?from=sso', inProduction);
  expect(verdict).toEqual({ ok: true, url: 'https://app.example.com/?from=sso' });
});

test('the sign-in endpoint learns connection and organization beside its own query, and never twice', () => {
  const from = { connectionId: 'conn_1', organizationId: 'org_1' };
  expect(signInEndpointUrl('https://app.example.com/login?a=b&connection_id=x', from)).toBe(
    'https://app.example.com/login?a=b&connection_id=conn_1&organization_id=org_1',
  );
});
