import { type AttributeDefinition, readCustomAttributes } from './custom-attributes.ts';
import { PROFILE_FIELDS } from './identity-providers.ts';
import { type NormalizedProfile, type ProfileInput, toProfile } from './profile.ts';
import type { RecordedResponse } from './recorded-response.ts';

/** How a connection reads profiles. */
export type MappingSettings = Pick<ProfileInput, 'connectionType' | 'overrides'> & {
  readonly definitions: readonly AttributeDefinition[];
  readonly map: Readonly<Record<string, string>>;
};

/** What a response becomes under some settings; `missing` says why it becomes nothing. */
export type Reading =
  | { ok: true; profile: NormalizedProfile; custom: Readonly<Record<string, unknown>> }
  | { ok: false; missing: readonly string[] };

/** One value that another mapping changes. */
export type Change = { field: string; before: string | null; after: string | null };

export type MappingPreview<Key> = {
  /** Sign-ins that pass under both. */
  unaffected: number;
  /** Pass under both, with other values. */
  changed: readonly { key: Key; changes: readonly Change[] }[];
  /** Pass now and would fail. */
  broken: readonly { key: Key; missing: readonly string[] }[];
  /** Fail now and would pass. */
  mended: readonly Key[];
  /** Fail under both. */
  failing: number;
};

/** Reads one response as a sign-in does, as far as attributes decide about it. */
export function readResponse(response: RecordedResponse, settings: MappingSettings): Reading {
  const standard = toProfile({ ...response, ...settings });
  const custom = readCustomAttributes({ ...response, ...settings });
  const missing = [...(standard.ok ? [] : standard.missing), ...custom.missing];
  return standard.ok && missing.length === 0
    ? { ok: true, profile: standard.profile, custom: custom.values }
    : { ok: false, missing };
}

/** What another mapping makes of recorded responses. */
export function previewMapping<Key>(
  responses: readonly { key: Key; response: RecordedResponse }[],
  current: MappingSettings,
  proposed: MappingSettings,
): MappingPreview<Key> {
  const changed: { key: Key; changes: Change[] }[] = [];
  const broken: { key: Key; missing: readonly string[] }[] = [];
  const mended: Key[] = [];
  let [unaffected, failing] = [0, 0];
  for (const { key, response } of responses) {
    const before = readResponse(response, current);
    const after = readResponse(response, proposed);
    if (before.ok && after.ok) {
      const changes = changesBetween(before, after);
      if (changes.length > 0) changed.push({ key, changes });
      else unaffected += 1;
    } else if (before.ok && !after.ok) broken.push({ key, missing: after.missing });
    else if (after.ok) mended.push(key);
    else failing += 1;
  }
  return { unaffected, changed, broken, mended, failing };
}

type Read = { profile: Omit<NormalizedProfile, 'rawAttributes'>; custom: Readonly<Record<string, unknown>> };

/** Every value in which two readings of one person differ, under its wire name. */
export function changesBetween(before: Read, after: Read): Change[] {
  const standard = PROFILE_FIELDS.map((field) => ({
    field: field as string,
    before: standardValue(before.profile, field),
    after: standardValue(after.profile, field),
  }));
  const names = [...new Set([...Object.keys(before.custom), ...Object.keys(after.custom)])];
  const custom = names.map((field) => ({
    field,
    before: customValue(before.custom, field),
    after: customValue(after.custom, field),
  }));
  return [...standard, ...custom].filter((one) => one.before !== one.after);
}

function standardValue(
  profile: Omit<NormalizedProfile, 'rawAttributes'>,
  field: (typeof PROFILE_FIELDS)[number],
): string | null {
  switch (field) {
    case 'idp_id':
      return profile.idpId;
    case 'email':
      return profile.email;
    case 'first_name':
      return profile.firstName;
    case 'last_name':
      return profile.lastName;
    case 'name':
      return profile.name;
    case 'groups':
      return profile.groups.length === 0 ? null : profile.groups.join(', ');
  }
}

function customValue(values: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(values, name) ? values[name] : null;
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
