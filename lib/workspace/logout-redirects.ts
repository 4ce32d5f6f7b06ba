import type { EnvironmentContext } from '#lib/data/context.ts';
import type { LogoutRedirectUriRow } from '#lib/data/logout-redirect-uris.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { checkRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { MAX_REDIRECT_URIS, type RedirectUriView } from './redirect-uris.ts';

/** The addresses where a sign-out may end, the default first, then oldest first. */
export async function listLogoutRedirects(ctx: Pick<EnvironmentContext, 'data'>): Promise<RedirectUriView[]> {
  const rows = await ctx.data.logoutRedirectUris.all();
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/**
 * Registers one, under the rules of redirect URIs; the first becomes the default. Throws `invalid_request_parameters`
 * on `uri`. Returns it as it is kept.
 */
export function addLogoutRedirect(ctx: EnvironmentContext, input: { uri: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.logoutRedirectUris.all();
    const isDefault = rows.length === 0;
    const uri = checked(ctx, input.uri, isDefault, rows);
    if (rows.length >= MAX_REDIRECT_URIS) {
      const message = `There are ${MAX_REDIRECT_URIS} logout redirects already. Delete one you no longer use.`;
      throw invalidField('uri', message, 'too_many');
    }
    const id = newId('logoutRedirectUri', ctx.now);
    await data.logoutRedirectUris.add({ id, uri, isDefault, now: ctx.now });
    await data.auditLog.record(ctx, {
      action: 'logout_redirect_uri.created',
      target: target({ id, uri }),
      after: { uri, isDefault },
    });
    return uri;
  });
}

/** Changes the text of one under the same rules. A foreign id is a 404. */
export function updateLogoutRedirect(
  ctx: EnvironmentContext,
  input: { id: string; uri: string },
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.logoutRedirectUris.all();
    const row = known(rows, input.id);
    const others = rows.filter((one) => one.id !== row.id);
    const uri = checked(ctx, input.uri, row.isDefault, others);
    await data.logoutRedirectUris.rename(row.id, uri, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'logout_redirect_uri.updated',
      target: target({ id: row.id, uri }),
      before: { uri: row.uri },
      after: { uri },
    });
  });
}

/** Makes one the default, where people go when a sign-out names no address. Returns its text. */
export function makeDefaultLogoutRedirect(ctx: EnvironmentContext, input: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.logoutRedirectUris.all();
    const row = known(rows, input.id);
    checked(ctx, row.uri, true, []);
    await data.logoutRedirectUris.makeDefault(row.id, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'logout_redirect_uri.made_default',
      target: target(row),
      before: { default: rows.find((one) => one.isDefault)?.uri ?? null },
      after: { default: row.uri },
    });
    return row.uri;
  });
}

/** Deletes one and returns its text. The default goes last: before, it is refused with `conflict`. */
export function removeLogoutRedirect(ctx: EnvironmentContext, input: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.logoutRedirectUris.all();
    const row = known(rows, input.id);
    if (row.isDefault && rows.length > 1) {
      throw new AppError(
        'conflict',
        'The default logout redirect cannot be deleted while there are others. Make another one the default first.',
      );
    }
    await data.logoutRedirectUris.remove(row.id);
    await data.auditLog.record(ctx, {
      action: 'logout_redirect_uri.deleted',
      target: target(row),
      before: { uri: row.uri },
    });
    return row.uri;
  });
}

function known(rows: readonly LogoutRedirectUriRow[], id: string): LogoutRedirectUriRow {
  const row = rows.find((one) => one.id === id);
  if (!row) throw entityNotFound('Logout redirect', id);
  return row;
}

function checked(
  ctx: EnvironmentContext,
  uri: string,
  isDefault: boolean,
  others: readonly LogoutRedirectUriRow[],
): string {
  const verdict = checkRedirectUri(uri, { environmentKind: ctx.scope.kind, isDefault });
  if (!verdict.ok) throw invalidField('uri', verdict.message, verdict.code);
  if (others.some((row) => row.uri === verdict.uri)) {
    throw invalidField('uri', 'This address is in the list already.', 'already_registered');
  }
  return verdict.uri;
}

function target({ id, uri }: { id: string; uri: string }) {
  return { type: 'logout_redirect_uri', id, name: uri };
}
