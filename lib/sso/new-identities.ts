import { createHash } from 'node:crypto';
import { emailDomainAllowed } from '#lib/attributes/email.ts';
import type { MappedValues } from '#lib/attributes/reconcile.ts';
import { masked } from '#lib/attributes/recorded-response.ts';
import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { IdentityPairRow, LinkedChange } from '#lib/data/identity-pairs.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';

/** People linked in one batch at most; the next ones come after it. */
const MAX_LINKED = 1000;
const PAGE_SIZE = 25;

/** Why a pair is not linked with the others. */
type Obstacle = 'both_in_use' | 'domain';

/** Somebody whose email address came back with another ID. Times are ISO 8601. */
export type NewIdentity = {
  freshId: string;
  oldId: string;
  email: string;
  freshIdpId: string;
  oldIdpId: string;
  since: string;
  oldSeen: string;
  obstacle: Obstacle | null;
};

/** What the Attributes tab shows of people who came back with a new ID. */
export type NewIdentitiesView = {
  total: number;
  /** How many of them a link of all would link. */
  linkable: number;
  shown: readonly NewIdentity[];
  page: number;
  pages: number;
  /** Stands for exactly those that would be linked. */
  reviewed: string;
};

type Reading = Pick<EnvironmentContext, 'data'>;
type Judged = { row: IdentityPairRow; obstacle: Obstacle | null };

/**
 * People who came back with an ID that was not known, though their email address was. Each of them has two profiles, and
 * an app takes them for two people. Whether they are one is for an Admin to say: an address may have been given to
 * somebody else. Null if the connection is absent.
 */
export async function newIdentities(
  ctx: Reading,
  input: { connectionId: string; reveal: boolean; page: number },
): Promise<NewIdentitiesView | null> {
  const found = await judgedPairs(ctx.data, input.connectionId);
  if (!found) return null;
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, input.page), pages);
  const hide = (value: string) => (input.reveal ? value : masked(value));
  const linkable = found.filter(({ obstacle }) => obstacle === null);
  return {
    total: found.length,
    linkable: linkable.length,
    shown: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ row, obstacle }) => ({
      freshId: row.freshId,
      oldId: row.oldId,
      email: hide(row.email),
      freshIdpId: hide(row.freshIdpId),
      oldIdpId: hide(row.oldIdpId),
      since: row.freshSince.toISOString(),
      oldSeen: row.oldSeen.toISOString(),
      obstacle,
    })),
    page,
    pages,
    reviewed: fingerprint(linkable),
  };
}

/**
 * Links people to the profiles that apps know them by: the new ID and what came with it move to the old profile, and the
 * new profile goes away. All that were reviewed, or `freshId` alone. Returns how many. Throws `conflict` when the list is
 * another one by now, entity_not_found for the connection or for one that is not in the list.
 */
export function linkNewIdentities(
  ctx: EnvironmentContext,
  input: { connectionId: string } & ({ reviewed: string } | { freshId: string }),
): Promise<number> {
  const { connectionId } = input;
  return ctx.data.transaction(async (data) => {
    await data.connections.lock(connectionId);
    const connection = await data.connections.get(connectionId);
    if (!connection) throw entityNotFound('Connection', connectionId);
    await requireMayChangeConnection(data, ctx.actor, connectionId);
    const before = chosen(await judgedPairs(data, connectionId), input);
    await data.identityPairs.lock(before.flatMap(({ row }) => [row.freshId, row.oldId]));
    // Somebody may have signed in until the rows were locked.
    const pairs = chosen(await judgedPairs(data, connectionId), input);
    if (fingerprint(pairs) !== fingerprint(before)) throw changed();
    const profiles = await data.identityPairs.profiles(pairs.flatMap(({ row }) => [row.freshId, row.oldId]));
    const changes = pairs.flatMap(({ row }): LinkedChange[] => {
      const [old, fresh] = [profiles.get(row.oldId), profiles.get(row.freshId)];
      if (!old || !fresh) return [];
      const { organizationId } = connection;
      const { rawAttributes } = fresh;
      const absorbed = {
        ...{ id: fresh.id, organizationId, rawAttributes, rawBefore: old.rawAttributes },
        createdAt: fresh.createdAt.toISOString(),
        updatedAt: fresh.updatedAt.toISOString(),
      };
      return [{ profileId: old.id, before: valuesOf(old), after: valuesOf(fresh), absorbed }];
    });
    await data.identityPairs.link(connectionId, changes, ctx.now);
    const id = newId('profileReconciliation', ctx.now);
    await data.profiles.addReconciliation(connectionId, {
      id,
      actorName: ctx.actor.name,
      createdAt: ctx.now,
      changes,
    });
    await data.auditLog.record(ctx, {
      action: 'profile.linked',
      target: { type: 'connection', id: connection.id, name: connection.name },
      after: { batch: id, profiles: changes.length, ...(changes.length === 1 ? only(changes) : {}) },
    });
    return changes.length;
  });
}

/**
 * Says that whoever has an address now is another person than those who had it before: both profiles stay, and it is not
 * asked again. Throws entity_not_found.
 */
export function keepIdentitiesSeparate(
  ctx: EnvironmentContext,
  input: { connectionId: string; freshId: string },
): Promise<void> {
  const { connectionId, freshId } = input;
  return ctx.data.transaction(async (data) => {
    await data.connections.lock(connectionId);
    const connection = await data.connections.get(connectionId);
    if (!connection) throw entityNotFound('Connection', connectionId);
    await requireMayChangeConnection(data, ctx.actor, connectionId);
    const pair = (await judgedPairs(data, connectionId))?.find(({ row }) => row.freshId === freshId);
    if (!pair) throw entityNotFound('Profile', freshId);
    await data.identityPairs.separate(connectionId, freshId, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'profile.kept_separate',
      target: { type: 'connection', id: connection.id, name: connection.name },
      after: { profile: freshId, before: pair.row.oldId },
    });
  });
}

async function judgedPairs(data: EnvironmentRepositories, connectionId: string): Promise<Judged[] | null> {
  const connection = await data.connections.get(connectionId);
  if (!connection) return null;
  const { allowProfilesOutsideOrganization: anyDomain, domains } = connection.organization;
  const counting = domains
    .filter(({ state }) => state === 'verified' || state === 'legacy_verified')
    .map(({ domain }) => domain);
  const rows = await data.identityPairs.ofConnection(connectionId, MAX_LINKED);
  return rows.map((row) => ({
    row,
    obstacle: row.bothInUse
      ? 'both_in_use'
      : anyDomain || emailDomainAllowed(row.email, counting)
        ? null
        : 'domain',
  }));
}

function chosen(
  found: readonly Judged[] | null,
  input: { reviewed: string } | { freshId: string },
): readonly Judged[] {
  const linkable = (found ?? []).filter(({ obstacle }) => obstacle === null);
  if ('freshId' in input) {
    const one = linkable.filter(({ row }) => row.freshId === input.freshId);
    if (one.length === 0) throw entityNotFound('Profile', input.freshId);
    return one;
  }
  if (linkable.length === 0 || fingerprint(linkable) !== input.reviewed) throw changed();
  return linkable;
}

function changed(): AppError {
  return new AppError('conflict', 'Somebody signed in or changed this meanwhile. Look at the list again.');
}

function only([one]: readonly LinkedChange[]) {
  return one ? { profile: one.profileId, linked: one.absorbed.id } : {};
}

function valuesOf(row: MappedValues): MappedValues {
  const { idpId, email, firstName, lastName, name, groups, customAttributes } = row;
  return { idpId, email, firstName, lastName, name, groups, customAttributes };
}

function fingerprint(pairs: readonly Judged[]): string {
  const list = pairs.map(({ row }) => [row.freshId, row.freshIdpId, row.oldId, row.oldIdpId]);
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}
