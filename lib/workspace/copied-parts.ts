import {
  ATTRIBUTE_TYPES,
  isPredefined,
  PREDEFINED_ATTRIBUTES,
  PREDEFINED_NAMES,
} from '#lib/attributes/attribute-types.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { THEMES } from '#lib/branding/look.ts';
import type { AttributeDefinitionRow } from '#lib/data/attribute-definitions.ts';
import { type BrandingRow, colorsOf } from '#lib/data/branding.ts';
import type { EnvironmentRow } from '#lib/data/environments.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { newId } from '#lib/ids.ts';
import { checkRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { MAX_CUSTOM_ATTRIBUTES } from './custom-attributes.ts';
import { MAX_REDIRECT_URIS } from './redirect-uris.ts';
import { MAX_ROLES } from './roles.ts';

/** One setting of the source and what becomes of it in the target. */
export type CopyStep = {
  text: string;
  outcome: 'add' | 'same' | 'refused';
  /** Why it is refused, or what else there is to know. */
  note: string | null;
  /** Carries an `add` out, in the transaction of the copy. */
  run?: (target: EnvironmentRepositories) => Promise<void>;
};

type Sides = {
  from: EnvironmentRepositories;
  to: EnvironmentRepositories;
  target: Pick<EnvironmentRow, 'kind' | 'name'>;
  now: Date;
};

/** What is copied from one environment to another, in the order of the preview. */
export const COPIED_PARTS: readonly {
  key: string;
  label: string;
  plan: (sides: Sides) => Promise<CopyStep[]>;
  /** What else has to be written once something was added. */
  settle?: (target: EnvironmentRepositories, source: { actor: Actor; now: Date }) => Promise<void>;
}[] = [
  { key: 'redirect_uris', label: 'Sign-in redirect URIs', plan: redirectUris },
  {
    key: 'attributes',
    label: 'Identity Provider Attributes',
    plan: attributes,
    // Attributes of an environment are settings of each of its connections.
    settle: (target, source) => target.connectionVersions.record(source, 'environment'),
  },
  { key: 'roles', label: 'Roles', plan: roles },
  { key: 'branding', label: 'Branding', plan: branding },
];

async function redirectUris({ from, to, target, now }: Sides): Promise<CopyStep[]> {
  // One after the other here and below: inside a transaction there is one connection for all.
  const source = await from.redirectUris.all();
  const present = await to.redirectUris.all();
  const judged = source.map((row) => {
    const verdict = checkRedirectUri(row.uri, { environmentKind: target.kind, isDefault: false });
    return { row, verdict, there: verdict.ok && present.some((one) => one.uri === verdict.uri) };
  });
  // Sign-ins that begin at an identity provider need a place to end: where there is none yet, the source's, else the first that can be one.
  const canBeDefault = ({ row, verdict, there }: (typeof judged)[number]) =>
    verdict.ok && !there && checkRedirectUri(row.uri, { environmentKind: target.kind, isDefault: true }).ok;
  const hasDefault = present.some((row) => row.isDefault);
  const candidates = judged.filter(canBeDefault);
  const chosen = hasDefault ? undefined : (candidates.find(({ row }) => row.isDefault) ?? candidates[0]);
  let room = MAX_REDIRECT_URIS - present.length;
  return judged.map((one): CopyStep => {
    const { row, verdict, there } = one;
    const text = row.uri;
    if (!verdict.ok) return { text, outcome: 'refused', note: verdict.message };
    if (there) return { text, outcome: 'same', note: null };
    if (!hasDefault && !chosen) {
      const note = `${target.name} has no redirect URI yet, and this one cannot be its default. Add one there first.`;
      return { text, outcome: 'refused', note };
    }
    if (room <= 0) return { text, outcome: 'refused', note: `There are ${MAX_REDIRECT_URIS} already.` };
    room -= 1;
    const becomesDefault = one === chosen;
    return {
      text,
      outcome: 'add',
      note: becomesDefault
        ? 'Becomes the default.'
        : row.isDefault
          ? `Not as the default: ${target.name} keeps its own.`
          : null,
      run: async (rows) => {
        const id = newId('redirectUri', now);
        await rows.redirectUris.add({ id, uri: verdict.uri, isDefault: false, now });
        if (becomesDefault) await rows.redirectUris.makeDefault(id, now);
      },
    };
  });
}

async function attributes({ from, to, target, now }: Sides): Promise<CopyStep[]> {
  const source = await from.attributeDefinitions.all();
  const present = await to.attributeDefinitions.all();
  const custom = present.filter((row) => !row.isPredefined);
  let position = Math.max(0, ...custom.map((row) => row.position));
  let room = MAX_CUSTOM_ATTRIBUTES - custom.length;
  return source.map((row): CopyStep => {
    const text = isPredefined(row.name) ? PREDEFINED_ATTRIBUTES[row.name].label : row.name;
    const there = present.find((one) => one.name === row.name);
    if (there) {
      const kept =
        described(there) === described(row) ? null : `${target.name} keeps its own: ${described(there)}.`;
      return { text, outcome: 'same', note: kept };
    }
    if (!row.isPredefined && room <= 0) {
      return {
        text,
        outcome: 'refused',
        note: `There are ${MAX_CUSTOM_ATTRIBUTES} custom attributes already.`,
      };
    }
    if (!row.isPredefined) room -= 1;
    const { name, type, isPredefined: predefined, required } = row;
    // Predefined ones have their place in the list; custom ones come last, in the order they had.
    const place = isPredefined(name) ? PREDEFINED_NAMES.indexOf(name) - PREDEFINED_NAMES.length : ++position;
    return {
      text,
      outcome: 'add',
      note: `${described(row)}.${required ? ' Sign-ins there without a value fail from then on.' : ''}`,
      run: (rows) =>
        rows.attributeDefinitions.add({
          id: newId('attributeDefinition', now),
          name,
          type,
          isPredefined: predefined,
          required,
          position: place,
          now,
        }),
    };
  });
}

async function roles({ from, to, target, now }: Sides): Promise<CopyStep[]> {
  const source = await from.appRoles.all();
  const present = await to.appRoles.all();
  const hasDefault = present.some((row) => row.isDefault);
  let priority = Math.max(0, ...present.map((row) => row.priority));
  let room = MAX_ROLES - present.length;
  return source.map((row): CopyStep => {
    const { slug, name, description } = row;
    const there = present.find((one) => one.slug === slug);
    if (there) {
      const differs = there.name !== name || there.description !== description;
      const note = differs ? `${target.name} keeps its own name and description: ${there.name}.` : null;
      return { text: slug, outcome: 'same', note };
    }
    if (room <= 0) {
      return { text: slug, outcome: 'refused', note: `There are ${MAX_ROLES} roles already.` };
    }
    room -= 1;
    // Behind those that are there, in the order they had.
    const place = ++priority;
    const becomesDefault = row.isDefault && !hasDefault;
    const standing = becomesDefault
      ? ' Becomes the default: people whose groups are mapped to no role get it.'
      : row.isDefault
        ? ` Not as the default: ${target.name} keeps its own.`
        : '';
    return {
      text: slug,
      outcome: 'add',
      note: `${name}, with the lowest priority.${standing}`,
      run: async (rows) => {
        const id = newId('appRole', now);
        await rows.appRoles.add({ id, slug, name, description, priority: place, isDefault: false, now });
        if (becomesDefault) await rows.appRoles.makeDefault(id, now);
      },
    };
  });
}

const NO_BRANDING: BrandingRow = {
  name: null,
  lightBackground: null,
  lightAccent: null,
  darkBackground: null,
  darkAccent: null,
};

async function branding({ from, to, target, now }: Sides): Promise<CopyStep[]> {
  const source = (await from.branding.get()) ?? NO_BRANDING;
  const present = (await to.branding.get()) ?? NO_BRANDING;
  const logos = await from.branding.logos();
  const presentLogos = await to.branding.logos();
  const fill = (values: Partial<BrandingRow>) => async (rows: EnvironmentRepositories) =>
    rows.branding.save({ ...((await rows.branding.get()) ?? NO_BRANDING), ...values }, now);
  const keepsItsOwn = `${target.name} keeps its own.`;
  const steps: CopyStep[] = [];
  if (source.name !== null) {
    const { name } = source;
    const text = `Name: ${name}`;
    steps.push(
      present.name === null
        ? { text, outcome: 'add', note: null, run: fill({ name }) }
        : { text, outcome: 'same', note: present.name === name ? null : keepsItsOwn },
    );
  }
  for (const theme of THEMES) {
    // Both colors of a theme or none: an accent was checked to be readable on its own background.
    const { background, accent } = colorsOf(source)[theme];
    const there = colorsOf(present)[theme];
    if (background !== null || accent !== null) {
      const text = `Colors, ${theme}: background ${background ?? 'ours'}, accent ${accent ?? 'ours'}`;
      const free = there.background === null && there.accent === null;
      const alike = there.background === background && there.accent === accent;
      const values =
        theme === 'light'
          ? { lightBackground: background, lightAccent: accent }
          : { darkBackground: background, darkAccent: accent };
      steps.push(
        free
          ? { text, outcome: 'add', note: null, run: fill(values) }
          : { text, outcome: 'same', note: alike ? null : keepsItsOwn },
      );
    }
    const logo = logos.find((one) => one.theme === theme);
    if (!logo) continue;
    const { id, width, height } = logo;
    const text = `Logo, ${theme}: ${width} × ${height} pixels`;
    steps.push(
      presentLogos.some((one) => one.theme === theme)
        ? { text, outcome: 'same', note: `${target.name} has one.` }
        : {
            text,
            outcome: 'add',
            note: null,
            run: async (rows) => {
              const image = await from.branding.image(id);
              if (!image) return;
              await rows.branding.replaceLogo({
                id: newId('brandingLogo', now),
                theme,
                image,
                width,
                height,
                now,
              });
            },
          },
    );
  }
  return steps;
}

function described({ type, isPredefined: predefined, required }: AttributeDefinitionRow): string {
  if (predefined) return 'Predefined attribute';
  return `${ATTRIBUTE_TYPES[type].label}, ${required ? 'required' : 'optional'}`;
}
