import { createHash } from 'node:crypto';
import { emailDomainAllowed } from '#lib/attributes/email.ts';
import type { Change } from '#lib/attributes/preview-mapping.ts';
import { inconsistencyOf, type MappedValues } from '#lib/attributes/reconcile.ts';
import { masked } from '#lib/attributes/recorded-response.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { ProfileChange, ProfileRow, ReconciliationRow } from '#lib/data/profiles.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { mappingSettings, recordedResponses } from './recorded-responses.ts';

/** How many of a connection's profiles are looked at, those that changed last first. */
export const PROFILES_LOOKED_AT = 10_000;
const PAGE_SIZE = 25;

/** What the Attributes tab shows of profiles that no longer match the mapping. */
export type ReconciliationView = {
  /** Profiles a fix would change, all at once; `shown` are those of one page. */
  awaiting: number;
  page: number;
  pages: number;
  shown: readonly { profileId: string; email: string; changes: readonly Change[] }[];
  /** Profiles whose last sign-in lacked what is required now, and what. */
  incomplete: { count: number; missing: readonly string[] };
  /** Profiles that would get the ID of another one. */
  colliding: number;
  /** Profiles that would get an email address of a domain that is not the organization's. */
  outside: number;
  lookedAt: number;
  /** Stands for exactly this list; a fix of another one is refused. */
  reviewed: string;
  last: { id: string; profiles: number; actorName: string; at: string; undone: boolean } | null;
};

type Reading = Pick<EnvironmentContext, 'data' | 'scope'>;
type Differing = { row: ProfileRow; changes: readonly Change[]; values: MappedValues };

/** Profiles whose attributes as received no longer agree with the mapping; null if the connection is absent. */
export async function reconciliationView(
  ctx: Reading,
  input: { connectionId: string; reveal: boolean; page?: number },
): Promise<ReconciliationView | null> {
  const found = await inconsistent(ctx, input.connectionId);
  if (!found) return null;
  const last: ReconciliationRow | null = await ctx.data.profiles.latestReconciliation(input.connectionId);
  const hide = (value: string | null) => (value === null || input.reveal ? value : masked(value));
  const pages = Math.max(1, Math.ceil(found.differing.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, input.page ?? 1), pages);
  return {
    awaiting: found.differing.length,
    page,
    pages,
    shown: found.differing.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ row, changes }) => ({
      profileId: row.id,
      email: hide(row.email) ?? '',
      changes: changes.map(({ field, before, after }) => ({
        field,
        before: hide(before),
        after: hide(after),
      })),
    })),
    incomplete: { count: found.incomplete.length, missing: [...new Set(found.incomplete.flat())] },
    colliding: found.colliding,
    outside: found.outside.length,
    lookedAt: found.lookedAt,
    reviewed: fingerprint(found.differing),
    last: last && {
      id: last.id,
      profiles: last.profiles,
      actorName: last.actorName,
      at: last.createdAt.toISOString(),
      undone: last.undoneAt !== null,
    },
  };
}

/**
 * Brings every profile of the reviewed list in line with the mapping, keeping its ID for the app. Returns how many
 * were changed. Throws `conflict` if the list is another one by now, entity_not_found for the connection.
 */
export function reconcileProfiles(
  ctx: EnvironmentContext,
  input: { connectionId: string; reviewed: string },
): Promise<number> {
  return ctx.data.transaction(async (data) => {
    await data.connections.lock(input.connectionId);
    const connection = await data.connections.get(input.connectionId);
    if (!connection) throw entityNotFound('Connection', input.connectionId);
    const found = await inconsistent({ scope: ctx.scope, data }, input.connectionId);
    if (!found || found.differing.length === 0 || fingerprint(found.differing) !== input.reviewed) {
      throw new AppError(
        'conflict',
        'The profiles or the mapping changed meanwhile. Look at the list again.',
      );
    }
    const changes = found.differing.map(
      ({ row, values }): ProfileChange => ({ profileId: row.id, before: valuesOf(row), after: values }),
    );
    const done = await moveProfiles(ctx, data, connection, changes, fieldsOf(found.differing));
    return done.length;
  });
}

/**
 * Gives the profiles of a batch back what they had, except those that signed in since. Returns how many. Throws
 * entity_not_found for a batch that is absent or was taken back before.
 */
export function undoReconciliation(
  ctx: EnvironmentContext,
  input: { connectionId: string; id: string },
): Promise<number> {
  return ctx.data.transaction(async (data) => {
    await data.connections.lock(input.connectionId);
    const connection = await data.connections.get(input.connectionId);
    const changes = await data.profiles.takeBack(input.connectionId, input.id, ctx.now);
    if (!connection || !changes) throw entityNotFound('Reconciliation', input.id);
    const back = changes.map(({ profileId, before, after }) => ({ profileId, before: after, after: before }));
    const moved = await data.profiles.move(input.connectionId, back, ctx.now);
    const linked = changes.flatMap(({ absorbed, ...change }) =>
      absorbed && moved.includes(change.profileId) ? [{ ...change, absorbed }] : [],
    );
    if (linked.length > 0) await data.identityPairs.unlink(input.connectionId, linked);
    await data.auditLog.record(ctx, {
      action: 'profile.reconciliation_undone',
      target: { type: 'connection', id: connection.id, name: connection.name },
      before: { batch: input.id, profiles: changes.length },
      after: { profiles: moved.length },
    });
    return moved.length;
  });
}

/** Whether the organization takes people with this email address. */
function mayHave(
  organization: {
    allowProfilesOutsideOrganization: boolean;
    domains: readonly { domain: string; state: string }[];
  },
  email: string,
): boolean {
  const counting = organization.domains.filter(
    ({ state }) => state === 'verified' || state === 'legacy_verified',
  );
  return (
    organization.allowProfilesOutsideOrganization ||
    emailDomainAllowed(
      email,
      counting.map(({ domain }) => domain),
    )
  );
}

/** Profiles of different people that today's mapping would give one ID, by what they last came with. */
export async function peopleOfOneId(
  ctx: { data: EnvironmentRepositories; scope: Reading['scope'] },
  connectionId: string,
): Promise<{ email: string; reason: string }[]> {
  const found = await inconsistent(ctx, connectionId);
  return (found?.merging ?? []).map(({ email, idpId }) => ({ email, reason: sharedReason(idpId) }));
}

/** Why somebody is listed among those who would share an ID. */
export function sharedReason(idpId: string): string {
  return `would have the ID ${idpId}`;
}

/**
 * Gives profiles the IDs that a mapping about to be saved reads for them, so that the people keep the profile an app
 * knows. `seen` are IDs known from sign-ins, for a mapping that reads what profiles do not keep. Call it in the
 * transaction that saves the mapping, after it. Returns how many profiles were moved.
 */
export async function linkProfiles(
  ctx: Pick<EnvironmentContext, 'actor' | 'now' | 'reason' | 'scope'>,
  data: EnvironmentRepositories,
  input: { connectionId: string; seen: readonly { from: string; to: string }[] },
): Promise<number> {
  const { connectionId } = input;
  const connection = await data.connections.get(connectionId);
  const found = await inconsistent({ data, scope: ctx.scope }, connectionId);
  if (!connection || !found) return 0;
  // Only the ID moves: what else the mapping reads, such as an address of another domain, does not matter here.
  const moves = [...found.differing, ...found.outside];
  const read = new Map(moves.map(({ row, values }) => [row.id, values.idpId]));
  const seen = new Map(input.seen.map(({ from, to }) => [from, to]));
  const taken = new Set([...found.rows.map(({ idpId }) => idpId), ...read.values()]);
  const changes = found.rows.flatMap((row): ProfileChange[] => {
    let idpId = read.get(row.id);
    const came = seen.get(row.idpId);
    if ((idpId === undefined || idpId === row.idpId) && came !== undefined && !taken.has(came)) {
      idpId = came;
      taken.add(came);
    }
    if (idpId === undefined || idpId === row.idpId) return [];
    const before = valuesOf(row);
    return [{ profileId: row.id, before, after: { ...before, idpId } }];
  });
  return changes.length === 0 ? 0 : (await moveProfiles(ctx, data, connection, changes, ['idp_id'])).length;
}

async function inconsistent(
  ctx: Pick<Reading, 'scope'> & { data: EnvironmentRepositories },
  connectionId: string,
) {
  const settings = await mappingSettings(ctx, connectionId);
  const connection = await ctx.data.connections.get(connectionId);
  if (!settings || !connection) return null;
  const [rows, recorded] = await Promise.all([
    ctx.data.profiles.newest(connectionId, PROFILES_LOOKED_AT),
    recordedResponses(ctx, connectionId),
  ]);
  const friendlyNames = Object.assign({}, ...recorded.map(({ response }) => response.friendlyNames));
  const compared = rows.map((row) => ({ row, found: inconsistencyOf(row, settings, friendlyNames) }));
  const incomplete = compared.flatMap(({ found }) => (found?.kind === 'incomplete' ? [found.missing] : []));
  const all = compared.flatMap(({ row, found }): Differing[] =>
    found?.kind === 'differs' ? [{ row, changes: found.changes, values: found.values }] : [],
  );
  // Two people must not become one: an ID that another profile has, or would get as well, is left alone.
  const taken = new Map<string, number>();
  for (const { row, values } of all) {
    if (values.idpId !== row.idpId) taken.set(values.idpId, (taken.get(values.idpId) ?? 0) + 1);
  }
  for (const row of rows) taken.set(row.idpId, (taken.get(row.idpId) ?? 0) + 1);
  const free = all.filter(({ row, values }) => values.idpId === row.idpId || taken.get(values.idpId) === 1);
  // What a sign-in would be refused for, a batch does not do either.
  const isOutside = ({ row, values }: Differing) =>
    values.email !== row.email && !mayHave(connection.organization, values.email);
  const differing = free.filter((one) => !isOutside(one));
  return {
    rows,
    differing,
    outside: free.filter(isOutside),
    incomplete,
    colliding: all.length - free.length,
    merging: merging(rows, all),
    lookedAt: rows.length,
  };
}

/** Profiles of several addresses that would have one ID; several profiles of one address are one person's. */
function merging(rows: readonly ProfileRow[], all: readonly Differing[]): { email: string; idpId: string }[] {
  const moves = new Map(all.map(({ row, values }) => [row.id, values.idpId]));
  const then = rows.map((row) => ({
    email: row.email,
    was: row.idpId,
    idpId: moves.get(row.id) ?? row.idpId,
  }));
  return [...Map.groupBy(then, ({ idpId }) => idpId).values()].flatMap((group) => {
    const people = new Map(group.map((one) => [one.email.toLowerCase(), one]));
    return people.size > 1 ? [...people.values()] : [];
  });
}

/** Moves profiles and keeps what they were, to take it back. Returns those that were moved. */
async function moveProfiles(
  ctx: Pick<EnvironmentContext, 'actor' | 'now' | 'reason'>,
  data: EnvironmentRepositories,
  connection: { id: string; name: string },
  changes: readonly ProfileChange[],
  fields: readonly string[],
): Promise<ProfileChange[]> {
  const moved = new Set(await data.profiles.move(connection.id, changes, ctx.now));
  const done = changes.filter(({ profileId }) => moved.has(profileId));
  const id = newId('profileReconciliation', ctx.now);
  await data.profiles.addReconciliation(connection.id, {
    id,
    actorName: ctx.actor.name,
    createdAt: ctx.now,
    changes: done,
  });
  await data.auditLog.record(ctx, {
    action: 'profile.reconciled',
    target: { type: 'connection', id: connection.id, name: connection.name },
    after: { batch: id, profiles: done.length, fields },
  });
  return done;
}

function valuesOf(row: ProfileRow): MappedValues {
  const { idpId, email, firstName, lastName, name, groups, customAttributes } = row;
  return { idpId, email, firstName, lastName, name, groups, customAttributes };
}

function fieldsOf(differing: readonly Differing[]): string[] {
  return [...new Set(differing.flatMap(({ changes }) => changes.map(({ field }) => field)))];
}

function fingerprint(differing: readonly Differing[]): string {
  const list = differing.map(({ row, values }) => [row.id, valuesOf(row), values]);
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}
