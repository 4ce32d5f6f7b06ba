'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import * as schema from '#lib/workspace/api-keys.schema.ts';
import * as apiKeys from '#lib/workspace/api-keys.ts';

/** Creates a key; the result carries its secret. */
export const create = adminAction(
  { permission: 'api_keys:write', input: schema.createApiKeyInput },
  async ({ input, ...ctx }) => {
    const { secret } = await apiKeys.createApiKey(ctx, input);
    refresh();
    return { message: `The key ${input.name} is ready.`, result: { secret } };
  },
);

/** Shows a staging key again. Asked for by post, so that no page or cache ever holds it. */
export const reveal = adminAction(
  { permission: 'api_keys:write', input: schema.apiKeyIdInput },
  async ({ input, ...ctx }) => ({
    message: 'The key is shown.',
    result: { secret: await apiKeys.revealApiKey(ctx, input) },
  }),
);

/** Replaces a key; the result carries the new secret. */
export const rotate = adminAction(
  { permission: 'api_keys:write', input: schema.rotateApiKeyInput },
  async ({ input, ...ctx }) => {
    const { secret, old } = await apiKeys.rotateApiKey(ctx, input);
    refresh();
    const ended = old.endsAt.getTime() <= ctx.now.getTime();
    return {
      message: ended ? `The key ${old.name} no longer works.` : `The key ${input.name} is ready.`,
      result: { secret, old: { name: old.name, endsAt: ended ? null : old.endsAt.toISOString() } },
    };
  },
);

/** Sets the day a key ends. */
export const expire = adminAction(
  { permission: 'api_keys:write', input: schema.expireApiKeyInput },
  async ({ input, ...ctx }) => {
    const expiresAt = await apiKeys.expireApiKey(ctx, input);
    refresh();
    return expiresAt
      ? `The key works until ${expiresAt.toISOString().slice(0, 10)}.`
      : 'The key does not expire.';
  },
);

/** Ends a key at once. */
export const revoke = adminAction(
  { permission: 'api_keys:write', input: schema.revokeApiKeyInput },
  async ({ input, ...ctx }) => {
    const name = await apiKeys.revokeApiKey(ctx, input);
    refresh();
    return `The key ${name} no longer works.`;
  },
);
