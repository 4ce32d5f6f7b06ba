import { expect, test } from '@playwright/test';
import { metadataDifferences, metadataHash, QUIET_MS, retiredCertificates } from './metadata-change.ts';
import { nextMetadataCheck } from './metadata-schedule.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const HOUR = 60 * 60 * 1000;

const says = {
  idpEntityId: 'https://idp.example.org/a',
  idpSsoUrl: 'https://idp.example.org/sso',
  idpSsoBinding: 'redirect' as const,
  idpSloUrl: 'https://idp.example.org/slo',
  idpSloBinding: 'redirect' as const,
  certificates: ['one', 'two'],
};

const alone = { offers: false };

test('another entity ID, address or binding is a difference, certificates are not', () => {
  expect(metadataDifferences(says, says, alone)).toEqual([]);
  const moved = { ...says, idpEntityId: 'https://evil.example', idpSsoBinding: 'post' as const };
  expect(metadataDifferences(says, moved, alone)).toEqual([
    { field: 'Entity ID', now: 'https://idp.example.org/a', says: 'https://evil.example' },
    { field: 'SSO binding', now: 'HTTP-Redirect', says: 'HTTP-POST' },
  ]);
});

test('a logout URL is never changed by itself; one that is offered for the first time holds nothing up', () => {
  const moved = { ...says, idpSloUrl: 'https://evil.example/slo' };
  expect(metadataDifferences(says, moved, alone)).toEqual([
    { field: 'Logout URL', now: 'https://idp.example.org/slo', says: 'https://evil.example/slo' },
  ]);
  expect(metadataDifferences(says, { ...says, idpSloUrl: null }, alone)).toEqual([
    { field: 'Logout URL', now: 'https://idp.example.org/slo', says: 'none' },
  ]);
  expect(metadataDifferences({ ...says, idpSloUrl: null }, says, alone)).toEqual([]);
  expect(metadataDifferences({ ...says, idpSloUrl: null }, says, { offers: true })).toMatchObject([
    { field: 'Logout URL', now: 'none' },
    { field: 'Logout binding', now: 'none' },
  ]);
  const { idpSloUrl: _, idpSloBinding: __, ...before } = says;
  expect(metadataDifferences(says, before, { offers: true })).toEqual([]);
  expect(metadataHash(says, moved)).not.toBe(metadataHash(says, says));
});

test('what an admin decides about is named by all of it, of the same identity provider without its certificates', () => {
  const another = { idpEntityId: 'https://another.example' };
  expect(metadataHash(another, { ...says, certificates: ['two', 'one'] })).toBe(metadataHash(another, says));
  expect(metadataHash(says, { ...says, certificates: ['one'] })).toBe(metadataHash(says, says));
  expect(metadataHash(another, { ...says, certificates: ['one'] })).not.toBe(metadataHash(another, says));
  expect(metadataHash(says, { ...says, idpSsoUrl: 'https://evil.example' })).not.toBe(
    metadataHash(says, says),
  );
});

type Row = Parameters<typeof retiredCertificates>[0][number];
const current: Row = {
  id: 'new',
  fromMetadata: true,
  missingSince: null,
  lastSeenAt: ago(HOUR),
  notAfter: ago(-HOUR),
};
const old: Row = {
  ...current,
  id: 'old',
  missingSince: ago(QUIET_MS),
  lastSeenAt: ago(QUIET_MS),
};

test('an old certificate goes after the new one was seen and a quiet week', () => {
  expect(retiredCertificates([old, current], NOW).map(({ id }) => id)).toEqual(['old']);
  expect(retiredCertificates([{ ...old, lastSeenAt: null }, current], NOW)).toHaveLength(1);
});

for (const [name, rows] of Object.entries<Row[]>({
  'while it is still seen': [{ ...old, lastSeenAt: ago(QUIET_MS - 1) }, current],
  'before it has been gone for a week': [{ ...old, missingSince: ago(QUIET_MS - 1) }, current],
  'while the metadata lists it': [{ ...old, missingSince: null }, current],
  'when somebody entered it': [{ ...old, fromMetadata: false }, current],
  'while the new one was not seen': [old, { ...current, lastSeenAt: null }],
  'when the new one was last seen before it': [old, { ...current, lastSeenAt: ago(QUIET_MS + HOUR) }],
  'when the new one has ended': [old, { ...current, notAfter: NOW }],
  'without another one': [old],
})) {
  test(`a certificate stays ${name}`, () => {
    expect(retiredCertificates(rows, NOW)).toEqual([]);
  });
}

test('metadata is asked about once an hour, after failures later and later, at most after a day or so', () => {
  const minutes = (failures: number, chance = 0.5) =>
    (nextMetadataCheck({ failures, now: NOW, chance }).getTime() - NOW.getTime()) / 60_000;
  expect([0, 1, 2, 3, 20].map((failures) => minutes(failures))).toEqual([60, 5, 10, 20, 1440]);
  expect([minutes(0, 0), minutes(0, 1)]).toEqual([45, 75]);
});
