import { type AttributeType, defaultSources, isPredefined } from './attribute-types.ts';
import { isEmail } from './email.ts';
import { type Find, findAttribute, type ProfileInput } from './profile.ts';

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/** Parts of a postal address and the attribute names they come by. */
const ADDRESS_PARTS = {
  street_address: ['streetAddress', 'street_address', 'street', 'urn:oid:2.5.4.9', `${CLAIMS}/streetaddress`],
  locality: ['locality', 'city', 'l', 'urn:oid:2.5.4.7', `${CLAIMS}/locality`],
  region: ['region', 'state', 'st', 'urn:oid:2.5.4.8', `${CLAIMS}/stateorprovince`],
  postal_code: ['postalCode', 'postal_code', 'zipCode', 'urn:oid:2.5.4.17', `${CLAIMS}/postalcode`],
  country: ['country', 'countryCode', 'c', 'urn:oid:2.5.4.6', `${CLAIMS}/country`],
} as const;

/** One attribute the environment defines. */
export type AttributeDefinition = {
  readonly name: string;
  readonly type: AttributeType;
  readonly required: boolean;
};

/** Where the value of one defined attribute came from. */
export type CustomMapping = {
  readonly name: string;
  readonly required: boolean;
  /** The one attribute the connection names for it; null when the default names apply. */
  readonly mappedTo: string | null;
  readonly source: string | null;
  /** What was received there, also when it could not be used. */
  readonly value: string | null;
  readonly problem:
    | 'missing'
    | 'not_a_number'
    | 'not_a_boolean'
    | 'not_a_date'
    | 'not_an_email'
    | 'too_long'
    | null;
};

export type CustomAttributes = {
  /** Every defined attribute in its order, null where nothing usable came; then what is mapped without a definition. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly mapping: readonly CustomMapping[];
  /** Required attributes without a usable value. */
  readonly missing: readonly string[];
};

const MAX_VALUE_CHARACTERS = 1024;

/**
 * Reads the attributes an environment defines out of a verified assertion. `map` is the connection's: a name in it
 * reads that attribute and nothing else. A name that is mapped but not defined (the API may do that) is passed on as
 * received; a predefined one that is switched off is not.
 */
export function readCustomAttributes(
  input: Pick<ProfileInput, 'attributes' | 'friendlyNames'> & {
    readonly definitions: readonly AttributeDefinition[];
    readonly map: Readonly<Record<string, string>>;
  },
): CustomAttributes {
  const find = findAttribute(input);
  const read = input.definitions.map((definition) =>
    readOne(definition, mapped(input.map, definition.name), find),
  );
  const defined = new Set(input.definitions.map(({ name }) => name));
  const passedOn = Object.entries(input.map)
    .filter(([name]) => !defined.has(name) && !isPredefined(name))
    .map(([name, source]): [string, unknown] => {
      const values = find([source])?.values ?? [];
      return [name, values.length > 1 ? values : (values[0] ?? null)];
    });
  return {
    // fromEntries defines keys instead of assigning them, so no name can reach the prototype.
    values: Object.fromEntries([...read.map(({ mapping, value }) => [mapping.name, value]), ...passedOn]),
    mapping: read.map(({ mapping }) => mapping),
    missing: read
      .filter(({ mapping, value }) => mapping.required && value === null)
      .map(({ mapping }) => mapping.name),
  };
}

function mapped(map: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(map, name) ? map[name]?.trim() || null : null;
}

function readOne(
  definition: AttributeDefinition,
  mappedTo: string | null,
  find: Find,
): { mapping: CustomMapping; value: unknown } {
  const { name, type, required } = definition;
  if (type === 'addresses' && mappedTo === null) return readAddress(definition, find);
  const found = find(mappedTo === null ? defaultSources(name) : [mappedTo]);
  const values = found?.values ?? [];
  const [first] = values;
  const result: Reading =
    first === undefined ? { problem: required ? 'missing' : null } : READERS[type](values, first);
  const value = 'value' in result ? result.value : null;
  const shown =
    type === 'text' || type === 'number' || type === 'boolean' || type === 'date' ? first : values.join(', ');
  return {
    mapping: {
      name,
      required,
      mappedTo,
      source: found?.source ?? null,
      value: first === undefined ? null : (shown ?? null),
      problem: 'problem' in result ? result.problem : null,
    },
    value,
  };
}

type Reading = { value: unknown } | { problem: CustomMapping['problem'] };

const READERS: Readonly<Record<AttributeType, (values: readonly string[], first: string) => Reading>> = {
  text: (_, first) => (first.length > MAX_VALUE_CHARACTERS ? { problem: 'too_long' } : { value: first }),
  number: (_, first) => {
    const number = /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(first) ? Number(first) : Number.NaN;
    // A longer number would come out as another one.
    return Number.isFinite(number) && first.replace(/\D/g, '').length <= 15
      ? { value: number }
      : { problem: 'not_a_number' };
  },
  boolean: (_, first) => {
    if (/^(true|yes|1)$/i.test(first)) return { value: true };
    return /^(false|no|0)$/i.test(first) ? { value: false } : { problem: 'not_a_boolean' };
  },
  date: (_, first) => {
    const [, day] = /^(\d{4}-\d\d-\d\d)([T ].*)?$/.exec(first) ?? [];
    return day !== undefined && isDay(day) ? { value: day } : { problem: 'not_a_date' };
  },
  list: (values) =>
    values.some((value) => value.length > MAX_VALUE_CHARACTERS)
      ? { problem: 'too_long' }
      : { value: [...values] },
  emails: (values) => {
    // proxyAddresses of Exchange: SMTP: is the main address, smtp: another one.
    const all = values.map((value) => ({
      value: value.replace(/^smtp:/i, ''),
      main: value.startsWith('SMTP:'),
    }));
    const emails = all.filter(({ value }) => isEmail(value));
    if (emails.length === 0) return { problem: 'not_an_email' };
    const main = Math.max(
      0,
      emails.findIndex((one) => one.main),
    );
    return { value: emails.map(({ value }, index) => ({ primary: index === main, type: 'work', value })) };
  },
  addresses: (values) => ({
    value: values.map((raw_address, index) => ({ ...NO_ADDRESS, primary: index === 0, raw_address })),
  }),
};

const NO_ADDRESS = {
  type: 'work',
  street_address: null,
  locality: null,
  region: null,
  postal_code: null,
  country: null,
} as const;

/** One address put together from its parts, which arrive as attributes of their own. */
function readAddress(
  { name, required }: AttributeDefinition,
  find: Find,
): { mapping: CustomMapping; value: unknown } {
  const parts = Object.entries(ADDRESS_PARTS).map(([part, names]) => ({ part, found: find(names) }));
  const text = (found: ReturnType<Find>) => found?.values[0]?.slice(0, MAX_VALUE_CHARACTERS) ?? null;
  const present = parts.filter(({ found }) => found !== null);
  const raw = present.map(({ found }) => text(found)).join(', ');
  return {
    mapping: {
      name,
      required,
      mappedTo: null,
      source: present.map(({ found }) => found?.source).join(', ') || null,
      value: raw || null,
      problem: present.length === 0 && required ? 'missing' : null,
    },
    value:
      present.length === 0
        ? null
        : [
            {
              type: 'work',
              ...Object.fromEntries(parts.map(({ part, found }) => [part, text(found)])),
              primary: true,
              raw_address: raw,
            },
          ],
  };
}

/** The calendar has it: no 30 February. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
