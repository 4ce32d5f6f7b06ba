import { expect, test } from '@playwright/test';
import type { MappingSettings } from './preview-mapping.ts';
import { inconsistencyOf, type StoredProfile } from './reconcile.ts';

const SETTINGS: MappingSettings = { connectionType: 'GenericSAML', overrides: {}, definitions: [], map: {} };
const ANA: StoredProfile = {
  idpId: 'ana-1',
  email: 'ana@example.com',
  firstName: 'Ana',
  lastName: 'Silva',
  name: null,
  groups: ['Staff'],
  customAttributes: {},
  rawAttributes: {
    email: 'ana@example.com',
    firstName: 'Ana',
    lastName: 'Silva',
    sn: 'Silva e Souza',
    groups: 'Staff',
    employeeNumber: '7',
    memberOf: ['A', 'B'],
  },
};
const compare = (settings: Partial<MappingSettings>, stored: Partial<StoredProfile> = {}, friendly = {}) =>
  inconsistencyOf({ ...ANA, ...stored }, { ...SETTINGS, ...settings }, friendly);

test('a profile that today’s mapping would make again is consistent', () => {
  expect(compare({})).toBeNull();
});

test('what came from the NameID is not doubted, since it is not kept', () => {
  const { email: _, ...rawAttributes } = ANA.rawAttributes;
  expect(compare({}, { rawAttributes })).toBeNull();
  expect(compare({ overrides: { idp_id: 'NameID', email: 'NameID' } })).toBeNull();
});

test('every value that would be another one is told, and what the profile would become', () => {
  const found = compare({ overrides: { last_name: 'sn', idp_id: 'employeeNumber', groups: 'memberOf' } });
  expect(found).toMatchObject({
    kind: 'differs',
    changes: [
      { field: 'idp_id', before: 'ana-1', after: '7' },
      { field: 'last_name', before: 'Silva', after: 'Silva e Souza' },
      { field: 'groups', before: 'Staff', after: 'A, B' },
    ],
    values: { idpId: '7', email: 'ana@example.com', lastName: 'Silva e Souza', groups: ['A', 'B'] },
  });
});

test('an attribute the environment defines since is read from what came', () => {
  const definitions = [{ name: 'badge', type: 'number', required: true }] as const;
  expect(compare({ definitions, map: { badge: 'employeeNumber' } })).toMatchObject({
    changes: [{ field: 'badge', before: null, after: '7' }],
    values: { customAttributes: { badge: 7 } },
  });
  expect(compare({ definitions: [{ ...definitions[0], required: false }] })).toBeNull();
});

test('what is required and did not come is told instead of being made up', () => {
  expect(compare({ overrides: { last_name: 'surname2', email: 'workMail' } })).toEqual({
    kind: 'incomplete',
    missing: ['email', 'last_name'],
  });
  const definitions = [{ name: 'badge', type: 'number', required: true }] as const;
  expect(compare({ definitions })).toEqual({ kind: 'incomplete', missing: ['badge'] });
});

test('an attribute is found by its friendly name, as at a sign-in', () => {
  const settings = { overrides: { last_name: 'Familienname' } };
  expect(compare(settings)).toMatchObject({ kind: 'incomplete' });
  expect(compare(settings, {}, { sn: 'Familienname' })).toMatchObject({
    values: { lastName: 'Silva e Souza' },
  });
});
