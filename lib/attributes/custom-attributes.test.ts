import { expect, test } from '@playwright/test';
import type { AttributeType } from './attribute-types.ts';
import { type AttributeDefinition, readCustomAttributes } from './custom-attributes.ts';

type Attributes = Record<string, string[]>;

function read(
  attributes: Attributes,
  definitions: readonly AttributeDefinition[],
  map: Record<string, string> = {},
) {
  return readCustomAttributes({ attributes, friendlyNames: {}, definitions, map });
}

function one(type: AttributeType, ...values: string[]) {
  const { values: read_, mapping } = read({ x: values }, [{ name: 'x', type, required: false }]);
  return mapping[0]?.problem ?? read_['x'];
}

const text = (name: string, required = false): AttributeDefinition => ({ name, type: 'text', required });

test('every defined attribute is there in its order, null where nothing came', () => {
  const { values, missing } = read({ b: [' two '] }, [text('c'), text('b'), text('a')]);
  expect(Object.entries(values)).toEqual([
    ['c', null],
    ['b', 'two'],
    ['a', null],
  ]);
  expect(missing).toEqual([]);
});

test('a value is read as its type says, and anything else is a problem instead of a guess', () => {
  const cases: [AttributeType, string[], unknown][] = [
    ['text', ['first', 'second'], 'first'],
    ['text', ['x'.repeat(1025)], 'too_long'],
    ['number', ['42'], 42],
    ['number', ['-1.50'], -1.5],
    ['number', ['1e3'], 'not_a_number'],
    ['number', ['12345678901234567890'], 'not_a_number'],
    ['number', ['0x10'], 'not_a_number'],
    ['boolean', ['TRUE'], true],
    ['boolean', ['no'], false],
    ['boolean', ['maybe'], 'not_a_boolean'],
    ['date', ['2024-02-29'], '2024-02-29'],
    ['date', ['2024-02-29T23:00:00+02:00'], '2024-02-29'],
    ['date', ['2023-02-29'], 'not_a_date'],
    ['date', ['01/02/2024'], 'not_a_date'],
    ['list', ['a', 'b'], ['a', 'b']],
    ['emails', ['nobody'], 'not_an_email'],
  ];
  for (const [type, values, expected] of cases) {
    expect(one(type, ...values), `${type} ${values}`).toEqual(expected);
  }
});

test('addresses of Exchange know their main one', () => {
  const { values } = read({ proxyAddresses: ['smtp:b@example.com', 'SMTP:a@example.com'] }, [
    { name: 'emails', type: 'emails', required: false },
  ]);
  expect(values['emails']).toEqual([
    { primary: false, type: 'work', value: 'b@example.com' },
    { primary: true, type: 'work', value: 'a@example.com' },
  ]);
});

test('a postal address is put together from its parts', () => {
  const { values } = read({ streetAddress: ['1 Main St'], l: ['Springfield'], postalCode: ['12345'] }, [
    { name: 'addresses', type: 'addresses', required: false },
  ]);
  expect(values['addresses']).toEqual([
    {
      type: 'work',
      street_address: '1 Main St',
      locality: 'Springfield',
      region: null,
      postal_code: '12345',
      country: null,
      primary: true,
      raw_address: '1 Main St, Springfield, 12345',
    },
  ]);
});

test('a predefined attribute is found by the names identity providers send', () => {
  const { values } = read({ jobTitle: ['Engineer'], department: ['R&D'] }, [
    text('job_title'),
    text('department_name'),
  ]);
  expect(values).toEqual({ job_title: 'Engineer', department_name: 'R&D' });
});

test('a mapping reads that attribute alone', () => {
  const definitions = [text('job_title', true)];
  const { values, missing, mapping } = read({ title: ['Engineer'] }, definitions, { job_title: 'position' });
  expect(values).toEqual({ job_title: null });
  expect(missing).toEqual(['job_title']);
  expect(mapping[0]).toMatchObject({ mappedTo: 'position', source: null, problem: 'missing' });
});

test('a required attribute that cannot be used is missing, an optional one is null', () => {
  const badge = (required: boolean) => [{ name: 'badge', type: 'number', required } as const];
  expect(read({ badge: ['n/a'] }, badge(true))).toMatchObject({
    missing: ['badge'],
    values: { badge: null },
  });
  expect(read({ badge: ['n/a'] }, badge(false))).toMatchObject({ missing: [], values: { badge: null } });
  expect(read({ badge: ['  '] }, badge(true)).missing).toEqual(['badge']);
});

test('a required yes-or-no that is no is not missing', () => {
  const definitions = [{ name: 'contractor', type: 'boolean', required: true } as const];
  expect(read({ contractor: ['false'] }, definitions)).toMatchObject({
    missing: [],
    values: { contractor: false },
  });
});

test('what is mapped without a definition is passed on, a predefined attribute that is off is not', () => {
  const map = { team: 'squad', tags: 'labels', job_title: 'title', gone: 'nothing' };
  const { values } = read({ squad: ['blue'], labels: ['a', 'b'], title: ['Engineer'] }, [], map);
  expect(values).toEqual({ team: 'blue', tags: ['a', 'b'], gone: null });
});

test('no name reaches the prototype', () => {
  const { values } = read({ x: ['1'] }, [], JSON.parse('{"__proto__":"x","constructor":"x"}'));
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
  expect(Object.keys(values)).toEqual(['__proto__', 'constructor']);
  expect(read({}, [text('toString')]).values).toEqual({ toString: null });
});
