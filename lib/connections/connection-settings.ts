import { PROFILE_FIELDS } from '#lib/attributes/identity-providers.ts';
import type { ConnectionValues } from '#lib/data/connections.ts';
import { AppError, type FieldError } from '#lib/errors.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { isNameIdFormat } from '#lib/saml/name-id.ts';
import type { ConnectionSettings } from './connection-input.ts';

export const DEFAULT_CLOCK_TOLERANCE_SECONDS = 60;
export const MAX_CLOCK_TOLERANCE_SECONDS = 300;
const MAX_NAME_CHARACTERS = 200;
const MAX_CUSTOM_ATTRIBUTES = 100;

type Stored = { attributeMap: unknown; customAttributeMap: unknown; idpInitiatedMode: IdpInitiatedMode };

/**
 * Checks settings and turns them into columns. `stored` holds what some of them change instead of replacing it. Throws
 * invalid_request_parameters with every wrong field, by its name in the API.
 */
export function settingsColumns(
  input: ConnectionSettings & { name?: string | null | undefined },
  stored: Stored = { attributeMap: {}, customAttributeMap: {}, idpInitiatedMode: 'allow' },
): Partial<ConnectionValues> {
  const problems: FieldError[] = [];
  const columns: Partial<ConnectionValues> = {};
  const check = (field: string, message: string | null) => {
    if (message !== null) problems.push({ field, code: message, message });
  };
  if (input.name != null) {
    columns.name = input.name.trim();
    check('name', nameProblem(columns.name));
  }
  if (input.acsUrl !== undefined) {
    columns.acsUrl = input.acsUrl?.trim() || null;
    check('acs_url', columns.acsUrl === null ? null : acsUrlProblem(columns.acsUrl));
  }
  if (input.spEntityId !== undefined) {
    columns.spEntityId = input.spEntityId?.trim() || null;
    check('sp_entity_id', columns.spEntityId === null ? null : entityIdProblem(columns.spEntityId));
  }
  if (input.nameIdFormat !== undefined) {
    columns.nameIdFormat = input.nameIdFormat || null;
    const known = columns.nameIdFormat === null || isNameIdFormat(columns.nameIdFormat);
    check('name_id_format', known ? null : 'Choose one of the listed NameID formats.');
  }
  if (input.clockToleranceSeconds !== undefined) {
    columns.clockToleranceSeconds = input.clockToleranceSeconds ?? DEFAULT_CLOCK_TOLERANCE_SECONDS;
    const fits =
      Number.isInteger(columns.clockToleranceSeconds) &&
      columns.clockToleranceSeconds >= 0 &&
      columns.clockToleranceSeconds <= MAX_CLOCK_TOLERANCE_SECONDS;
    check('clock_tolerance_seconds', fits ? null : 'The clock tolerance must be 0 to 300 whole seconds.');
  }
  const mode = input.idpInitiatedMode ?? modeOf(input.idpInitiatedEnabled, stored.idpInitiatedMode);
  if (mode !== undefined) columns.idpInitiatedMode = mode;
  for (const [name, fallback] of Object.entries(SWITCHES) as [keyof typeof SWITCHES, boolean][]) {
    const given = input[name];
    if (given !== undefined) columns[name] = given ?? fallback;
  }
  if (input.attributeMap !== undefined) {
    const known = input.attributeMap === null || Object.keys(input.attributeMap).every(isProfileField);
    check(
      'attribute_maps.standard_attributes',
      known ? null : 'There is a standard attribute we do not know.',
    );
    const merged = mergeMap(stored.attributeMap, input.attributeMap);
    columns.attributeMap = merged;
    check('attribute_maps.standard_attributes', mapProblem(merged));
  }
  if (input.customAttributeMap !== undefined) {
    const merged = mergeMap(stored.customAttributeMap, input.customAttributeMap);
    columns.customAttributeMap = merged;
    check('attribute_maps.custom_attributes', mapProblem(merged));
  }
  if (problems.length > 0) throw new AppError('invalid_request_parameters', undefined, { fields: problems });
  return columns;
}

/** On/off settings and what they are when nobody says. */
const SWITCHES = {
  forceAuthn: false,
  loginHintInSubject: false,
  holdNewIds: false,
  allowSha1: false,
  allowSmallRsaKeys: false,
  allowUnsignedCbc: false,
} as const;

/** What the API's switch comes to: a caller who writes back what was read must not make a connection less strict. */
function modeOf(enabled: boolean | null | undefined, stored: IdpInitiatedMode): IdpInitiatedMode | undefined {
  if (enabled === undefined) return undefined;
  if (enabled === null) return 'allow';
  if (!enabled) return 'off';
  return stored === 'off' ? 'allow' : stored;
}

function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name.';
  const fits = name.length <= MAX_NAME_CHARACTERS && !/\p{Cc}/u.test(name);
  return fits ? null : `The name must be one line of at most ${MAX_NAME_CHARACTERS} characters.`;
}

/** The browser posts the response there; on its way to us it may pass a proxy of the customer's. */
function acsUrlProblem(text: string): string | null {
  const url = text.length <= 2048 && /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:\/\//i.test(text) || url.username !== '' || url.hash !== '') {
    return 'The ACS URL is not a complete web address.';
  }
  const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || loopback ? null : 'The ACS URL must start with https.';
}

function entityIdProblem(text: string): string | null {
  const fits = text.length <= 1024 && !/\s|\p{Cc}/u.test(text);
  return fits ? null : 'The SP entity ID must be one word of at most 1,024 characters.';
}

function isProfileField(name: string): boolean {
  return (PROFILE_FIELDS as readonly string[]).includes(name);
}

function mergeMap(
  stored: unknown,
  change: Readonly<Record<string, string | null | undefined>> | null,
): Record<string, string> {
  if (change === null) return {};
  const merged = new Map(Object.entries(stored as Record<string, string>));
  for (const [name, source] of Object.entries(change)) {
    if (source === undefined) continue;
    const trimmed = source?.trim() ?? '';
    if (trimmed === '') merged.delete(name);
    else merged.set(name, trimmed);
  }
  return Object.fromEntries(merged);
}

function mapProblem(map: Record<string, string>): string | null {
  const entries = Object.entries(map);
  if (entries.length > MAX_CUSTOM_ATTRIBUTES)
    return `At most ${MAX_CUSTOM_ATTRIBUTES} attributes can be mapped.`;
  const names = entries.every(
    ([name]) => /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/.test(name) && name !== '__proto__',
  );
  if (!names) return 'Attribute names are letters, digits, underscore, dot and hyphen.';
  const sources = entries.every(([, source]) => source.length <= 500 && !/\p{Cc}/u.test(source));
  return sources ? null : 'The name of a source attribute has at most 500 characters.';
}
