import { readCustomAttributes } from './custom-attributes.ts';
import { type Change, changesBetween, type MappingSettings } from './preview-mapping.ts';
import { NAME_ID_SOURCE, type RawAttributes, toProfile } from './profile.ts';

/** What of a profile follows from the mapping. */
export type MappedValues = {
  idpId: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  name: string | null;
  groups: readonly string[];
  customAttributes: Readonly<Record<string, unknown>>;
};

export type StoredProfile = MappedValues & { rawAttributes: RawAttributes };

export type Inconsistency =
  /** The attributes of the last sign-in would be read differently now. */
  | { kind: 'differs'; changes: readonly Change[]; values: MappedValues }
  /** What is required now did not come with the last sign-in: the next one fails. */
  | { kind: 'incomplete'; missing: readonly string[] };

/**
 * Compares a profile with what today's mapping makes of the attributes it last came with; null where they agree. The
 * NameID is not kept with profiles: what came from it, or would now, stays as it is.
 */
export function inconsistencyOf(
  stored: StoredProfile,
  settings: MappingSettings,
  friendlyNames: Readonly<Record<string, string>>,
): Inconsistency | null {
  const attributes = Object.fromEntries(
    Object.entries(stored.rawAttributes).map(([name, value]): [string, readonly string[]] => [
      name,
      typeof value === 'string' ? [value] : value,
    ]),
  );
  const received = { attributes, friendlyNames, ...settings };
  const read = toProfile({ ...received, nameId: null, required: [] });
  if (!read.ok) return null;
  const { profile } = read;
  const custom = readCustomAttributes(received);
  const fromNameId = (field: 'idp_id' | 'email') => {
    const entry = read.mapping.find((one) => one.field === field);
    return entry?.value === null && (entry.mappedTo === null || entry.mappedTo === NAME_ID_SOURCE);
  };
  const values: MappedValues = {
    idpId: fromNameId('idp_id') ? stored.idpId : profile.idpId,
    email: fromNameId('email') ? stored.email : profile.email,
    firstName: profile.firstName,
    lastName: profile.lastName,
    name: profile.name,
    groups: profile.groups,
    customAttributes: custom.values,
  };
  const missing = [
    ...(values.idpId === '' ? ['idp_id'] : []),
    ...(values.email === '' ? ['email'] : []),
    ...(values.firstName === null ? ['first_name'] : []),
    ...(values.lastName === null ? ['last_name'] : []),
    ...custom.missing,
  ];
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const changes = changesBetween(
    { profile: stored, custom: stored.customAttributes },
    { profile: values, custom: values.customAttributes },
  );
  return changes.length === 0 ? null : { kind: 'differs', changes, values };
}
