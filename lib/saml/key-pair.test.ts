import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { parseCertificate } from './certificate.ts';
import { createKeyPair } from './key-pair.ts';

const now = new Date('2026-06-01T12:00:00Z');

test('the certificate is signed by its own key, for the key beside it', () => {
  const pair = createKeyPair({ commonName: 'Gatehouse', now, validForDays: 30 });
  const certificate = new X509Certificate(pair.certificatePem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(pair.privateKeyPem))).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  const other = createKeyPair({ commonName: 'Gatehouse', now, validForDays: 30 });
  expect(certificate.verify(new X509Certificate(other.certificatePem).publicKey)).toBe(false);
  expect(certificate.serialNumber).not.toBe(new X509Certificate(other.certificatePem).serialNumber);
});

test('name, key and dates are those asked for', () => {
  const pair = createKeyPair({ commonName: 'Gatehouse conn_01 – ü', now, validForDays: 3650 });
  expect(parseCertificate(pair.certificatePem)).toMatchObject({
    pem: pair.certificatePem,
    subject: 'CN=Gatehouse conn_01 – ü',
    issuer: 'CN=Gatehouse conn_01 – ü',
    keyType: 'rsa',
    keyBits: 2048,
    notBefore: new Date('2026-06-01T11:00:00Z'),
    notAfter: new Date(now.getTime() + 3650 * 86_400_000),
  });
});

test('dates from 2050 on are written so that they are read back', () => {
  const pair = createKeyPair({ commonName: 'x', now: new Date('2049-12-31T23:30:00Z'), validForDays: 365 });
  expect(parseCertificate(pair.certificatePem)).toMatchObject({
    notBefore: new Date('2049-12-31T22:30:00Z'),
    notAfter: new Date('2050-12-31T23:30:00Z'),
  });
});

test('a long name is cut to what X.509 allows', () => {
  const pair = createKeyPair({ commonName: 'ü'.repeat(100), now, validForDays: 1 });
  expect(parseCertificate(pair.certificatePem)?.subject).toBe(`CN=${'ü'.repeat(64)}`);
});
