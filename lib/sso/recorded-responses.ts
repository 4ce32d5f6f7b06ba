import {
  type MappingPreview,
  type MappingSettings,
  previewMapping,
} from '#lib/attributes/preview-mapping.ts';
import { type Recommendation, recommendMapping } from '#lib/attributes/recommend-mapping.ts';
import {
  KIND_LABELS,
  masked,
  type RecordedResponse,
  seenAttributes,
} from '#lib/attributes/recorded-response.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { entityNotFound } from '#lib/errors.ts';
import { unseal } from '#lib/secrets.ts';
import type { SessionReading } from './session-reading.ts';

/** How many of a connection's newest signed responses are looked at. */
export const LOOKED_AT = 50;

/** One recorded response and the session it belongs to. */
export type Recorded = {
  key: { sessionId: string; email: string | null };
  response: RecordedResponse;
};

type Context = Pick<EnvironmentContext, 'scope'> & { data: EnvironmentRepositories };

/**
 * The newest responses of a connection that its identity provider had signed, the newest first. Unsigned ones are left
 * out: anybody can write one, and nothing may be recommended on their word.
 */
export async function recordedResponses(
  { data, scope }: Context,
  connectionId: string,
  limit = LOOKED_AT,
): Promise<Recorded[]> {
  // Each kind by itself: however much anybody posts, what the identity provider signed is found.
  const rows = [
    ...(await data.ssoSessions.goodRecordings(connectionId, limit)),
    ...(await data.ssoSessions.refusedRecordings(connectionId, 'vouched', limit)),
    ...(await data.ssoSessions.refusedRecordings(connectionId, 'other', limit)),
  ];
  rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  const found = rows.flatMap(({ id, userEmail, readingSealed }) => {
    const reading = readingSealed && opened(scope.environmentId, id, readingSealed);
    if (!reading?.verified || reading.attributes === null) return [];
    const { attributes, friendlyNames = {}, nameId, nameIdFormat } = reading;
    const response = {
      attributes,
      friendlyNames,
      nameId: nameId === null ? null : { value: nameId, format: nameIdFormat },
    };
    return [{ key: { sessionId: id, email: userEmail }, response }];
  });
  return found.slice(0, limit);
}

/** A reading that the sealing key does not open is as good as none. */
function opened(environmentId: string, row: string, sealed: Uint8Array): SessionReading | null {
  try {
    const text = unseal(sealed, { environmentId, column: 'readingSealed', row }).toString('utf8');
    return JSON.parse(text) as SessionReading;
  } catch {
    return null;
  }
}

/** How a connection reads profiles today; null if it is absent. */
export async function mappingSettings(
  { data }: Pick<Context, 'data'>,
  connectionId: string,
): Promise<MappingSettings | null> {
  const [connection, rows] = await Promise.all([
    data.connections.get(connectionId),
    data.attributeDefinitions.all(),
  ]);
  if (!connection) return null;
  return {
    connectionType: connection.connectionType,
    overrides: connection.attributeMap as MappingSettings['overrides'],
    map: connection.customAttributeMap as Record<string, string>,
    definitions: rows.map(({ name, type, required }) => ({ name, type, required })),
  };
}

/** What a connection's identity provider sends, and what that says about the mapping. */
export type MappingEvidence = {
  /** How many signed responses were looked at. */
  responses: number;
  seen: readonly {
    name: string;
    friendlyName: string | null;
    count: number;
    kindLabel: string;
    /** Masked unless asked for. */
    examples: readonly string[];
  }[];
  recommendations: readonly Recommendation[];
};

/** The attributes that came lately, and the recommendations they lead to; null if the connection is absent. */
export async function mappingEvidence(
  ctx: Context,
  input: { connectionId: string; reveal: boolean },
): Promise<MappingEvidence | null> {
  const settings = await mappingSettings(ctx, input.connectionId);
  if (!settings) return null;
  const recorded = await recordedResponses(ctx, input.connectionId);
  const responses = recorded.map(({ response }) => response);
  return {
    responses: responses.length,
    seen: seenAttributes(responses).map(({ kind, examples, ...one }) => ({
      ...one,
      kindLabel: KIND_LABELS[kind],
      examples: input.reveal ? examples : [...new Set(examples.map(masked))],
    })),
    recommendations: recommendMapping(responses, settings),
  };
}

/** What a mapping that is not saved yet would make of the newest responses. */
export type PreviewView = MappingPreview<Recorded['key']> & { responses: number };

/** Reads the recorded responses with a mapping as it was typed; empty names stand for the defaults. */
export async function previewOf(
  ctx: Context,
  input: {
    connectionId: string;
    reveal: boolean;
    /** Only the fields that were typed; others stay as they are. */
    overrides: Readonly<Record<string, string>>;
    map: Readonly<Record<string, string>>;
  },
): Promise<PreviewView> {
  const settings = await mappingSettings(ctx, input.connectionId);
  if (!settings) throw entityNotFound('Connection', input.connectionId);
  const recorded = await recordedResponses(ctx, input.connectionId);
  const preview = previewMapping(recorded, settings, {
    ...settings,
    overrides: merged(settings.overrides, input.overrides),
    map: merged(settings.map, input.map),
  });
  const hide = (value: string | null) => (value === null || input.reveal ? value : masked(value));
  return {
    ...preview,
    responses: recorded.length,
    broken: preview.broken.map(({ key, ...one }) => ({ ...one, key: { ...key, email: hide(key.email) } })),
    changed: preview.changed.map(({ key, changes }) => ({
      key: { ...key, email: hide(key.email) },
      changes: changes.map(({ field, before, after }) => ({
        field,
        before: hide(before),
        after: hide(after),
      })),
    })),
  };
}

function merged(
  stored: Readonly<Partial<Record<string, string>>>,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries({ ...stored, ...typed }).flatMap(([name, source]) =>
    source?.trim() ? [[name, source.trim()] as const] : [],
  );
  return Object.fromEntries(entries);
}
