import type { EnvironmentContext } from '#lib/data/context.ts';
import type { AppAddresses } from '#lib/data/environment.ts';
import { AppError, type FieldError } from '#lib/errors.ts';
import { checkWebAddress, WEB_ADDRESS_RULES } from '#lib/oauth/web-address.ts';

export type { AppAddresses };

/** The Admin Portal is for a customer's IT admin: only one's own machine may do without TLS there. */
const HTTP_IN_STAGING = {
  appHomepageUrl: 'anywhere',
  signInEndpoint: 'anywhere',
  portalReturnUrl: 'on localhost',
} as const;

/** The app's own pages as the Redirects page shows them; null is none. */
export function appAddresses(ctx: Pick<EnvironmentContext, 'data'>): Promise<AppAddresses> {
  return ctx.data.environment.appAddresses();
}

/**
 * Saves those that are given; an empty text takes one away. Throws `invalid_request_parameters` with the broken rule of
 * lib/oauth/web-address.ts on each wrong field, named as in `fieldNames`.
 */
export async function updateAppAddresses(
  ctx: EnvironmentContext,
  input: { [Name in keyof AppAddresses]?: string | undefined },
  fieldNames: Partial<Record<keyof AppAddresses, string>> = {},
): Promise<AppAddresses> {
  const wanted: Partial<AppAddresses> = {};
  const wrong: FieldError[] = [];
  for (const name of Object.keys(HTTP_IN_STAGING) as (keyof AppAddresses)[]) {
    const typed = input[name]?.trim();
    if (typed === undefined) continue;
    const verdict =
      typed === ''
        ? ({ ok: true, url: null } as const)
        : checkWebAddress(typed, {
            environmentKind: ctx.scope.kind,
            httpInStaging: HTTP_IN_STAGING[name],
          });
    if (verdict.ok) wanted[name] = verdict.url;
    else {
      const field = fieldNames[name] ?? name;
      wrong.push({ field, code: verdict.code, message: WEB_ADDRESS_RULES[verdict.code] });
    }
  }
  if (wrong.length > 0) throw new AppError('invalid_request_parameters', undefined, { fields: wrong });
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const before = await data.environment.appAddresses();
    const names = (Object.keys(wanted) as (keyof AppAddresses)[]).filter(
      (name) => wanted[name] !== before[name],
    );
    if (names.length === 0) return before;
    const after = { ...before, ...wanted };
    await data.environment.updateAppAddresses(wanted, ctx.now);
    const { id, name } = await data.environment.get();
    const only = (values: AppAddresses) => Object.fromEntries(names.map((one) => [one, values[one]]));
    await data.auditLog.record(ctx, {
      action: 'app_addresses.updated',
      target: { type: 'environment', id, name },
      before: only(before),
      after: only(after),
    });
    return after;
  });
}
