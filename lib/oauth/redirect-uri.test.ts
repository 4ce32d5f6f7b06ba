import { expect, test } from '@playwright/test';
import {
  checkRedirectUri,
  explainMatch,
  matchRedirectUri,
  REDIRECT_URI_RULES,
  type RedirectUriRule,
} from './redirect-uri.ts';

type Verdict = 'ok' | RedirectUriRule;
const long = `https://app.example.com/${'a'.repeat(2048)}`;

/** [uri, verdict in staging, verdict in production where it differs]; none of them is the default. */
const REGISTRATIONS: readonly (readonly [string, Verdict, Verdict?])[] = [
  // Ordinary web apps.
  ['https://app.example.com/callback', 'ok'],
  ['https://app.example.com', 'ok'],
  ['https://app.example.com/', 'ok'],
  ['https://app.example.com:8443/callback', 'ok'],
  ['https://APP.example.com/Callback', 'ok'],
  ['https://xn--bcher-kva.example/callback', 'ok'],
  ['https://under_score.example.com/callback', 'ok'],
  ['https://10.0.0.5/callback', 'ok'],
  ['https://[2001:db8::1]/callback', 'ok'],
  ['https://app.example.com/a@b/c:d;e', 'ok'],
  ['https://app.example.com/caf%C3%A9', 'ok'],
  // http and localhost.
  ['http://app.example.com/callback', 'ok', 'http_in_production'],
  ['http://10.0.0.5/callback', 'ok', 'http_in_production'],
  ['http://127.0.0.2/callback', 'ok', 'http_in_production'],
  ['http://127.0.0.1/callback', 'ok'],
  ['http://127.0.0.1:8765/callback', 'ok'],
  ['http://[::1]/callback', 'ok'],
  ['http://[::1]:8765/callback', 'ok'],
  ['http://localhost:3000/callback', 'ok', 'localhost_in_production'],
  ['https://localhost:3000/callback', 'ok', 'localhost_in_production'],
  ['http://app.localhost/callback', 'ok', 'localhost_in_production'],
  ['http://localhost.example.com/callback', 'ok', 'http_in_production'],
  // Ports.
  ['http://localhost:*/callback', 'ok', 'localhost_in_production'],
  ['http://127.0.0.1:*/callback', 'ok'],
  ['http://[::1]:*/callback', 'ok'],
  ['https://app.example.com:*/callback', 'port_wildcard'],
  ['https://*.example.com:*/callback', 'port_wildcard'],
  ['http://localhost:3*/callback', 'port_invalid'],
  ['https://app.example.com:/callback', 'port_invalid'],
  ['https://app.example.com:0/callback', 'port_invalid'],
  ['https://app.example.com:0443/callback', 'port_invalid'],
  ['https://app.example.com:65535/callback', 'ok'],
  ['https://app.example.com:65536/callback', 'port_invalid'],
  ['https://app.example.com:443a/callback', 'port_invalid'],
  ['https://app.example.com:80:80/callback', 'port_invalid'],
  // Wildcards in the host.
  ['https://*.example.com/callback', 'ok'],
  ['https://prefix-*-suffix.example.com/callback', 'ok'],
  ['https://*.preview.example.com/callback', 'ok'],
  ['https://*.my-team.ngrok-free.app/callback', 'ok'],
  ['http://*.example.com/callback', 'ok', 'wildcard_http'],
  ['http://*.localhost:3000/callback', 'ok', 'wildcard_http'],
  ['https://*.localhost:3000/callback', 'ok', 'localhost_in_production'],
  ['https://app.*.example.com/callback', 'wildcard_leftmost'],
  ['https://*.*.example.com/callback', 'wildcard_leftmost'],
  ['https://**.example.com/callback', 'wildcard_single'],
  ['https://a*b*c.example.com/callback', 'wildcard_single'],
  ['https://*/callback', 'wildcard_public_suffix'],
  ['https://*.com/callback', 'wildcard_public_suffix'],
  ['https://*.co.uk/callback', 'wildcard_public_suffix'],
  ['https://*.ngrok-free.app/callback', 'wildcard_public_suffix'],
  ['https://my-app-*.vercel.app/callback', 'wildcard_public_suffix'],
  ['https://*.github.io/callback', 'wildcard_public_suffix'],
  ['https://*.s3.amazonaws.com/callback', 'wildcard_public_suffix'],
  ['https://*.ck/callback', 'wildcard_public_suffix'],
  ['https://*.compute.amazonaws.com/callback', 'wildcard_public_suffix'],
  ['https://*example.com/callback', 'wildcard_public_suffix'],
  ['https://*.internal/callback', 'wildcard_public_suffix'],
  ['https://*.corp.internal/callback', 'ok'],
  ['https://*.0.0.1/callback', 'host_ip_notation'],
  ['https://xn--*.example.com/callback', 'host_invalid'],
  ['https://app.example.com/*', 'wildcard_place'],
  ['https://app.example.com/callback?next=*', 'query'],
  ['*://app.example.com/callback', 'scheme_missing'],
  ['com.example.app://*/callback', 'wildcard_place'],
  // Query and fragment.
  ['https://app.example.com/callback?a=b', 'query'],
  ['https://app.example.com/callback?', 'query'],
  ['https://app.example.com/callback?next=%2Fhome', 'query'],
  ['https://app.example.com?a=b', 'query'],
  ['https://app.example.com/callback#x', 'fragment'],
  ['https://app.example.com/callback#', 'fragment'],
  ['https://app.example.com#@evil.example/', 'fragment'],
  // User name, backslash, separators, dots, control characters.
  ['https://user@app.example.com/callback', 'userinfo'],
  ['https://user:pass@app.example.com/callback', 'userinfo'],
  ['https://app.example.com@evil.example/callback', 'userinfo'],
  ['https://app.example.com:443@evil.example/callback', 'userinfo'],
  ['https://@evil.example/callback', 'userinfo'],
  ['https://evil.example\\@app.example.com/callback', 'backslash'],
  ['https:\\\\app.example.com\\callback', 'backslash'],
  ['https://app.example.com/%2e%2e/callback', 'encoded_separator'],
  ['https://app.example.com/a%2Fb', 'encoded_separator'],
  ['https://app.example.com/a%5cb', 'encoded_separator'],
  ['https://app.example.com/a%00b', 'encoded_separator'],
  ['https://app.example.com/a%0d%0ab', 'encoded_separator'],
  ['https://app.example.com/a%7fb', 'encoded_separator'],
  ['https://app.example.com/a%zzb', 'percent_encoding'],
  ['https://app.example.com/a%', 'percent_encoding'],
  ['https://app.example.com/../callback', 'path_traversal'],
  ['https://app.example.com/a/./b', 'path_traversal'],
  ['https://app.example.com/a/..', 'path_traversal'],
  ['https://app.example.com./callback', 'host_trailing_dot'],
  ['https://app.example.com/call back', 'whitespace'],
  ['https://app.example.com/callback\n', 'whitespace'],
  [' https://app.example.com/callback', 'whitespace'],
  ['https://app.exa\tmple.com/callback', 'whitespace'],
  ['https://app.example.com/a\u0000b', 'whitespace'],
  ['https://app.example.com/<script>', 'forbidden_character'],
  ['https://app.example.com/a"b', 'forbidden_character'],
  ['https://app.example.com/{id}', 'forbidden_character'],
  // International names and look-alikes.
  ['https://bücher.example/callback', 'non_ascii'],
  ['https://app。example.com/callback', 'non_ascii'],
  ['https://ａpp.example.com/callback', 'non_ascii'],
  ['https://app.exam\u00adple.com/callback', 'non_ascii'],
  ['https://app.example.com/caf\u00e9', 'non_ascii'],
  ['https://xn--/callback', 'host_invalid'],
  // Hosts.
  ['https:///callback', 'scheme_slashes'],
  ['https://', 'host_missing'],
  ['https://?a=b', 'host_missing'],
  ['https://:443/callback', 'host_invalid'],
  ['https://app..example.com/callback', 'host_invalid'],
  ['https://.example.com/callback', 'host_invalid'],
  ['https://-app.example.com/callback', 'host_invalid'],
  ['https://app%2eexample.com/callback', 'host_invalid'],
  [`https://${'a'.repeat(64)}.example.com/callback`, 'host_invalid'],
  [`https://${'abcdefg.'.repeat(32)}example.com/`, 'host_invalid'],
  ['https://2130706433/callback', 'host_ip_notation'],
  ['https://0x7f.1/callback', 'host_ip_notation'],
  ['https://0x7f000001/callback', 'host_ip_notation'],
  ['https://127.1/callback', 'host_ip_notation'],
  ['https://127.0.0.01/callback', 'host_ip_notation'],
  ['https://0177.0.0.1/callback', 'host_ip_notation'],
  ['https://1.2.3.4.5/callback', 'host_ip_notation'],
  ['https://256.1.1.1/callback', 'host_ip_notation'],
  ['http://[0:0:0:0:0:0:0:1]/callback', 'host_ip_notation'],
  ['http://[::ffff:127.0.0.1]/callback', 'host_ip_notation'],
  ['http://[fe80::1%25eth0]/callback', 'host_invalid'],
  ['http://[::1/callback', 'host_invalid'],
  ['http://[::1]x/callback', 'host_invalid'],
  ['http://[]/callback', 'host_invalid'],
  // Schemes.
  ['', 'empty'],
  [long, 'too_long'],
  ['app.example.com/callback', 'scheme_missing'],
  ['//app.example.com/callback', 'scheme_missing'],
  ['/callback', 'scheme_missing'],
  ['https:app.example.com', 'scheme_slashes'],
  ['https:/app.example.com', 'scheme_slashes'],
  ['https:////app.example.com', 'scheme_slashes'],
  ['javascript:alert(1)', 'scheme_forbidden'],
  ['JavaScript://app.example.com/%0aalert(1)', 'scheme_forbidden'],
  ['data:text/html,x', 'scheme_forbidden'],
  ['file:///etc/passwd', 'scheme_forbidden'],
  ['vbscript:x', 'scheme_forbidden'],
  ['blob:https://app.example.com/x', 'scheme_forbidden'],
  ['about:blank', 'scheme_forbidden'],
  ['ws://app.example.com/', 'scheme_forbidden'],
  ['wss://app.example.com/', 'scheme_forbidden'],
  ['intent://x#Intent;end', 'scheme_forbidden'],
  ['view-source:https://app.example.com', 'scheme_forbidden'],
  ['com.example.app://callback', 'ok'],
  ['com.example.app:/callback', 'ok'],
  ['com.example.app://auth/Callback', 'ok'],
  ['myapp://callback', 'ok', 'scheme_not_reverse_dns'],
  ['com.example.app:callback', 'scheme_slashes'],
  ['com.example.app:', 'scheme_slashes'],
  ['com.example.app://', 'scheme_slashes'],
  ['com.example.app://user@host/callback', 'userinfo'],
  ['com.example.app://callback?x=1', 'query'],
  ['com.example.app://a/../b', 'path_traversal'],
];

for (const [uri, staging, production = staging] of REGISTRATIONS) {
  const shown = JSON.stringify(uri.length > 80 ? `${uri.slice(0, 80)}…` : uri);
  test(`registering ${shown}: ${staging} in staging, ${production} in production`, () => {
    expect(outcome(uri, 'staging')).toBe(staging);
    expect(outcome(uri, 'production')).toBe(production);
  });
}

function outcome(uri: string, environmentKind: 'staging' | 'production', isDefault = false): Verdict {
  const result = checkRedirectUri(uri, { environmentKind, isDefault });
  return result.ok ? 'ok' : result.code;
}

test('the default redirect URI has no wildcard, in host or port', () => {
  expect(outcome('https://*.example.com/callback', 'staging', true)).toBe('wildcard_default');
  expect(outcome('http://localhost:*/callback', 'staging', true)).toBe('wildcard_default');
  expect(outcome('http://localhost:3000/callback', 'staging', true)).toBe('ok');
});

test('every rule has a case which breaks it, and its own sentence', () => {
  const seen = new Set(REGISTRATIONS.flatMap(([, staging, production]) => [staging, production]));
  seen.add('wildcard_default');
  expect(Object.keys(REDIRECT_URI_RULES).filter((rule) => !seen.has(rule as RedirectUriRule))).toEqual([]);
  expect(new Set(Object.values(REDIRECT_URI_RULES)).size).toBe(Object.keys(REDIRECT_URI_RULES).length);
});

test('a registered URI is stored with scheme and host in lower case and everything else as typed', () => {
  const result = checkRedirectUri('HTTPS://App.Example.COM:8443/CallBack', {
    environmentKind: 'production',
    isDefault: true,
  });
  expect(result).toEqual({ ok: true, uri: 'https://app.example.com:8443/CallBack' });
});

/** [candidate, registered entry, whether a sign-in may go there]. */
const MATCHES: readonly (readonly [string, string, boolean])[] = [
  ['https://app.example.com/callback', 'https://app.example.com/callback', true],
  ['HTTPS://APP.EXAMPLE.COM/callback', 'https://app.example.com/callback', true],
  ['https://app.example.com/callback', 'https://APP.example.com/callback', true],
  ['https://app.example.com/Callback', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback/', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback', 'https://app.example.com/callback/', false],
  ['https://app.example.com', 'https://app.example.com/', false],
  ['https://app.example.com:443/callback', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback?x=1', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback?', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback#x', 'https://app.example.com/callback', false],
  ['http://app.example.com/callback', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback/../evil', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback/evil', 'https://app.example.com/callback', false],
  ['https://app.example.com/callbackevil', 'https://app.example.com/callback', false],
  ['https://app.example.com.evil.example/callback', 'https://app.example.com/callback', false],
  ['https://app.example.com@evil.example/callback', 'https://app.example.com/callback', false],
  ['https://evil.example\\@app.example.com/callback', 'https://app.example.com/callback', false],
  ['https://evil.example/\\app.example.com/callback', 'https://app.example.com/callback', false],
  ['https://app.example.com%2fcallback', 'https://app.example.com/callback', false],
  ['https://app.example.com/%63allback', 'https://app.example.com/callback', false],
  ['https://app.example.com./callback', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback\n', 'https://app.example.com/callback', false],
  ['\thttps://app.example.com/callback', 'https://app.example.com/callback', false],
  ['https://app.example.com/callback', 'javascript:alert(1)', false],
  ['javascript:alert(1)', 'javascript:alert(1)', false],
  ['', '', false],
  // Wildcards.
  ['https://one.example.com/callback', 'https://*.example.com/callback', true],
  ['https://ONE.example.com/callback', 'https://*.example.com/callback', true],
  ['https://a_b-1.example.com/callback', 'https://*.example.com/callback', true],
  ['https://example.com/callback', 'https://*.example.com/callback', false],
  ['https://.example.com/callback', 'https://*.example.com/callback', false],
  ['https://one.two.example.com/callback', 'https://*.example.com/callback', false],
  ['https://one.example.org/callback', 'https://*.example.com/callback', false],
  ['https://one-example.com/callback', 'https://*.example.com/callback', false],
  ['https://one.example.com/other', 'https://*.example.com/callback', false],
  ['http://one.example.com/callback', 'https://*.example.com/callback', false],
  ['https://one.example.com:8443/callback', 'https://*.example.com/callback', false],
  ['https://evil.example/.example.com/callback', 'https://*.example.com/callback', false],
  ['https://evil.example?.example.com/callback', 'https://*.example.com/callback', false],
  ['https://evil.example#.example.com/callback', 'https://*.example.com/callback', false],
  ['https://evil.example%2f.example.com/callback', 'https://*.example.com/callback', false],
  ['https://evil@one.example.com/callback', 'https://*.example.com/callback', false],
  ['https://*.example.com/callback', 'https://*.example.com/callback', false],
  ['https://pr-12-app.example.com/callback', 'https://pr-*-app.example.com/callback', true],
  ['https://pr--app.example.com/callback', 'https://pr-*-app.example.com/callback', false],
  ['https://pr-app.example.com/callback', 'https://pr-*-app.example.com/callback', false],
  ['https://xpr-12-app.example.com/callback', 'https://pr-*-app.example.com/callback', false],
  ['https://pr-a.b-app.example.com/callback', 'https://pr-*-app.example.com/callback', false],
  // Ports.
  ['http://localhost:3000/callback', 'http://localhost:*/callback', true],
  ['http://localhost/callback', 'http://localhost:*/callback', true],
  ['http://localhost:70000/callback', 'http://localhost:*/callback', false],
  ['http://localhost:3000@evil.example/callback', 'http://localhost:*/callback', false],
  ['http://localhost:*/callback', 'http://localhost:*/callback', false],
  ['http://localhost:3001/callback', 'http://localhost:3000/callback', false],
  ['http://localhost.evil.example:3000/callback', 'http://localhost:*/callback', false],
  ['http://127.0.0.1:51234/callback', 'http://127.0.0.1/callback', true],
  ['http://127.0.0.1:51234/callback', 'http://127.0.0.1:8080/callback', true],
  ['http://127.0.0.1/callback', 'http://127.0.0.1:8080/callback', true],
  ['http://[::1]:51234/callback', 'http://[::1]/callback', true],
  ['http://127.0.0.1:51234/other', 'http://127.0.0.1/callback', false],
  ['http://127.0.0.2:51234/callback', 'http://127.0.0.1/callback', false],
  ['https://127.0.0.1:51234/callback', 'https://127.0.0.1/callback', false],
  ['http://2130706433:51234/callback', 'http://127.0.0.1/callback', false],
  // Custom schemes.
  ['com.example.app://callback', 'com.example.app://callback', true],
  ['COM.example.app://callback', 'com.example.app://callback', true],
  ['com.example.app://Callback', 'com.example.app://callback', false],
  ['com.example.app:/callback', 'com.example.app://callback', false],
  ['com.example.app://callback/x', 'com.example.app://callback', false],
];

for (const [candidate, entry, expected] of MATCHES) {
  const verb = expected ? 'may go' : 'never goes';
  test(`a sign-in ${verb} to ${JSON.stringify(candidate)} with ${JSON.stringify(entry)} registered`, () => {
    const match = matchRedirectUri(candidate, [entry]);
    expect(match).toEqual(expected ? { redirectUri: candidate, entry } : null);
    const explained = explainMatch(candidate, [entry]);
    expect(explained.matched).toBe(expected ? entry : null);
    expect(explained.entries[0]?.matches).toBe(expected);
    expect(explained.entries[0]?.reason).toMatch(/^[A-Z].*\.$/);
  });
}

test('the entry which matched is named, whatever stands before it', () => {
  const registered = ['https://other.example.com/callback', 'not a uri', 'https://*.example.com/callback'];
  expect(matchRedirectUri('https://one.example.com/callback', registered)?.entry).toBe(registered[2]);
  expect(matchRedirectUri('https://one.example.com/callback', [])).toBeNull();
});

test('the tester says in words why each entry does not match', () => {
  const reasons = (candidate: string, entry: string) => explainMatch(candidate, [entry]).entries[0]?.reason;
  const entry = 'https://app.example.com/callback';
  expect(reasons('http://app.example.com/callback', entry)).toBe('The scheme is http, this entry has https.');
  expect(reasons('https://app.example.com:444/callback', entry)).toBe(
    'The port is 444, this entry has none.',
  );
  expect(reasons('https://app.example.com/callback/', entry)).toBe(
    'The URI ends with a slash, this entry does not.',
  );
  expect(reasons('https://app.example.com/CALLBACK', entry)).toBe(
    'The path differs in upper and lower case.',
  );
  expect(reasons('https://a.b.example.com/callback', 'https://*.example.com/callback')).toBe(
    'The * stands for one level only, here it would be a.b.',
  );
  expect(explainMatch('https://app.example.com/callback?x=1', [entry]).entries[0]?.reason).toBe(
    'The query string differs from this entry.',
  );
  const broken = explainMatch('https://user@app.example.com/', [entry]);
  expect(broken.problem).toMatchObject({ code: 'userinfo', message: REDIRECT_URI_RULES.userinfo });
});
