import type { Caller } from '#lib/auth/callers.ts';
import { now as clockNow } from '#lib/clock.ts';

/** What a handler knows about one request besides the request itself. */
export type Call<Identity> = Identity & { params: Record<string, string>; now: Date };

/**
 * Makes a Next route handler: the caller proves who they are, the handler answers, and every refusal is
 * rendered in the caller's own language.
 */
export function endpoint<Identity extends object>(
  caller: Caller<Identity>,
  handle: (request: Request, call: Call<Identity>) => Promise<Response>,
) {
  return async (
    request: Request,
    route: { params: Promise<Record<string, string> | undefined> },
  ): Promise<Response> => {
    try {
      // Next has none for an address without parameters.
      const identity = await caller.identify(request);
      return await handle(request, { ...identity, params: (await route.params) ?? {}, now: clockNow() });
    } catch (error) {
      return caller.refuse(error, request);
    }
  };
}
