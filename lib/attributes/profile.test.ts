import { expect, test } from '@playwright/test';
import { type ProfileInput, toProfile } from './profile.ts';

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const EMAIL_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const FOUR = { id: ['u1'], email: ['ada@example.com'], firstName: ['Ada'], lastName: ['Lovelace'] };

function input(more: Partial<ProfileInput> = {}): ProfileInput {
  return {
    attributes: FOUR,
    friendlyNames: {},
    nameId: { value: 'name-id', format: null },
    connectionType: 'GenericSAML',
    overrides: {},
    ...more,
  };
}

function profileOf(more: Partial<ProfileInput>) {
  const result = toProfile(input(more));
  if (!result.ok) throw new Error(`missing ${result.missing.join(', ')}`);
  return result.profile;
}

function missingOf(more: Partial<ProfileInput>): readonly string[] {
  const result = toProfile(input(more));
  return result.ok ? [] : result.missing;
}

test('the four plain attributes make a profile', () => {
  expect(profileOf({})).toEqual({
    idpId: 'u1',
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    name: null,
    groups: [],
    rawAttributes: { id: 'u1', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
  });
});

const ADA = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };

/** What identity providers send when nobody renamed anything. */
const DEFAULTS: Readonly<Record<string, readonly [Partial<ProfileInput>, Record<string, unknown>]>> = {
  'Entra ID': [
    {
      connectionType: 'AzureSAML',
      nameId: { value: 'ada@corp.onmicrosoft.example', format: EMAIL_FORMAT },
      attributes: {
        'http://schemas.microsoft.com/identity/claims/tenantid': ['t'],
        'http://schemas.microsoft.com/identity/claims/objectidentifier': ['oid-1'],
        'http://schemas.microsoft.com/identity/claims/displayname': ['Ada Lovelace'],
        'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': ['g1', 'g2'],
        [`${CLAIMS}/givenname`]: ['Ada'],
        [`${CLAIMS}/surname`]: ['Lovelace'],
        [`${CLAIMS}/emailaddress`]: ['ada@example.com'],
        [`${CLAIMS}/name`]: ['ada@corp.onmicrosoft.example'],
      },
    },
    { ...ADA, idpId: 'oid-1', name: 'Ada Lovelace', groups: ['g1', 'g2'] },
  ],
  'Entra ID without object ID': [
    {
      connectionType: 'AzureSAML',
      attributes: {
        [`${CLAIMS}/givenname`]: ['Ada'],
        [`${CLAIMS}/surname`]: ['Lovelace'],
        [`${CLAIMS}/emailaddress`]: ['ada@example.com'],
        [`${CLAIMS}/name`]: ['ada@corp.onmicrosoft.example'],
      },
    },
    { ...ADA, idpId: 'ada@corp.onmicrosoft.example', name: null },
  ],
  'AD FS': [
    {
      connectionType: 'ADFSSAML',
      attributes: {
        [`${CLAIMS}/emailaddress`]: ['ada@example.com'],
        [`${CLAIMS}/givenname`]: ['Ada'],
        [`${CLAIMS}/surname`]: ['Lovelace'],
        [`${CLAIMS}/upn`]: ['ada@corp.example'],
        'http://schemas.xmlsoap.org/claims/Group': ['Domain Users', 'Engineers'],
      },
    },
    { ...ADA, idpId: 'ada@corp.example', groups: ['Domain Users', 'Engineers'] },
  ],
  Auth0: [
    {
      connectionType: 'Auth0SAML',
      attributes: {
        [`${CLAIMS}/nameidentifier`]: ['auth0|1'],
        [`${CLAIMS}/emailaddress`]: ['ada@example.com'],
        [`${CLAIMS}/name`]: ['Ada Lovelace'],
        [`${CLAIMS}/givenname`]: ['Ada'],
        [`${CLAIMS}/surname`]: ['Lovelace'],
      },
    },
    { ...ADA, idpId: 'auth0|1', name: 'Ada Lovelace' },
  ],
  Google: [
    {
      connectionType: 'GoogleSAML',
      nameId: { value: 'ada@example.com', format: EMAIL_FORMAT },
      attributes: { firstName: ['Ada'], lastName: ['Lovelace'], email: ['ada@example.com'] },
    },
    { ...ADA, idpId: 'ada@example.com' },
  ],
  OneLogin: [
    {
      connectionType: 'OneLoginSAML',
      attributes: {
        'User.email': ['ada@example.com'],
        'User.FirstName': ['Ada'],
        'User.LastName': ['Lovelace'],
        memberOf: ['Staff'],
      },
    },
    { ...ADA, idpId: 'name-id', groups: ['Staff'] },
  ],
  'Shibboleth by OID': [
    {
      connectionType: 'ShibbolethGenericSAML',
      attributes: {
        'urn:oid:0.9.2342.19200300.100.1.1': ['ada'],
        'urn:oid:0.9.2342.19200300.100.1.3': ['ada@example.com'],
        'urn:oid:2.5.4.42': ['Ada'],
        'urn:oid:2.5.4.4': ['Lovelace'],
      },
    },
    { ...ADA, idpId: 'ada' },
  ],
  'a product that names attributes by FriendlyName': [
    {
      attributes: { a1: ['ada@example.com'], a2: ['Ada'], a3: ['Lovelace'] },
      friendlyNames: { a1: 'mail', a2: 'givenName', a3: 'sn' },
    },
    { ...ADA, idpId: 'name-id' },
  ],
  'a product that writes names in other case': [
    { attributes: { EMAIL: ['ada@example.com'], FirstName: ['Ada'], LASTNAME: ['Lovelace'], ID: ['9'] } },
    { ...ADA, idpId: '9' },
  ],
};
for (const [product, [given, expected]] of Object.entries(DEFAULTS)) {
  test(`the default attributes of ${product} make a profile`, () => {
    expect(profileOf(given)).toMatchObject(expected);
  });
}

test('an exact name goes before one in another case, and an earlier name before a later one', () => {
  expect(
    profileOf({ attributes: { ...FOUR, EMAIL: ['x@example.com'], mail: ['y@example.com'] } }).email,
  ).toBe('ada@example.com');
});

test('a mapping of the connection is read instead of the defaults', () => {
  const attributes = { ...FOUR, sn: ['King'], department: ['R&D'] };
  expect(profileOf({ attributes, overrides: { last_name: 'SN', groups: 'department' } })).toMatchObject({
    lastName: 'King',
    groups: ['R&D'],
  });
});

test('a mapping to an attribute which is not sent fails, although a default would do', () => {
  expect(missingOf({ overrides: { email: 'workMail' } })).toEqual(['email']);
  expect(missingOf({ overrides: { idp_id: 'employeeNumber' } })).toEqual(['idp_id']);
});

test('a mapping to NameID reads the NameID', () => {
  expect(profileOf({ overrides: { idp_id: 'NameID' } }).idpId).toBe('name-id');
});

test('without an ID attribute the NameID is the identity', () => {
  const { id: _, ...attributes } = FOUR;
  expect(profileOf({ attributes }).idpId).toBe('name-id');
  expect(missingOf({ attributes, nameId: null })).toEqual(['idp_id']);
  expect(missingOf({ attributes, nameId: { value: '  ', format: null } })).toEqual(['idp_id']);
});

test('a transient NameID is no identity', () => {
  const { id: _, ...attributes } = FOUR;
  const result = toProfile(input({ attributes, nameId: { value: 't1', format: TRANSIENT } }));
  expect(result).toMatchObject({ ok: false, missing: ['idp_id'] });
  expect(result.mapping[0]).toMatchObject({ source: 'NameID', value: 't1', problem: 'transient_name_id' });
  expect(profileOf({ nameId: { value: 't1', format: TRANSIENT } }).idpId).toBe('u1');
});

test('without an email attribute a NameID that is an address serves', () => {
  const { email: _, ...attributes } = FOUR;
  const with_ = (value: string, format: string | null) => ({ attributes, nameId: { value, format } });
  expect(profileOf(with_('ada@example.com', EMAIL_FORMAT)).email).toBe('ada@example.com');
  expect(profileOf(with_('ada@example.com', null)).email).toBe('ada@example.com');
  expect(missingOf(with_('ada', null))).toEqual(['email']);
  expect(missingOf(with_('ada', EMAIL_FORMAT))).toEqual(['email']);
});

test('each required field is missed by name, blank values included', () => {
  expect(missingOf({ attributes: {}, nameId: null })).toEqual(['idp_id', 'email', 'first_name', 'last_name']);
  expect(missingOf({ attributes: { ...FOUR, lastName: [' \t'] } })).toEqual(['last_name']);
  expect(missingOf({ attributes: { ...FOUR, firstName: [] } })).toEqual(['first_name']);
  expect(missingOf({ attributes: { ...FOUR, lastName: [] }, required: ['idp_id', 'email'] })).toEqual([]);
  expect(missingOf({ required: ['groups'] })).toEqual(['groups']);
});

test('an email attribute that holds no address is refused and shown', () => {
  const result = toProfile(input({ attributes: { ...FOUR, email: ['Lovelace'] } }));
  expect(result).toMatchObject({ ok: false, missing: ['email'] });
  expect(result.mapping.find((entry) => entry.field === 'email')).toEqual({
    field: 'email',
    mappedTo: null,
    source: 'email',
    value: 'Lovelace',
    problem: 'not_an_email',
  });
});

test('a value of absurd length is refused where it is required and dropped where it is not', () => {
  const absurd = 'x'.repeat(1025);
  expect(missingOf({ attributes: { ...FOUR, id: [absurd] } })).toEqual(['idp_id']);
  expect(profileOf({ attributes: { ...FOUR, name: [absurd] } }).name).toBeNull();
});

test('values are trimmed, groups keep their order without repeats and blanks', () => {
  const attributes = { ...FOUR, firstName: ['  Ada\n'], groups: [' a ', 'b', '', 'a', 'c'] };
  expect(profileOf({ attributes })).toMatchObject({ firstName: 'Ada', groups: ['a', 'b', 'c'] });
});

test('the first usable value of several counts', () => {
  expect(profileOf({ attributes: { ...FOUR, email: ['', 'ada@example.com', 'b@example.com'] } }).email).toBe(
    'ada@example.com',
  );
});

test('raw attributes keep what was received: one value as text, several as a list', () => {
  const attributes = { ...FOUR, roles: ['a', 'b'], empty: [], blank: [' x '] };
  const { rawAttributes } = profileOf({ attributes });
  expect(rawAttributes).toMatchObject({ id: 'u1', roles: ['a', 'b'], empty: [], blank: ' x ' });
  const failed = toProfile(input({ attributes: { roles: ['a', 'b'] } }));
  expect(failed).toMatchObject({ ok: false, received: { roles: ['a', 'b'] } });
});

test('attributes named like parts of Object are attributes', () => {
  const attributes: Record<string, string[]> = Object.create(null);
  Object.assign(attributes, FOUR, { constructor: ['c'], toString: ['t'] });
  Object.defineProperty(attributes, '__proto__', { value: ['p'], enumerable: true });
  const { rawAttributes } = profileOf({ attributes, friendlyNames: {} });
  expect(Object.keys(rawAttributes).sort()).toEqual(
    ['__proto__', 'constructor', 'email', 'firstName', 'id', 'lastName', 'toString'].sort(),
  );
  expect(JSON.parse(JSON.stringify(rawAttributes))).toHaveProperty(['__proto__'], 'p');
  expect(Object.getPrototypeOf(rawAttributes)).toBe(Object.prototype);
  expect(missingOf({ attributes: {}, nameId: null, overrides: { email: '__proto__' } })).toContain('email');
});

test('the mapping says for every field where its value came from', () => {
  const result = toProfile(
    input({ attributes: { ...FOUR, groups: ['a', 'b'] }, overrides: { name: 'firstName' } }),
  );
  expect(result.mapping).toEqual([
    { field: 'idp_id', mappedTo: null, source: 'id', value: 'u1', problem: null },
    { field: 'email', mappedTo: null, source: 'email', value: 'ada@example.com', problem: null },
    { field: 'first_name', mappedTo: null, source: 'firstName', value: 'Ada', problem: null },
    { field: 'last_name', mappedTo: null, source: 'lastName', value: 'Lovelace', problem: null },
    { field: 'name', mappedTo: 'firstName', source: 'firstName', value: 'Ada', problem: null },
    { field: 'groups', mappedTo: null, source: 'groups', value: 'a, b', problem: null },
  ]);
});
