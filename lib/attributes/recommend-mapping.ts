import { defaultSources } from './attribute-types.ts';
import type { AttributeDefinition } from './custom-attributes.ts';
import { readCustomAttributes } from './custom-attributes.ts';
import type { ProfileField } from './identity-providers.ts';
import { type FieldMapping, type ProfileInput, REQUIRED_FIELDS, toProfile } from './profile.ts';
import { kindOf, type RecordedResponse, seenAttributes, valuesOf } from './recorded-response.ts';

/** What is wrong with how a field is read, and from where it would better be. */
export type Recommendation = {
  /** A standard field, or the name of an attribute the environment defines. */
  field: string;
  /** What the responses show, in a sentence. */
  evidence: string;
  /** The attribute that fits, and why; null where none of them does. */
  suggestion: { source: string; why: string } | null;
};

type Connection = Pick<ProfileInput, 'connectionType' | 'overrides'> & {
  readonly definitions: readonly AttributeDefinition[];
  readonly map: Readonly<Record<string, string>>;
};

/**
 * Looks through recorded responses for fields that are read from the wrong attribute, or from none, and for the
 * attribute that holds what they should. Says nothing about fields that look right. Responses come newest first.
 */
export function recommendMapping(
  responses: readonly RecordedResponse[],
  connection: Connection,
): Recommendation[] {
  if (responses.length === 0) return [];
  const readings = responses.map((response) => ({
    response,
    mapping: toProfile({ ...response, ...connection }).mapping,
  }));
  const swapped = swappedNames(readings);
  const standard = FIELDS.flatMap(({ field, ...rules }) => {
    const other = swapped[field];
    if (other) return [{ field, evidence: swapped.evidence, suggestion: { source: other, why: SWAPPED } }];
    const read = readings.map(({ response, mapping }) => ({
      response,
      entry: mapping.find((one) => one.field === field),
    }));
    const evidence = complaint(field, read, responses.length);
    if (evidence === null) return [];
    const works = mostlyRead(read);
    if (works !== null) {
      const rest = `the others have it in \`${works}\`, so it is empty at the identity provider for these people`;
      return [{ field, evidence: `${evidence}; ${rest}.`, suggestion: null }];
    }
    const used = new Set(read.map(({ entry }) => entry?.source));
    const best = candidates(field, readings, rules).find(({ source }) => !used.has(source));
    if (!best && field === 'groups') return [];
    const found = best ? `the ${rules.word} seems to be in \`${best.source}\`` : null;
    return [
      {
        field,
        evidence: found ? `${evidence}; ${found}.` : `${evidence}. ${nothingFits(rules.word)}`,
        suggestion: best ?? null,
      },
    ];
  });
  return [...standard, ...connection.definitions.flatMap((one) => ofDefinition(one, responses, connection))];
}

const SWAPPED = 'The full name and the address have the two the other way round.';

/**
 * Where first and last name come the wrong way round: from which attribute each should be read. Only where the full name
 * (`Ada Lovelace`) and the address (`ada.lovelace@`) agree against them, for almost everybody and more than one person.
 */
function swappedNames(readings: readonly Reading[]): {
  evidence: string;
  first_name?: string;
  last_name?: string;
} & Partial<Record<ProfileField, string>> {
  const total = readings.length;
  const entries = readings.map(({ mapping, response }) => {
    const entry = (field: ProfileField) => mapping.find((one) => one.field === field);
    const [first, last] = [entry('first_name'), entry('last_name')];
    const [a, b] = [simple(first?.value ?? ''), simple(last?.value ?? '')];
    const shown = Object.keys(response.attributes).filter((name) => named(name, null, FULL_NAME));
    const says = shown.flatMap((name) => valuesOf(response, name)).map(simple);
    const local = simple((emailOf(response)?.split('@')[0] ?? '').replace(/[._-]+/g, ' '));
    const turned = a !== '' && b !== '' && a !== b && says.includes(`${b} ${a}`) && local === `${b} ${a}`;
    return { turned, person: local, first: first?.source ?? null, last: last?.source ?? null };
  });
  const turned = entries.filter((one) => one.turned);
  const [one] = turned;
  const people = new Set(turned.map(({ person }) => person)).size;
  if (!one?.first || !one.last || people < 2 || turned.length * 5 < total * 4) return { evidence: '' };
  return {
    evidence: `First name and surname seem to be swapped in ${turned.length} of ${total} responses: the full name and the address have them the other way round.`,
    first_name: one.last,
    last_name: one.first,
  };
}

/** Without accents, in lower case, with single spaces. */
function simple(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

type Reading = { response: RecordedResponse; mapping: readonly FieldMapping[] };
type Read = { response: RecordedResponse; entry: FieldMapping | undefined };

/** The attribute a field is read from in more than half of the responses, where the others only lack it. */
function mostlyRead(read: readonly Read[]): string | null {
  const good = read.filter(({ entry }) => entry?.source != null && entry.problem === null);
  const absent = read.filter(({ entry }) => entry?.problem === 'missing');
  const [source, ...more] = new Set(good.map(({ entry }) => entry?.source ?? ''));
  const whole = good.length + absent.length === read.length && good.length > absent.length;
  return whole && absent.length > 0 && source !== undefined && more.length === 0 ? source : null;
}

/** What is wrong with a field over all responses, or null. */
function complaint(field: ProfileField, read: readonly Read[], total: number): string | null {
  const word = WORDS[field];
  const of = (count: number) => `in ${count} of ${total} ${total === 1 ? 'response' : 'responses'}`;
  const absent = read.filter(({ entry }) => entry?.problem === 'missing').length;
  if (absent > 0 && REQUIRED_FIELDS.includes(field)) return `No ${word} was found ${of(absent)}`;
  if (field === 'groups') {
    return read.some(({ entry }) => entry?.source != null) ? null : `No groups were found ${of(total)}`;
  }
  const transient = read.filter(({ entry }) => entry?.problem === 'transient_name_id').length;
  if (transient > 0) return `The NameID is a new one at every sign-in ${of(transient)}`;
  const wrongKind = read.filter(({ entry }) => {
    if (entry?.value == null) return false;
    if (field === 'email') return entry.problem === 'not_an_email';
    return NAMES.includes(field) && kindOf(entry.value) !== 'text';
  });
  if (wrongKind.length > 0) {
    const [first] = wrongKind;
    const carries = CARRIES[kindOf(first?.entry?.value ?? '')];
    return `\`${first?.entry?.source}\` carries ${field === 'email' ? 'no email address' : carries} ${of(wrongKind.length)}`;
  }
  if (field === 'idp_id') return sharedIdentity(read, of);
  return null;
}

/** One ID for different people: they would share a profile. */
function sharedIdentity(read: readonly Read[], of: (count: number) => string): string | null {
  const values = read.map(({ entry }) => entry?.value ?? null);
  const shared = sharedValues(
    read.map(({ response }) => response),
    values,
  );
  if (shared === 0) return null;
  return `\`${read[0]?.entry?.source}\` carries the same value for different people ${of(shared)}`;
}

/** In how many responses a value stands that different people have. */
function sharedValues(responses: readonly RecordedResponse[], values: readonly (string | null)[]): number {
  const by = new Map<string, RecordedResponse[]>();
  for (const [index, value] of values.entries()) {
    const response = responses[index];
    if (value !== null && response) by.set(value, [...(by.get(value) ?? []), response]);
  }
  return [...by.values()].filter(areDifferentPeople).reduce((sum, all) => sum + all.length, 0);
}

/**
 * Whether responses, newest first, are of different people: their addresses differ, and so do their names, or one address
 * comes again after another. A new address with the same name is the same person, renamed.
 */
function areDifferentPeople(responses: readonly RecordedResponse[]): boolean {
  const emails = responses.map((one) => emailOf(one)?.toLowerCase() ?? null).filter((one) => one !== null);
  const distinct = new Set(emails);
  if (distinct.size < 2) return false;
  const runs = emails.filter((email, index) => index === 0 || email !== emails[index - 1]).length;
  const names = new Set(responses.map((one) => nameOf(one)).filter((name) => name !== ''));
  return runs > distinct.size || names.size > 1 || (names.size === 0 && distinct.size > 2);
}

function nameOf(response: RecordedResponse): string {
  const first = Object.keys(response.attributes).find((name) => named(name, null, FIRST_NAME));
  return first === undefined ? '' : valuesOf(response, first).join(' ').toLowerCase();
}

/** The address of the person, never of somebody they belong to. */
function emailOf(response: RecordedResponse): string | null {
  const own = Object.keys(response.attributes).filter((name) => !OF_OTHERS.test(name));
  const all = own.flatMap((name) => valuesOf(response, name));
  return [...all, response.nameId?.value ?? ''].find((value) => kindOf(value) === 'email') ?? null;
}

/** Attributes about somebody else, or about another address of the same person. */
const OF_OTHERS =
  /manager|supervisor|boss|assistant|secretary|recovery|second(ary)?|alternat|backup|private|personal|home|partner|spouse|approver|owner|sponsor|delegate|parent|guardian|emergency|contact.?person|vorgesetzt|assistenz|stellvertret|privat|zweit|notfall/i;

/** Whether the last part of an attribute's name, or its friendly name, is one of a field. */
function named(name: string, friendlyName: string | null, names: RegExp): boolean {
  const last = name.split(/[/:#]/).at(-1) ?? name;
  return names.test(last) || (friendlyName !== null && names.test(friendlyName));
}

type Rules = { word: string; names: RegExp; fits: (value: string, response: RecordedResponse) => boolean };

/** The attributes that could hold a field, the likeliest first: those of its name, then those whose values show it. */
function candidates(
  field: ProfileField,
  readings: readonly Reading[],
  { names, fits }: Rules,
): { source: string; why: string }[] {
  const responses = readings.map(({ response }) => response);
  const total = responses.length;
  const ids = readings.map(({ mapping }) => mapping.find((one) => one.field === 'idp_id')?.value ?? null);
  return seenAttributes(responses)
    .filter(({ name, friendlyName }) => !OF_OTHERS.test(name) && !OF_OTHERS.test(friendlyName ?? ''))
    .map(({ name, friendlyName, count }) => {
      const fitting = responses.filter((one) => {
        const values = valuesOf(one, name);
        return values.length > 0 && values.every((value) => fits(value, one));
      }).length;
      const shown = responses.filter((one) =>
        valuesOf(one, name).some((value) => emailOf(one) !== null && partOfEmail(value, one)),
      ).length;
      const values = responses.map((one) => valuesOf(one, name)[0] ?? null);
      const apart =
        field === 'idp_id'
          ? sharedValues(responses, values) === 0 && isSteady(responses, values)
          : field !== 'email' || new Set(values).size >= Math.min(new Set(ids).size, count);
      return { source: name, count, byName: named(name, friendlyName, names), fitting, shown, apart };
    })
    .filter(({ apart, byName, count, fitting }) => {
      const whole = fitting === count && count * 5 >= total * 4;
      // An address is known by its form, whatever its attribute is called.
      return apart && whole && (byName || field === 'email');
    })
    .sort((a, b) => Number(b.byName) - Number(a.byName) || b.fitting - a.fitting || b.shown - a.shown)
    .map(({ byName, fitting, source }) => ({
      source,
      why: `It came in ${fitting} of ${total} ${total === 1 ? 'response' : 'responses'}, and its ${byName ? 'name and values fit' : 'values fit'}.`,
    }));
}

/** Whether everybody always has the same value; people are told apart by their addresses. */
function isSteady(responses: readonly RecordedResponse[], values: readonly (string | null)[]): boolean {
  const by = new Map<string, Set<string>>();
  for (const [index, response] of responses.entries()) {
    const email = emailOf(response)?.toLowerCase();
    const value = values[index];
    if (email !== undefined && value != null) by.set(email, (by.get(email) ?? new Set()).add(value));
  }
  return [...by.values()].every((all) => all.size === 1);
}

/** Whether a value is found in the part of the address before the `@`, as names often are. */
function partOfEmail(value: string, response: RecordedResponse): boolean {
  const local = emailOf(response)?.split('@')[0]?.toLowerCase() ?? '';
  const plain = value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.length >= 3 && local.includes(plain);
}

function nothingFits(word: string): string {
  return `No attribute that came looks like one; ask the identity provider’s administrator to send the ${word}.`;
}

function ofDefinition(
  definition: AttributeDefinition,
  responses: readonly RecordedResponse[],
  { map }: Connection,
): Recommendation[] {
  const total = responses.length;
  const read = responses.map(
    (response) => readCustomAttributes({ ...response, definitions: [definition], map }).mapping[0],
  );
  const empty = read.filter((one) => one === undefined || one.source === null || one.problem !== null).length;
  if (empty < total) return [];
  const { name } = definition;
  const known = new Set(defaultSources(name).map((source) => source.toLowerCase()));
  const plain = bare(name);
  const found = seenAttributes(responses).find(({ name: source, friendlyName }) => {
    const last = source.split(/[/:#]/).at(-1) ?? source;
    const alike = [source, last, friendlyName ?? ''].some((one) => one !== '' && bare(one) === plain);
    return alike && (!known.has(source.toLowerCase()) || Object.hasOwn(map, name)) && map[name] !== source;
  });
  if (!found && !definition.required) return [];
  const evidence = `No usable value was found in ${total} of ${total} ${total === 1 ? 'response' : 'responses'}`;
  return [
    {
      field: name,
      evidence: found
        ? `${evidence}; it seems to be in \`${found.name}\`.`
        : `${evidence}. No attribute that came has a name like it.`,
      suggestion: found
        ? {
            source: found.name,
            why: `It came in ${found.count} of ${total}, and its name is almost the same.`,
          }
        : null,
    },
  ];
}

/** Letters and digits alone: `cost_center`, `Cost-Center` and `costCenter` are one name. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const WORDS: Readonly<Record<ProfileField, string>> = {
  idp_id: 'ID',
  email: 'email address',
  first_name: 'first name',
  last_name: 'surname',
  name: 'full name',
  groups: 'groups',
};
const NAMES: readonly ProfileField[] = ['first_name', 'last_name', 'name'];
const CARRIES = {
  email: 'an email address',
  id: 'an identifier',
  number: 'a number',
  address: 'a web address',
  text: 'text',
} as const;

const FIRST_NAME =
  /^given.?name$|^first.?name$|^fname$|^forename$|^vorname$|^prenom$|^prénom$|^nombre$|^nome$|^2\.5\.4\.42$/i;

const FULL_NAME =
  /^display.?name$|^full.?name$|^cn$|^common.?name$|^anzeige.?name$|^voll(st(ä|ae)ndiger)?.?name$|^nom.?complet$|^nombre.?completo$|^2\.5\.4\.3$/i;

const isName = (value: string) => kindOf(value) === 'text' && value.length <= 80;

const FIELDS: readonly ({ field: ProfileField } & Rules)[] = [
  {
    field: 'idp_id',
    word: WORDS.idp_id,
    names:
      /objectidentifier|immutableid|objectguid|externalid|employeeid|^(user|idp)?_?id$|^sub$|^uid$|entryuuid|^personal.?nummer$|^mitarbeiter.?(nummer|id)$|^benutzer.?id$/i,
    fits: (value) => kindOf(value) !== 'email' && kindOf(value) !== 'address',
  },
  {
    field: 'email',
    word: WORDS.email,
    names: /mail|^upn$|userprincipalname/i,
    fits: (value) => kindOf(value) === 'email',
  },
  {
    field: 'first_name',
    word: WORDS.first_name,
    names: FIRST_NAME,
    fits: isName,
  },
  {
    field: 'last_name',
    word: WORDS.last_name,
    names:
      /^sur.?name$|^sn$|^last.?name$|^lname$|^family.?name$|^nachname$|^familien.?name$|^zuname$|^nom$|^nom.?de.?famille$|^apellidos?$|^cognome$|^2\.5\.4\.4$/i,
    fits: isName,
  },
  {
    field: 'name',
    word: WORDS.name,
    names: FULL_NAME,
    fits: isName,
  },
  {
    field: 'groups',
    word: WORDS.groups,
    names: /groups?$|^roles?$|^member.?of$|^is.?member.?of$|^gruppen?$|^rollen?$|^groupes?$|^grupos?$/i,
    fits: (value) => value !== '' && kindOf(value) !== 'email',
  },
];
