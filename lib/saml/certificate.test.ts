import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { formatFingerprint, parseCertificate, parseCertificates } from './certificate.ts';
import { createKeyPair } from './key-pair.ts';

// Made with: openssl ecparam -name secp384r1 -genkey | openssl req -x509 -days 36500 -subj '/O=Example, Inc./CN=idp.example.com'
const EC = `-----BEGIN CERTIFICATE-----
MIIB+TCCAX6gAwIBAgIUVYpW4d3daSbSn9zucjZv+cLaKnAwCgYIKoZIzj0EAwIw
MjEWMBQGA1UECgwNRXhhbXBsZSwgSW5jLjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUu
Y29tMCAXDTI2MTEyMTA5MjkwMloYDzIxMjYxMDI4MDkyOTAyWjAyMRYwFAYDVQQK
DA1FeGFtcGxlLCBJbmMuMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wdjAQBgcq
hkjOPQIBBgUrgQQAIgNiAASPwwqiRuUJ+onTaBI3aVrtm7xbjR/OXm9J8ji2ka1y
y7yZMfSJsSXtWE7ld1YKgHXfb1Mia1WeXHM3VOMIeUUXDsuh+nJO/StlmN0EbxYL
K8cWllcEY8h0JZ76RwRy0NyjUzBRMB0GA1UdDgQWBBQbA05pUPf2tA/QVX10g/xR
N/houjAfBgNVHSMEGDAWgBQbA05pUPf2tA/QVX10g/xRN/houjAPBgNVHRMBAf8E
BTADAQH/MAoGCCqGSM49BAMCA2kAMGYCMQDi3TYovvKFA6C3/divzbmuVnl+Yft8
DOT11Ni1fzKBvhDCUMJssXar5HPU2gFJVk4CMQDZzNRa/kjli+JW30mys77tpnME
u9HV1vXB/jcZAdxwbX8tSuan5EYqEgwPTZK8c/E=
-----END CERTIFICATE-----
`;
// Made with: openssl genpkey -algorithm ed25519 | openssl req -x509 -days 36500 -subj /CN=ed
const ED25519 = `-----BEGIN CERTIFICATE-----
MIIBMDCB46ADAgECAhRO/KgconzmRUb2hCnt4hfJFbcHpzAFBgMrZXAwDTELMAkG
A1UEAwwCZWQwIBcNMjYxMTIxMDkyOTAzWhgPMjEyNjEwMjgwOTI5MDNaMA0xCzAJ
BgNVBAMMAmVkMCowBQYDK2VwAyEAJf0Tc8A/xD8ufousRMepYj1fUwUhwx45A2A3
UruU68ajUzBRMB0GA1UdDgQWBBQyZ0Un0q0YV8kQWiRacDbFm4X3cDAfBgNVHSME
GDAWgBQyZ0Un0q0YV8kQWiRacDbFm4X3cDAPBgNVHRMBAf8EBTADAQH/MAUGAytl
cANBAGMVMuaMWmXaAm9VWhsJwrg8DYiwGwzJoyrOyDE7GAiw/Q1nGgY+a1ph1REB
U4xNWVlJHgZwCGeEfK9IoeXmfAo=
-----END CERTIFICATE-----
`;
// Made with: openssl req -x509 -newkey rsa:1024 -sha256 -days 36500 -subj /CN=small
const RSA_1024 = `-----BEGIN CERTIFICATE-----
MIIB/jCCAWegAwIBAgIUPKqPwg3i/mm2f2uRd0WVC9M3i/wwDQYJKoZIhvcNAQEL
BQAwEDEOMAwGA1UEAwwFc21hbGwwIBcNMjYxMTIxMDkyOTAzWhgPMjEyNjEwMjgw
OTI5MDNaMBAxDjAMBgNVBAMMBXNtYWxsMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB
iQKBgQDrGTXPFSn5bOXW7XGCuZ+pEjG716/YXkUHjpvj3tm7t5SRLDY7WXRG8pZn
Me4WkXFNnedeepT3LG+tx8rx4MPvUsWbDie8rwOdJjQBYoqnsn8wC2kM65LQKO0L
1E78cfkZonthOKIQ7OXrgbs1eP2HqZMbvbyqYWKfKRr74HMHmwIDAQABo1MwUTAd
BgNVHQ4EFgQU5Hu4X+9IGshRRhZ9Hq7i8bmlJm8wHwYDVR0jBBgwFoAU5Hu4X+9I
GshRRhZ9Hq7i8bmlJm8wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOB
gQCyjQ5mvpA65IMS31BGZCN9Unec0nW1+mtDGLLSihFygxvKw+ow3ZHrrfIoNfhP
e5QuJHlRAfAGSVYhHn4ZPbQFwjX9OPu0RKNhT03cC8Zb3FuRgpqWmDyl24MEeflX
c/Rf+TRVCM/89v3QrZ/XcJWXX5ep+NIK7oF9Grz8pCHEzg==
-----END CERTIFICATE-----
`;

const now = new Date('2026-06-01T00:00:00Z');
const rsa = createKeyPair({ commonName: 'idp.example.com', now, validForDays: 30 }).certificatePem;
const body = rsa.replaceAll(/-----[^-]+-----/g, '').trim();

const SPELLINGS: Readonly<Record<string, string>> = {
  PEM: rsa,
  'PEM with CRLF': rsa.replaceAll('\n', '\r\n'),
  'indented PEM': rsa.replaceAll('\n', '\n    '),
  'PEM in one line': rsa.replaceAll('\n', ''),
  'PEM in one line with spaces': rsa.replaceAll('\n', ' '),
  'PEM with escaped line breaks': rsa.replaceAll('\n', '\\n'),
  'PEM with a byte order mark': `\uFEFF${rsa}`,
  'PEM after text': `subject=CN = idp.example.com\n${rsa}`,
  'base64 in lines': body,
  'base64 in one line': body.replaceAll('\n', ''),
  'base64 in white space': `\n\t ${body} \r\n`,
};
for (const [spelling, text] of Object.entries(SPELLINGS)) {
  test(`a certificate is read from ${spelling}`, () => {
    expect(parseCertificate(text)?.pem).toBe(rsa);
  });
}

const UNREADABLE: Readonly<Record<string, string>> = {
  nothing: '',
  words: 'not a certificate',
  'base64 of something else': Buffer.from('hello').toString('base64'),
  'a private key': createKeyPair({ commonName: 'x', now, validForDays: 1 }).privateKeyPem,
  'a certificate with a private key':
    rsa + createKeyPair({ commonName: 'x', now, validForDays: 1 }).privateKeyPem,
  'two certificates': rsa + rsa,
  'half a certificate': rsa.slice(0, 600),
  'a certificate without its last line': rsa.replace(/-----END.*/, ''),
  'a certificate with bytes after it': Buffer.concat([
    Buffer.from(body, 'base64'),
    Buffer.from('x'),
  ]).toString('base64'),
  'a certificate with one character changed to #': body.replace('A', '#'),
  base64url: body.replaceAll('+', '-').replaceAll('/', '_'),
  'a certificate in a flood of spaces': rsa + ' '.repeat(64 * 1024),
};
for (const [what, text] of Object.entries(UNREADABLE)) {
  test(`${what} is not a certificate`, () => expect(parseCertificate(text)).toBeNull());
}

test('a chain is read in order, and one bad link spoils it', () => {
  expect(parseCertificates(rsa + EC)?.map((one) => one.keyType)).toEqual(['rsa', 'ec']);
  expect(parseCertificates(rsa + EC.replace('M', '#'))).toBeNull();
});

test('names, dates, fingerprint and key are those of OpenSSL', () => {
  const certificate = parseCertificate(EC);
  expect(certificate).toMatchObject({
    subject: 'O=Example\\, Inc., CN=idp.example.com',
    keyType: 'ec',
    keyBits: 384,
  });
  const theirs = new X509Certificate(EC);
  expect(formatFingerprint(certificate?.fingerprintSha256 ?? '')).toBe(theirs.fingerprint256);
  expect(certificate?.notAfter.getTime()).toBe(Date.parse(theirs.validTo));
  expect(certificate?.notBefore.getTime()).toBe(Date.parse(theirs.validFrom));
  expect(certificate?.publicKey.asymmetricKeyType).toBe('ec');
});

test('key type and size are told for other keys', () => {
  expect(parseCertificate(rsa)).toMatchObject({ keyType: 'rsa', keyBits: 2048 });
  expect(parseCertificate(RSA_1024)).toMatchObject({ keyType: 'rsa', keyBits: 1024 });
  expect(parseCertificate(ED25519)).toMatchObject({ keyType: 'other', keyBits: 0 });
});
