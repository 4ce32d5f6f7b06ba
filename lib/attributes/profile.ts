import { EMAIL_NAME_ID, TRANSIENT_NAME_ID } from '#lib/saml/name-id.ts';
import { CONNECTION_TYPES, connectionTypeOf } from './connection-types.ts';
import { isEmail } from './email.ts';
import { attributeNames, PROFILE_FIELDS, type ProfileField } from './identity-providers.ts';

export { emailDomainAllowed } from './email.ts';

/** What the app gets to know about a person, before it has an id of its own. */
export type NormalizedProfile = {
  /** Stable per person and connection. */
  readonly idpId: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly name: string | null;
  readonly groups: readonly string[];
  readonly rawAttributes: RawAttributes;
};

/** As received: one value as a string, any other number of values as a list. */
export type RawAttributes = Readonly<Record<string, string | readonly string[]>>;

/** Where one field came from: an attribute's name as received, `NameID`, or nowhere. */
export type FieldMapping = {
  readonly field: ProfileField;
  /** The one attribute the connection's mapping names for the field; null when the defaults apply. */
  readonly mappedTo: string | null;
  readonly source: string | null;
  /** What was received there, trimmed, also when it could not be used; groups joined by commas. */
  readonly value: string | null;
  /** Why the value cannot be used; a required field with a problem fails the sign-in, any other is left empty. */
  readonly problem: 'missing' | 'not_an_email' | 'too_long' | 'transient_name_id' | null;
};

export type ProfileInput = {
  /** By Name, values in document order. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** FriendlyName by Name, where given. */
  readonly friendlyNames: Readonly<Record<string, string>>;
  readonly nameId: { readonly value: string; readonly format: string | null } | null;
  readonly connectionType: string;
  /** The connection's own mapping: for each field the one attribute to read. */
  readonly overrides: Readonly<Partial<Record<ProfileField, string>>>;
  /** Defaults to `requiredFields`. */
  readonly required?: readonly ProfileField[];
};

export type ProfileResult =
  | { readonly ok: true; readonly profile: NormalizedProfile; readonly mapping: readonly FieldMapping[] }
  | {
      readonly ok: false;
      /** Required fields without a usable value, in the order of the fields. */
      readonly missing: readonly ProfileField[];
      readonly mapping: readonly FieldMapping[];
      readonly received: RawAttributes;
    };

/** Without these a SAML sign-in fails; the last name too, even where it has to be filled from another field. */
export const REQUIRED_FIELDS: readonly ProfileField[] = ['idp_id', 'email', 'first_name', 'last_name'];

/** Fields without which nobody gets in by a connection; OpenID Connect has people with one name only. */
export function requiredFields(connectionType: string): readonly ProfileField[] {
  const type = connectionTypeOf(connectionType);
  return type !== null && CONNECTION_TYPES[type].protocol === 'oidc' ? ['idp_id', 'email'] : REQUIRED_FIELDS;
}

/** What `source` says when the value was the NameID. */
export const NAME_ID_SOURCE = 'NameID';

/** In UTF-8: the values are in indexes, whose entries PostgreSQL bounds in bytes. */
const MAX_VALUE_BYTES = 1024;

/**
 * Turns the attributes of a verified assertion into a profile, or says which required fields are missing.
 * A field with a mapping of its own reads that attribute and nothing else; any other tries the names the
 * identity provider sends by default. `idp_id` falls back to the NameID, `email` to a NameID that is one.
 */
export function toProfile(input: ProfileInput): ProfileResult {
  const required = input.required ?? requiredFields(input.connectionType);
  const find = findAttribute(input);
  const fields = PROFILE_FIELDS.map((field) => readField(field, input, find, required));
  const mapping = fields.map((field) => field.mapping);
  const received = rawAttributes(input.attributes);
  const missing = mapping
    .filter((entry) => entry.problem !== null && required.includes(entry.field))
    .map((entry) => entry.field);
  if (missing.length > 0) return { ok: false, missing, mapping, received };
  const valuesOf = (field: ProfileField) =>
    fields.find((entry) => entry.mapping.field === field)?.values ?? [];
  const profile: NormalizedProfile = {
    idpId: valuesOf('idp_id')[0] ?? '',
    email: valuesOf('email')[0] ?? '',
    firstName: valuesOf('first_name')[0] ?? null,
    lastName: valuesOf('last_name')[0] ?? null,
    name: valuesOf('name')[0] ?? null,
    groups: valuesOf('groups'),
    rawAttributes: received,
  };
  return { ok: true, profile, mapping };
}

/** As `raw_attributes` shows them; a key called `__proto__` stays an ordinary key. */
export function rawAttributes(attributes: ProfileInput['attributes']): RawAttributes {
  const entries = Object.entries(attributes).map(([name, values]): [string, string | string[]] => {
    const [only] = values;
    return [name, values.length === 1 && only !== undefined ? only : [...values]];
  });
  // fromEntries defines keys instead of assigning them, so no name can reach the prototype.
  return Object.fromEntries(entries);
}

type Found = { readonly source: string; readonly values: readonly string[] };
/** The first of some names that was sent with a value, and its values, trimmed. */
export type Find = (names: readonly string[]) => Found | null;

/** Looks names up in order: as spelled, then ignoring case, then as FriendlyName; empty attributes do not count. */
export function findAttribute(input: Pick<ProfileInput, 'attributes' | 'friendlyNames'>): Find {
  const filled = Object.entries(input.attributes)
    .map(([source, values]) => ({
      source,
      values: values.map((value) => value.trim()).filter((value) => value !== ''),
    }))
    .filter((attribute) => attribute.values.length > 0);
  const friendly = (name: string) =>
    Object.hasOwn(input.friendlyNames, name) ? input.friendlyNames[name]?.toLowerCase() : undefined;
  return (names) => {
    for (const name of names) {
      const lower = name.toLowerCase();
      const found =
        filled.find((attribute) => attribute.source === name) ??
        filled.find((attribute) => attribute.source.toLowerCase() === lower) ??
        filled.find((attribute) => friendly(attribute.source) === lower);
      if (found) return found;
    }
    return null;
  };
}

/** Where one field comes from, and its usable values: none when there is a problem, one unless it is `groups`. */
function readField(
  field: ProfileField,
  input: ProfileInput,
  find: Find,
  required: readonly ProfileField[],
): { readonly mapping: FieldMapping; readonly values: readonly string[] } {
  const mappedTo = input.overrides[field]?.trim() || null;
  const found =
    mappedTo === null
      ? (find(attributeNames(input.connectionType)[field]) ?? fromNameId(field, input.nameId))
      : (find([mappedTo]) ?? (mappedTo === NAME_ID_SOURCE ? nameIdValue(input.nameId) : null));
  const values = field === 'groups' ? [...new Set(found?.values)] : (found?.values.slice(0, 1) ?? []);
  const [first] = values;
  const transient = field === 'idp_id' && found?.source === NAME_ID_SOURCE && isTransient(input.nameId);
  const unusable = first === undefined ? missing(field, required) : problemWith(field, first);
  const problem = transient ? 'transient_name_id' : unusable;
  const value = first === undefined ? null : values.join(', ');
  return {
    mapping: { field, mappedTo, source: found?.source ?? null, value, problem },
    values: problem === null ? values : [],
  };
}

function missing(field: ProfileField, required: readonly ProfileField[]): FieldMapping['problem'] {
  return required.includes(field) ? 'missing' : null;
}

/** A transient NameID is new at every sign-in (SAML Core §8.3.8): each would make another profile. */
function isTransient(nameId: ProfileInput['nameId']): boolean {
  return nameId?.format === TRANSIENT_NAME_ID;
}

function problemWith(field: ProfileField, value: string): FieldMapping['problem'] {
  if (field === 'email' && !isEmail(value)) return 'not_an_email';
  return field !== 'groups' && Buffer.byteLength(value) > MAX_VALUE_BYTES ? 'too_long' : null;
}

/** Only where the standard says what a NameID is: an identity, and an address when its format promises one. */
function fromNameId(field: ProfileField, nameId: ProfileInput['nameId']): Found | null {
  if (field === 'idp_id') return nameIdValue(nameId);
  if (field !== 'email' || !nameId) return null;
  return nameId.format === EMAIL_NAME_ID || isEmail(nameId.value.trim()) ? nameIdValue(nameId) : null;
}

function nameIdValue(nameId: ProfileInput['nameId']): Found | null {
  const value = nameId?.value.trim() ?? '';
  return value === '' ? null : { source: NAME_ID_SOURCE, values: [value] };
}
