import type { z } from 'zod';
import { requireNotInUse } from '#lib/auth/dashboard-sso-guard.ts';
import type { ApiKeyRow } from '#lib/data/api-keys.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newApiKeySecret, seal, secretHint, unseal } from '#lib/secrets.ts';
import type {
  createApiKeyInput,
  expireApiKeyInput,
  revokeApiKeyInput,
  rotateApiKeyInput,
} from './api-keys.schema.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const MAX_WORKING_KEYS = 50;
const MAX_YEARS = 10;

/** One key as pages show it. Times are ISO 8601; `canBeShown` is for staging keys that still work. */
export type ApiKeyView = {
  id: string;
  name: string;
  /** A free name for the key that replaces it. */
  successorName: string;
  hint: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  state: 'active' | 'expired' | 'revoked';
  canBeShown: boolean;
};

/** The environment's keys: those that work first, newest first within each group. */
export async function listApiKeys(ctx: EnvironmentContext): Promise<ApiKeyView[]> {
  const rows = await ctx.data.apiKeys.all();
  const names = new Set(rows.map((row) => row.name));
  const views = rows.map((row) => ({ ...view(row, ctx), successorName: successorName(row.name, names) }));
  return [...views.filter((key) => key.state === 'active'), ...views.filter((key) => key.state !== 'active')];
}

/**
 * Makes a key and returns its secret, which in production can be seen this one time only. Throws
 * `invalid_request_parameters` for an expiry in the past or when there are too many keys, and
 * `production_environment_requires_billing`.
 */
export async function createApiKey(
  ctx: EnvironmentContext,
  input: z.output<typeof createApiKeyInput>,
): Promise<{ id: string; secret: string }> {
  const expiresAt = expiryOf(input, ctx.now);
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const made = await addKey({ ...ctx, data }, { name: input.name, expiresAt });
    await data.auditLog.record(ctx, {
      action: 'api_key.created',
      target: { type: 'api_key', id: made.id, name: input.name },
      after: { name: input.name, hint: secretHint(made.secret), expiresAt },
    });
    return made;
  });
}

/**
 * Makes the successor of a key and gives the old one its end, so that servers can change over while both work. A key
 * that was to end sooner still does. Returns the new secret and the old key's end; throws like `createApiKey`, and
 * `entity_not_found` or `conflict` for a key that does not work.
 */
export async function rotateApiKey(
  ctx: EnvironmentContext,
  input: z.output<typeof rotateApiKeyInput>,
): Promise<{ id: string; secret: string; old: { name: string; endsAt: Date } }> {
  const expiresAt = expiryOf(input, ctx.now);
  const chosen = endOfOverlap(input, ctx.now);
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const within = { ...ctx, data };
    const old = await workingKey(within, input.id);
    const made = await addKey(within, { name: input.name, expiresAt });
    const endsAt = old.expiresAt && old.expiresAt < chosen ? old.expiresAt : chosen;
    await data.apiKeys.expire(old.id, endsAt);
    await data.auditLog.record(ctx, {
      action: 'api_key.rotated',
      target: target(old),
      before: { expiresAt: old.expiresAt },
      after: {
        expiresAt: endsAt,
        replacedBy: { id: made.id, name: input.name, hint: secretHint(made.secret), expiresAt },
      },
    });
    return { ...made, old: { name: old.name, endsAt } };
  });
}

type AddingContext = Pick<EnvironmentContext, 'scope' | 'now'> & {
  data: Pick<EnvironmentContext['data'], 'apiKeys' | 'environment'>;
};

async function addKey(
  ctx: AddingContext,
  input: { name: string; expiresAt: Date | null },
): Promise<{ id: string; secret: string }> {
  const { data, scope, now } = ctx;
  if (await data.environment.isLocked()) throw new AppError('production_environment_requires_billing');
  const working = (await data.apiKeys.all()).filter((row) => view(row, ctx).state === 'active');
  if (working.length >= MAX_WORKING_KEYS) {
    throw invalidField('name', `There are ${MAX_WORKING_KEYS} working keys already. Revoke one first.`);
  }
  if (working.some((row) => row.name === input.name)) {
    throw invalidField('name', 'A working key already has this name. Choose one that tells them apart.');
  }
  const id = newId('apiKey', now);
  const secret = newApiKeySecret(scope.kind);
  const place = { environmentId: scope.environmentId, column: 'secretSealed', row: id };
  await data.apiKeys.add({
    id,
    ...input,
    secretHash: hashSecret(secret),
    secretSealed: scope.kind === 'staging' ? seal(secret, place) : null,
    hint: secretHint(secret),
    now,
  });
  return { id, secret };
}

/** The secret of a staging key that still works. Production keys, like foreign ids, are `entity_not_found`. */
export async function revealApiKey(ctx: EnvironmentContext, input: { id: string }): Promise<string> {
  const sealed = ctx.scope.kind === 'staging' ? await ctx.data.apiKeys.sealedSecret(input.id, ctx.now) : null;
  if (!sealed) throw entityNotFound('API key', input.id);
  const row = await workingKey(ctx, input.id);
  await ctx.data.auditLog.record(ctx, { action: 'api_key.revealed', target: target(row) });
  const place = { environmentId: ctx.scope.environmentId, column: 'secretSealed', row: input.id };
  return unseal(sealed, place).toString('utf8');
}

/**
 * Sets or removes the day a working key stops, so that an app can move to a new key before the old one ends.
 * Returns the moment, null for never. A key that has ended stays ended.
 */
export async function expireApiKey(
  ctx: EnvironmentContext,
  input: z.output<typeof expireApiKeyInput>,
): Promise<Date | null> {
  const expiresAt = expiryOf(input, ctx.now);
  await ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const row = await workingKey({ ...ctx, data }, input.id);
    if (expiresAt) await requireNotInUse(data, (use) => use.apiKeyId === row.id, 'this key');
    await data.apiKeys.expire(row.id, expiresAt);
    await data.auditLog.record(ctx, {
      action: 'api_key.expiry_changed',
      target: target(row),
      before: { expiresAt: row.expiresAt },
      after: { expiresAt },
    });
  });
  return expiresAt;
}

/** Ends a key at once, for good. `confirmation` must be the key's name, so that no wrong row is hit by accident. */
export function revokeApiKey(
  ctx: EnvironmentContext,
  input: z.output<typeof revokeApiKeyInput>,
): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const row = await workingKey({ ...ctx, data }, input.id);
    if (input.confirmation !== row.name) {
      throw invalidField('confirmation', `Type ${row.name} to confirm.`, 'confirmation_mismatch');
    }
    await requireNotInUse(data, (use) => use.apiKeyId === row.id, 'this key');
    await data.apiKeys.revoke(row.id, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'api_key.revoked',
      target: target(row),
      before: { hint: row.hint, expiresAt: row.expiresAt, lastUsedAt: row.lastUsedAt },
    });
    return row.name;
  });
}

function target({ id, name }: Pick<ApiKeyRow, 'id' | 'name'>) {
  return { type: 'api_key', id, name };
}

/** What a key's state depends on; also fulfilled inside a transaction. */
type KeyContext = Pick<EnvironmentContext, 'scope' | 'now'> & {
  data: Pick<EnvironmentContext['data'], 'apiKeys'>;
};

async function workingKey(ctx: KeyContext, id: string): Promise<ApiKeyRow> {
  const row = (await ctx.data.apiKeys.all()).find((one) => one.id === id);
  if (!row) throw entityNotFound('API key', id);
  if (view(row, ctx).state !== 'active') {
    throw new AppError('conflict', 'This key has ended already and cannot be changed. Create a new one.');
  }
  return row;
}

function view(
  row: ApiKeyRow,
  ctx: Pick<EnvironmentContext, 'scope' | 'now'>,
): Omit<ApiKeyView, 'successorName'> {
  const state = row.revokedAt
    ? 'revoked'
    : row.expiresAt && row.expiresAt.getTime() <= ctx.now.getTime()
      ? 'expired'
      : 'active';
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    state,
    canBeShown: ctx.scope.kind === 'staging' && state === 'active',
  };
}

/** "server" is followed by "server 2", that by "server 3". */
function successorName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, count = '1'] = /^(.*?)(?: (\d{1,4}))?$/u.exec(name) ?? [];
  let next = Number(count) + 1;
  while (taken.has(numbered(stem, next))) next += 1;
  return numbered(stem, next);
}

function numbered(stem: string, number: number): string {
  return `${[...stem].slice(0, 58).join('')} ${number}`;
}

function expiryOf(input: { lifetime: string; date?: string | undefined }, now: Date): Date | null {
  if (input.lifetime === 'never') return null;
  if (input.lifetime !== 'date') return new Date(now.getTime() + Number(input.lifetime) * DAY_MS);
  return endOfDay('date', input.date, now, 'Choose today or a later day. To end a key now, revoke it.');
}

function endOfOverlap(input: { overlap: string; until?: string | undefined }, now: Date): Date {
  if (input.overlap === 'now') return now;
  if (input.overlap !== 'date') return new Date(now.getTime() + Number(input.overlap) * HOUR_MS);
  return endOfDay('until', input.until, now, 'Choose today or a later day.');
}

function endOfDay(field: string, day: string | undefined, now: Date, past: string): Date {
  const end = new Date(`${day ?? ''}T23:59:59.999Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? '') || Number.isNaN(end.getTime())) {
    throw invalidField(field, 'Choose a day.');
  }
  if (end <= now) throw invalidField(field, past);
  if (end.getTime() > now.getTime() + MAX_YEARS * 366 * DAY_MS) {
    throw invalidField(
      field,
      `Choose a day within ${MAX_YEARS} years${field === 'date' ? ', or never' : ''}.`,
    );
  }
  return end;
}
