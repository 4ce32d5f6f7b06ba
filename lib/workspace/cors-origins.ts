import type { EnvironmentContext } from '#lib/data/context.ts';
import type { CorsOriginRow } from '#lib/data/cors-origins.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { checkWebOrigin, WEB_ORIGIN_RULES } from '#lib/oauth/web-origin.ts';

export const MAX_CORS_ORIGINS = 100;

/** One entry as pages show it. */
export type CorsOriginView = { id: string; origin: string };

/** The origins whose scripts may read what this environment answers to browser apps, oldest first. */
export async function listCorsOrigins(ctx: Pick<EnvironmentContext, 'data'>): Promise<CorsOriginView[]> {
  const rows = await ctx.data.corsOrigins.all();
  return rows.map(({ id, origin }) => ({ id, origin }));
}

/**
 * Adds one. Throws `invalid_request_parameters` on `origin` with the broken rule of lib/oauth/web-origin.ts (or
 * `too_many`), and `duplicate_cors_origin`.
 */
export function addCorsOrigin(ctx: EnvironmentContext, input: { origin: string }): Promise<CorsOriginRow> {
  const verdict = checkWebOrigin(input.origin, ctx.scope.kind);
  if (!verdict.ok) throw invalidField('origin', WEB_ORIGIN_RULES[verdict.code], verdict.code);
  const { origin } = verdict;
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const rows = await data.corsOrigins.all();
    if (rows.some((row) => row.origin === origin)) {
      const message = 'This origin is in the list already.';
      throw new AppError('duplicate_cors_origin', undefined, {
        fields: [{ field: 'origin', code: 'duplicate_cors_origin', message }],
      });
    }
    if (rows.length >= MAX_CORS_ORIGINS) {
      const message = `There are ${MAX_CORS_ORIGINS} origins already. Delete one you no longer use.`;
      throw invalidField('origin', message, 'too_many');
    }
    const row = await data.corsOrigins.add({ id: newId('corsOrigin', ctx.now), origin, now: ctx.now });
    await data.auditLog.record(ctx, {
      action: 'cors_origin.created',
      target: { type: 'cors_origin', id: row.id, name: origin },
      after: { origin },
    });
    return row;
  });
}

/** Deletes one and returns it as text: its scripts can read nothing from then on. A foreign id is a 404. */
export function removeCorsOrigin(ctx: EnvironmentContext, input: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const row = (await data.corsOrigins.all()).find((one) => one.id === input.id);
    if (!row) throw entityNotFound('CORS origin', input.id);
    const { id, origin } = row;
    await data.corsOrigins.remove(id);
    await data.auditLog.record(ctx, {
      action: 'cors_origin.deleted',
      target: { type: 'cors_origin', id, name: origin },
      before: { origin },
    });
    return origin;
  });
}
