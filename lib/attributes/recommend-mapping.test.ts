import { expect, test } from '@playwright/test';
import type { ProfileField } from './identity-providers.ts';
import { recommendMapping } from './recommend-mapping.ts';
import { kindOf, masked, type RecordedResponse, seenAttributes } from './recorded-response.ts';

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

const people = [
  ['ana', 'Ana', 'Silva'],
  ['bo', 'Bo', 'Lindqvist'],
  ['chi', 'Chi', 'Nguyen'],
] as const;

/** One response of each of three people, with the attributes a function makes. */
function responses(
  make: (person: {
    id: string;
    email: string;
    first: string;
    last: string;
  }) => Record<string, string | string[]>,
): RecordedResponse[] {
  return people.map(([id, first, last]) => {
    const made = make({ id, first, last, email: `${id}.${last.toLowerCase()}@example.com` });
    const attributes = Object.fromEntries(
      Object.entries(made).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
    );
    return { attributes, friendlyNames: {}, nameId: { value: `${id}-1`, format: null } };
  });
}

const recommend = (
  recorded: RecordedResponse[],
  overrides: Partial<Record<ProfileField, string>> = {},
  more: Partial<Parameters<typeof recommendMapping>[1]> = {},
) =>
  recommendMapping(recorded, {
    connectionType: 'AzureSAML',
    overrides,
    definitions: [],
    map: {},
    ...more,
  });

test('a surname that carries the address is told, with the attribute that holds the surname', () => {
  const recorded = responses(({ email, first, last }) => ({
    [`${CLAIMS}/emailaddress`]: email,
    [`${CLAIMS}/givenname`]: first,
    [`${CLAIMS}/surname`]: email,
    sn: last,
  }));
  expect(recommend(recorded)).toEqual([
    {
      field: 'last_name',
      evidence: `\`${CLAIMS}/surname\` carries an email address in 3 of 3 responses; the surname seems to be in \`sn\`.`,
      suggestion: { source: 'sn', why: 'It came in 3 of 3 responses, and its name and values fit.' },
    },
  ]);
});

test('a mapping that reads nothing is told, with what would', () => {
  const recorded = responses(({ email, first, last }) => ({ email, first_name: first, last_name: last }));
  expect(recommend(recorded, { email: 'workMail' })).toMatchObject([
    {
      field: 'email',
      evidence: 'No email address was found in 3 of 3 responses; the email address seems to be in `email`.',
      suggestion: { source: 'email' },
    },
  ]);
});

test('responses that are read right get no recommendation', () => {
  const recorded = responses(({ email, first, last }) => ({
    email,
    first_name: first,
    last_name: last,
    manager: 'ceo@example.com',
    employeeNumber: '17',
  }));
  expect(recommend(recorded)).toEqual([]);
  expect(recommend([])).toEqual([]);
});

test('where no attribute fits, none is made up', () => {
  const recorded = responses(({ email, first }) => ({ email, first_name: first, department: 'Sales' }));
  const [found, ...more] = recommend(recorded);
  expect(found).toMatchObject({ field: 'last_name', suggestion: null });
  expect(found?.evidence).toContain('ask the identity provider’s administrator');
  expect(more).toEqual([]);
});

test('an attribute of the right name with the wrong values is not suggested', () => {
  const recorded = responses(({ email, first }) => ({
    email,
    first_name: first,
    [`${CLAIMS}/surname`]: email,
    sn: email,
  }));
  expect(recommend(recorded)[0]).toMatchObject({ field: 'last_name', suggestion: null });
});

test('an ID that several people share is told, with one that tells them apart', () => {
  const recorded = responses(({ id, email, first, last }) => ({
    email,
    first_name: first,
    last_name: last,
    tenant: 'acme',
    objectGUID: `guid-${id}`,
  }));
  expect(recommend(recorded, { idp_id: 'tenant' })).toMatchObject([
    {
      field: 'idp_id',
      evidence:
        '`tenant` carries the same value for different people in 3 of 3 responses; the ID seems to be in `objectGUID`.',
      suggestion: { source: 'objectGUID' },
    },
  ]);
});

test('an attribute of the environment is found under a spelling of its own', () => {
  const recorded = responses(({ email, first, last }) => ({
    email,
    first_name: first,
    last_name: last,
    'https://example.com/claims/Badge-No': '7',
  }));
  const definitions = [
    { name: 'badge_no', type: 'number', required: false },
    { name: 'unrelated', type: 'text', required: false },
    { name: 'needed', type: 'text', required: true },
  ] as const;
  expect(recommend(recorded, {}, { definitions })).toMatchObject([
    { field: 'badge_no', suggestion: { source: 'https://example.com/claims/Badge-No' } },
    { field: 'needed', suggestion: null },
  ]);
  const map = { badge_no: 'https://example.com/claims/Badge-No' };
  expect(recommend(recorded, {}, { definitions: [definitions[0]], map })).toEqual([]);
});

test('seen attributes have their coverage, kind and newest examples', () => {
  const recorded = responses(({ id, email }) => ({
    email,
    ...(id === 'ana' ? { badge: '17' } : {}),
    memberOf: ['Staff', id],
    blank: ' ',
  }));
  expect(seenAttributes(recorded)).toMatchObject([
    {
      name: 'email',
      count: 3,
      kind: 'email',
      examples: ['ana.silva@example.com', 'bo.lindqvist@example.com', 'chi.nguyen@example.com'],
    },
    { name: 'memberOf', count: 3, kind: 'list', examples: ['Staff, ana', 'Staff, bo', 'Staff, chi'] },
    { name: 'badge', count: 1, kind: 'number', examples: ['17'] },
    { name: 'blank', count: 0, examples: [] },
  ]);
});

test('masked values can be recognized and not read', () => {
  expect(masked('ana.silva@example.com')).toBe('an•••@example.com');
  expect(masked('Silva')).toBe('S•••');
  expect(masked('Staff, Engineering')).toBe('S•••, En•••');
  expect(masked('7')).toBe('•••');
});

test('kinds are told by the look of a value', () => {
  expect(kindOf('ana@example.com')).toBe('email');
  expect(kindOf('0f8fad5b-d9cb-469f-a165-70867728950e')).toBe('id');
  expect(kindOf('00u1a2b3c4d5e6f7g8h9')).toBe('id');
  expect(kindOf('-1.5')).toBe('number');
  expect(kindOf('https://example.com/a')).toBe('address');
  expect(kindOf('Silva e Souza')).toBe('text');
  expect(kindOf('Wolfeschlegelsteinhausenbergerdorff')).toBe('text');
});

test('the address of a manager or a recovery address is never taken for the person’s own', () => {
  for (const name of ['managerEmail', 'supervisor_mail', 'assistantEmailAddress', 'recoveryEmail']) {
    const recorded = responses(({ first, last }) => ({
      first_name: first,
      last_name: last,
      [name]: `boss.of.${first}@example.com`,
    }));
    expect(recommend(recorded)[0], name).toMatchObject({ field: 'email', suggestion: null });
  }
  const both = responses(({ email, first, last }) => ({
    first_name: first,
    last_name: last,
    recoveryEmail: `${first}@mail.test`,
    upn: email,
  }));
  expect(recommend(both, { email: 'absent' })[0]).toMatchObject({ suggestion: { source: 'upn' } });
  const same = responses(({ first, last }) => ({
    first_name: first,
    last_name: last,
    office_mail: 'team@example.com',
  }));
  expect(recommend(same)[0]).toMatchObject({ field: 'email', suggestion: null });
});

test('an address is found by its form where no name says mail', () => {
  const recorded = responses(({ email, first, last }) => ({
    Login: email,
    first_name: first,
    last_name: last,
  }));
  expect(recommend(recorded)[0]).toMatchObject({ field: 'email', suggestion: { source: 'Login' } });
});

test('no ID is proposed that people share or that changes for one of them', () => {
  const person = ({ email, first, last }: { email: string; first: string; last: string }) => ({
    email,
    first_name: first,
    last_name: last,
  });
  const transient = (more: (at: number) => Record<string, string>) =>
    [...responses(person), ...responses(person)].map((one, at) => ({
      ...one,
      attributes: {
        ...one.attributes,
        ...Object.fromEntries(Object.entries(more(at)).map(([k, v]) => [k, [v]])),
      },
      nameId: { value: `_${at}`, format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
    }));
  expect(recommend(transient(() => ({ externalId: 'tenant-77' })))[0]).toMatchObject({
    field: 'idp_id',
    suggestion: null,
  });
  expect(recommend(transient((at) => ({ employeeId: String(at % 2) })))[0]).toMatchObject({
    suggestion: null,
  });
  expect(recommend(transient((at) => ({ externalId: `new-${at}` })))[0]).toMatchObject({ suggestion: null });
  expect(recommend(transient((at) => ({ externalId: `of-${at % 3}` })))[0]).toMatchObject({
    suggestion: { source: 'externalId' },
  });
});

test('one person with a new address still has an ID of their own', () => {
  const one = (email: string): RecordedResponse => ({
    attributes: { id: ['7'], email: [email], firstName: ['Ada'], lastName: ['Byron'] },
    friendlyNames: {},
    nameId: { value: '7', format: null },
  });
  expect(recommend([one('ada@b.example'), one('ada@a.example'), one('ada@a.example')])).toEqual([]);
});

test('a source that works for most is kept, and a look-alike is no name', () => {
  const recorded = responses(({ email, first, last, id }) => ({
    email,
    first_name: first,
    ...(id === 'bo' ? {} : { last_name: last }),
    surname_kana: 'カナ',
    familyStatus: 'married',
    displayLanguage: 'en-US',
  }));
  const [found, ...more] = recommend(recorded);
  expect(found).toMatchObject({ field: 'last_name', suggestion: null });
  expect(found?.evidence).toContain('the others have it in `last_name`');
  expect(more).toEqual([]);
});

test('groups that come under another name are found', () => {
  const recorded = responses(({ email, first, last }) => ({
    email,
    first_name: first,
    last_name: last,
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': ['Staff', 'Admins'],
  }));
  expect(recommend(recorded)).toMatchObject([
    {
      field: 'groups',
      suggestion: { source: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role' },
    },
  ]);
});

test('first and last name that come the wrong way round are told, with both attributes', () => {
  const swapped = (show: (first: string, last: string) => string) =>
    responses(({ email, first, last }) => ({
      [`${CLAIMS}/emailaddress`]: email,
      [`${CLAIMS}/givenname`]: last,
      [`${CLAIMS}/surname`]: first,
      displayName: show(first, last),
    }));
  const found = recommend(swapped((first, last) => `${first} ${last}`));
  expect(found.map(({ field, suggestion }) => [field, suggestion?.source])).toEqual([
    ['first_name', `${CLAIMS}/surname`],
    ['last_name', `${CLAIMS}/givenname`],
  ]);
  expect(found[0]?.evidence).toMatch(/swapped in 3 of 3 responses/);
  // Where the full name does not say so, the address alone is no proof: some write surname.name@.
  expect(recommend(swapped((first, last) => `${last} ${first}`))).toEqual([]);
});

test('German and French names of attributes are known', () => {
  const recorded = responses(({ email, first, last }) => ({
    'E-Mail-Adresse': email,
    Vorname: first,
    Nachname: last,
    Vorgesetzter: 'Chefin',
    Gruppen: ['Staff', 'Admins'],
  }));
  expect(recommend(recorded).map(({ field, suggestion }) => [field, suggestion?.source])).toEqual([
    ['email', 'E-Mail-Adresse'],
    ['first_name', 'Vorname'],
    ['last_name', 'Nachname'],
    ['groups', 'Gruppen'],
  ]);
  const french = responses(({ email, first, last }) => ({ courriel_mail: email, prenom: first, nom: last }));
  expect(recommend(french).map(({ suggestion }) => suggestion?.source)).toEqual([
    'courriel_mail',
    'prenom',
    'nom',
  ]);
});
