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
  const standard = FIELDS.flatMap(({ field, ...rules }) => {
    const read = readings.map(({ response, mapping }) => ({
      response,
      entry: mapping.find((one) => one.field === field),
    }));
    const evidence = complaint(field, read, responses.length);
    if (evidence === null) return [];
    const used = new Set(read.map(({ entry }) => entry?.source));
    const best = candidates(responses, rules).find(({ source }) => !used.has(source));
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

type Read = { response: RecordedResponse; entry: FieldMapping | undefined };

/** What is wrong with a field over all responses, or null. */
function complaint(field: ProfileField, read: readonly Read[], total: number): string | null {
  const word = WORDS[field];
  const of = (count: number) => `in ${count} of ${total} ${total === 1 ? 'response' : 'responses'}`;
  const absent = read.filter(({ entry }) => entry?.problem === 'missing').length;
  if (absent > 0 && REQUIRED_FIELDS.includes(field)) return `No ${word} was found ${of(absent)}`;
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

/** One ID for people with different addresses: they would share a profile. */
function sharedIdentity(read: readonly Read[], of: (count: number) => string): string | null {
  const people = new Map<string, Set<string>>();
  for (const { response, entry } of read) {
    const email = emailOf(response);
    if (entry?.value == null || email === null) continue;
    people.set(entry.value, (people.get(entry.value) ?? new Set()).add(email.toLowerCase()));
  }
  const shared = [...people.values()].filter((emails) => emails.size > 1);
  if (shared.length === 0) return null;
  const [{ entry } = { entry: undefined }] = read;
  const count = shared.reduce((sum, emails) => sum + emails.size, 0);
  return `\`${entry?.source}\` carries the same value for different people ${of(count)}`;
}

function emailOf(response: RecordedResponse): string | null {
  const all = Object.keys(response.attributes).flatMap((name) => valuesOf(response, name));
  return [...all, response.nameId?.value ?? ''].find((value) => kindOf(value) === 'email') ?? null;
}

type Rules = { word: string; names: RegExp; fits: (value: string, response: RecordedResponse) => boolean };

/** The attributes that could hold a field, the likeliest first: those of its name, then those whose values show it. */
function candidates(
  responses: readonly RecordedResponse[],
  { names, fits }: Rules,
): { source: string; why: string }[] {
  const total = responses.length;
  return seenAttributes(responses)
    .map(({ name, friendlyName, count }) => {
      const last = name.split(/[/:#]/).at(-1) ?? name;
      const named =
        names.test(last) || names.test(name) || (friendlyName !== null && names.test(friendlyName));
      const fitting = responses.filter((one) => {
        const values = valuesOf(one, name);
        return values.length > 0 && values.every((value) => fits(value, one));
      }).length;
      const shown = responses.filter((one) =>
        valuesOf(one, name).some((value) => emailOf(one) !== null && partOfEmail(value, one)),
      ).length;
      return { source: name, count, named, fitting, shown };
    })
    .filter(({ count, fitting, named }) => named && fitting === count && count * 5 >= total * 4)
    .sort((a, b) => b.fitting - a.fitting || b.shown - a.shown)
    .map(({ source, fitting }) => ({
      source,
      why: `It came in ${fitting} of ${total} ${total === 1 ? 'response' : 'responses'}, and its name and values fit.`,
    }));
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

const isName = (value: string) => kindOf(value) === 'text' && value.length <= 80;

const FIELDS: readonly ({ field: ProfileField } & Rules)[] = [
  {
    field: 'idp_id',
    word: WORDS.idp_id,
    names:
      /objectidentifier|immutableid|objectguid|externalid|employeeid|^(user|idp)?_?id$|^sub$|^uid$|entryuuid/i,
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
    names: /given|first.?name|^fname$|forename|2\.5\.4\.42$/i,
    fits: isName,
  },
  {
    field: 'last_name',
    word: WORDS.last_name,
    names: /sur.?name|^sn$|last.?name|^lname$|family|2\.5\.4\.4$/i,
    fits: isName,
  },
  {
    field: 'name',
    word: WORDS.name,
    names: /display|full.?name|^cn$|common.?name|2\.5\.4\.3$/i,
    fits: isName,
  },
];
