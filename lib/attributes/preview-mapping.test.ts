import { expect, test } from '@playwright/test';
import { type MappingSettings, previewMapping } from './preview-mapping.ts';
import type { RecordedResponse } from './recorded-response.ts';

const SETTINGS: MappingSettings = {
  connectionType: 'GenericSAML',
  overrides: {},
  definitions: [],
  map: {},
};

function response(attributes: Record<string, string>): RecordedResponse {
  return {
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, [value]])),
    friendlyNames: {},
    nameId: { value: 'ana-1', format: null },
  };
}

const GOOD = { email: 'ana@example.com', firstName: 'Ana', lastName: 'Silva' };
const preview = (attributes: Record<string, string>, proposed: Partial<MappingSettings>) =>
  previewMapping([{ key: 'one', response: response(attributes) }], SETTINGS, { ...SETTINGS, ...proposed });
const NOTHING = { unaffected: 0, changed: [], broken: [], mended: [], failing: 0 };

test('a sign-in whose values stay is unaffected, whatever the mapping says', () => {
  expect(preview(GOOD, { overrides: { email: 'email' } })).toEqual({ ...NOTHING, unaffected: 1 });
});

test('every value that changes is told with what it was', () => {
  const attributes = { ...GOOD, sn: 'Silva e Souza', employeeNumber: '7' };
  const definitions = [{ name: 'badge', type: 'number', required: false }] as const;
  expect(preview(attributes, { overrides: { last_name: 'sn', idp_id: 'employeeNumber' } }).changed).toEqual([
    {
      key: 'one',
      changes: [
        { field: 'idp_id', before: 'ana-1', after: '7' },
        { field: 'last_name', before: 'Silva', after: 'Silva e Souza' },
      ],
    },
  ]);
  expect(preview(attributes, { definitions, map: { badge: 'employeeNumber' } }).changed).toEqual([
    { key: 'one', changes: [{ field: 'badge', before: null, after: '7' }] },
  ]);
});

test('a sign-in that would fail is told with what it would lack, one that would pass as mended', () => {
  expect(preview(GOOD, { overrides: { email: 'workMail' } })).toEqual({
    ...NOTHING,
    broken: [{ key: 'one', missing: ['email'] }],
  });
  const { lastName: _, ...rest } = GOOD;
  expect(preview({ ...rest, name2: 'Silva' }, { overrides: { last_name: 'name2' } })).toEqual({
    ...NOTHING,
    mended: ['one'],
  });
  expect(preview(rest, { overrides: { email: 'email' } })).toEqual({ ...NOTHING, failing: 1 });
});
