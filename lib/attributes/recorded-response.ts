import type { ProfileInput } from './profile.ts';

/** What one recorded, verified response carried. */
export type RecordedResponse = Pick<ProfileInput, 'attributes' | 'friendlyNames' | 'nameId'>;

/** An attribute that came with recorded responses. */
export type SeenAttribute = {
  name: string;
  friendlyName: string | null;
  /** In how many of the responses it came with a value. */
  count: number;
  /** What its values look like, where all of them look alike. */
  kind: ValueKind;
  /** Different values, the newest response's first; at most three. */
  examples: readonly string[];
};

export type ValueKind = 'email' | 'id' | 'number' | 'address' | 'list' | 'text';

/** What each kind is called after "looks like". */
export const KIND_LABELS: Readonly<Record<ValueKind, string>> = {
  email: 'Email address',
  id: 'Identifier',
  number: 'Number',
  address: 'Web address',
  list: 'List',
  text: 'Text',
};

/** What a single value looks like. */
export function kindOf(value: string): Exclude<ValueKind, 'list'> {
  const text = value.trim();
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) return 'email';
  if (/^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(text)) return 'id';
  if (/^[A-Za-z0-9+/]{22}==$/.test(text) || /^(?=.*\d)[0-9a-zA-Z]{20,}$/.test(text)) return 'id';
  if (/^-?\d+([.,]\d+)?$/.test(text)) return 'number';
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? 'address' : 'text';
}

/** Every attribute of the responses, the most frequent first. Responses come newest first. */
export function seenAttributes(responses: readonly RecordedResponse[]): SeenAttribute[] {
  const names = [...new Set(responses.flatMap(({ attributes }) => Object.keys(attributes)))];
  return names
    .map((name): SeenAttribute => {
      const received = responses.map((one) => valuesOf(one, name)).filter((values) => values.length > 0);
      const kinds = new Set(received.flat().map(kindOf));
      const [kind] = kinds;
      return {
        name,
        friendlyName:
          responses.map((one) => own(one.friendlyNames, name)).find((friendly) => friendly !== undefined) ??
          null,
        count: received.length,
        kind: received.some((values) => values.length > 1)
          ? 'list'
          : kinds.size === 1 && kind !== undefined
            ? kind
            : 'text',
        examples: [...new Set(received.map((values) => values.join(', ')))].slice(0, 3),
      };
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** The values of one attribute that are not blank. */
export function valuesOf(response: RecordedResponse, name: string): string[] {
  return (own(response.attributes, name) ?? []).map((value) => value.trim()).filter((value) => value !== '');
}

/** Enough of a value to recognize it, not enough to learn it: `a•••@example.com`, `Si•••`. */
export function masked(value: string): string {
  return value
    .split(', ')
    .map((one) => {
      const at = one.lastIndexOf('@');
      const [head, tail] = at > 0 ? [one.slice(0, at), one.slice(at)] : [one, ''];
      const kept = [...head].slice(0, head.length > 5 ? 2 : head.length > 2 ? 1 : 0).join('');
      return `${kept}•••${tail}`;
    })
    .join(', ');
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
