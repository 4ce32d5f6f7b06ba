import { requireNotInUse } from '#lib/auth/dashboard-sso-guard.ts';
import { isSsoCallbackOf } from '#lib/auth/sso-callback.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { RedirectUriRow } from '#lib/data/redirect-uris.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { checkRedirectUri } from '#lib/oauth/redirect-uri.ts';

/** Every sign-in reads the whole list, so it stays short; wildcards cover preview deployments. */
export const MAX_REDIRECT_URIS = 100;

/** One entry as pages show it. */
export type RedirectUriView = { id: string; uri: string; isDefault: boolean; createdAt: string };

/** The environment's redirect URIs, the default first, then oldest first. */
export async function listRedirectUris(ctx: EnvironmentContext): Promise<RedirectUriView[]> {
  const rows = await ctx.data.redirectUris.all();
  return rows.map(({ id, uri, isDefault, createdAt }) => ({
    id,
    uri,
    isDefault,
    createdAt: createdAt.toISOString(),
  }));
}

/**
 * Registers a redirect URI; the first of an environment becomes its default. Throws
 * `invalid_request_parameters` with the broken rule of lib/oauth/redirect-uri.ts (or `already_registered`,
 * `too_many`) on the field `uri`.
 */
export function addRedirectUri(
  ctx: EnvironmentContext,
  input: { uri: string; isDefault?: boolean },
): Promise<RedirectUriRow> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.redirectUris.all();
    const isFirst = !rows.some((row) => row.isDefault);
    const isDefault = input.isDefault === true || isFirst;
    const uri = checkedUri(ctx, input.uri, { isDefault, isFirst });
    refuseDuplicate(rows, uri);
    if (rows.length >= MAX_REDIRECT_URIS) {
      const message = `There are ${MAX_REDIRECT_URIS} redirect URIs already. Delete one you no longer use.`;
      throw invalidField('uri', message, 'too_many');
    }
    const id = newId('redirectUri', ctx.now);
    const row = await data.redirectUris.add({ id, uri, isDefault: false, now: ctx.now });
    if (isDefault) await data.redirectUris.makeDefault(id, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'redirect_uri.created',
      target: target(row),
      after: { uri, isDefault },
    });
    return { ...row, isDefault };
  });
}

/** Changes the text of one entry under the same rules as adding it. A foreign id is a 404. */
export function updateRedirectUri(
  ctx: EnvironmentContext,
  input: { id: string; uri: string },
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.redirectUris.all();
    const row = rows.find((one) => one.id === input.id);
    if (!row) throw entityNotFound('Redirect URI', input.id);
    await requireNotNeeded(data, row.uri);
    const uri = checkedUri(ctx, input.uri, { isDefault: row.isDefault, isFirst: false });
    const others = rows.filter((one) => one.id !== row.id);
    refuseDuplicate(others, uri);
    await data.redirectUris.rename(row.id, uri, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'redirect_uri.updated',
      target: target({ id: row.id, uri }),
      before: { uri: row.uri },
      after: { uri },
    });
  });
}

/** Makes one entry the default, the place of sign-ins that begin at the identity provider. */
export function makeDefaultRedirectUri(
  ctx: EnvironmentContext,
  input: { id: string },
): Promise<RedirectUriRow> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.redirectUris.all();
    const row = rows.find((one) => one.id === input.id);
    if (!row) throw entityNotFound('Redirect URI', input.id);
    checkedUri(ctx, row.uri, { isDefault: true, isFirst: false });
    await data.redirectUris.makeDefault(row.id, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'redirect_uri.made_default',
      target: target(row),
      before: { default: rows.find((one) => one.isDefault)?.uri ?? null },
      after: { default: row.uri },
    });
    return { ...row, isDefault: true };
  });
}

/** Deletes one entry and returns its text. The default, and so the last one, is refused with `conflict`. */
export function removeRedirectUri(ctx: EnvironmentContext, input: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.redirectUris.all();
    const row = rows.find((one) => one.id === input.id);
    if (!row) throw entityNotFound('Redirect URI', input.id);
    if (rows.length === 1) {
      throw new AppError(
        'conflict',
        'This is the only redirect URI, and sign-ins need one. Add another one and make it the default first.',
      );
    }
    if (row.isDefault) {
      throw new AppError(
        'conflict',
        'The default redirect URI cannot be deleted. Make another one the default first.',
      );
    }
    await requireNotNeeded(data, row.uri);
    await data.redirectUris.remove(row.id);
    await data.auditLog.record(ctx, {
      action: 'redirect_uri.deleted',
      target: target(row),
      before: { uri: row.uri },
    });
    return row.uri;
  });
}

/** The way back of the team's own sign-in stays as long as it is used. */
function requireNotNeeded(data: EnvironmentRepositories, uri: string): Promise<void> {
  return requireNotInUse(data, (use) => isSsoCallbackOf(uri, use.workspaceId), 'this redirect URI');
}

function target({ id, uri }: Pick<RedirectUriRow, 'id' | 'uri'>) {
  return { type: 'redirect_uri', id, name: uri };
}

function checkedUri(
  ctx: EnvironmentContext,
  uri: string,
  place: { isDefault: boolean; isFirst: boolean },
): string {
  const verdict = checkRedirectUri(uri, { environmentKind: ctx.scope.kind, isDefault: place.isDefault });
  if (verdict.ok) return verdict.uri;
  if (verdict.code === 'wildcard_default' && place.isFirst) {
    const message =
      'The first redirect URI becomes the default, which cannot contain a *. Add one without a * first.';
    throw invalidField('uri', message, verdict.code);
  }
  throw invalidField('uri', verdict.message, verdict.code);
}

function refuseDuplicate(rows: readonly RedirectUriRow[], uri: string): void {
  if (rows.some((row) => row.uri === uri)) {
    throw invalidField('uri', 'This redirect URI is in the list already.', 'already_registered');
  }
}
