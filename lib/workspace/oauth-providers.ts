import type { z } from 'zod';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { OAuthProviderRow } from '#lib/data/oauth-providers.ts';
import { env } from '#lib/env.ts';
import { invalidField } from '#lib/errors.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import {
  OAUTH_CONNECTION_TYPES,
  OAUTH_PROVIDER_FACTS,
  type OAuthConnectionType,
} from '#lib/oidc/providers.ts';
import { seal } from '#lib/secrets.ts';
import type { oauthProviderInput } from './oauth-providers.schema.ts';

/** A provider as the page shows it; its secret is shown to nobody. */
export type OAuthProviderView = {
  provider: OAuthConnectionType;
  label: string;
  connectionId: string;
  enabled: boolean;
  clientId: string;
  hasSecret: boolean;
  /** What every sign-in asks for. */
  baseScopes: readonly string[];
  scopes: readonly string[];
  returnTokens: boolean;
  /** To register in the console of the provider; null until somebody who may set it up has looked. */
  redirectUri: string | null;
  /** ISO 8601; empty before it is set up. */
  updatedAt: string;
};

/**
 * Every provider there is, set up or not. The redirect URI has to be registered before there is a client to save, so
 * `prepare`, for those who may set one up, gives each provider its address.
 */
export async function listOAuthProviders(
  ctx: Pick<EnvironmentContext, 'data' | 'now'>,
  { prepare }: { prepare: boolean },
): Promise<OAuthProviderView[]> {
  const rows = await ctx.data.oauthProviders.all();
  const complete = OAUTH_CONNECTION_TYPES.every((type) => rows.some((row) => row.connectionType === type));
  const all =
    complete || !prepare
      ? rows
      : await ctx.data.transaction(async (data) => {
          await data.environment.lock();
          return ensureRows(data, ctx.now);
        });
  return OAUTH_CONNECTION_TYPES.map((type) =>
    viewOf(type, all.find((one) => one.connectionType === type) ?? null),
  );
}

/** The connection of every provider; call in a transaction that holds the lock of the environment. */
async function ensureRows(data: EnvironmentRepositories, now: Date): Promise<OAuthProviderRow[]> {
  const rows = await data.oauthProviders.all();
  for (const connectionType of OAUTH_CONNECTION_TYPES) {
    if (rows.some((row) => row.connectionType === connectionType)) continue;
    await data.oauthProviders.add(
      {
        id: newId('connection', now),
        name: OAUTH_PROVIDER_FACTS[connectionType].label,
        connectionType,
        externalKey: newExternalKey(),
      },
      now,
    );
  }
  return data.oauthProviders.all();
}

function viewOf(type: OAuthConnectionType, row: OAuthProviderRow | null): OAuthProviderView {
  const { label, scopes: baseScopes, slug } = OAUTH_PROVIDER_FACTS[type];
  return {
    provider: type,
    label,
    connectionId: row?.id ?? '',
    enabled: row?.state === 'active',
    clientId: row?.clientId ?? '',
    hasSecret: row !== null && row.clientId !== null,
    baseScopes,
    scopes: row?.scopes ?? [],
    returnTokens: row?.returnTokens ?? false,
    redirectUri: row && `${env().http.url}/sso/oauth/${slug}/${row.externalKey}/callback`,
    updatedAt: row?.configuredAt?.toISOString() ?? '',
  };
}

/**
 * Saves what a provider knows this environment as, from the next sign-in on. A provider can be on only with a client; a
 * client ID of another app needs its own secret. Returns whether people can sign in with it now.
 */
export function saveOAuthProvider(
  ctx: EnvironmentContext,
  input: z.output<typeof oauthProviderInput>,
): Promise<OAuthProviderView> {
  const { clientId, clientSecret, enabled, provider, returnTokens, scopes } = input;
  const { label } = OAUTH_PROVIDER_FACTS[provider];
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const row = (await ensureRows(data, ctx.now)).find((one) => one.connectionType === provider);
    if (!row) throw new Error(`no connection for ${provider}`);
    const before = viewOf(provider, row);
    if (clientId === '') {
      const message = `Enter the client ID that ${label} gave you.`;
      if (enabled || clientSecret !== '' || before.hasSecret) {
        throw invalidField('clientId', message, 'client_id_required');
      }
    }
    if (clientSecret === '' && clientId !== '' && clientId !== before.clientId) {
      throw invalidField(
        'clientSecret',
        before.hasSecret
          ? 'Another client has another secret. Enter it as well.'
          : `Enter the client secret that ${label} gave you.`,
        'client_secret_required',
      );
    }
    if (clientId === '') return before;
    await data.oauthProviders.configure(
      row.id,
      {
        enabled,
        clientId,
        clientSecretSealed:
          clientSecret === ''
            ? null
            : seal(clientSecret, {
                environmentId: ctx.scope.environmentId,
                column: 'clientSecretSealed',
                row: row.id,
              }),
        scopes,
        returnTokens,
      },
      ctx.now,
    );
    const after = { ...before, enabled, clientId, hasSecret: true, scopes, returnTokens };
    const changed = [...notable(before, after), ...(clientSecret === '' ? [] : ['clientSecret'])];
    if (changed.length > 0) {
      await data.auditLog.record(ctx, {
        action: 'oauth_provider.updated',
        target: { type: 'oauth_provider', id: row.id, name: label },
        before: audited(before),
        after: { ...audited(after), ...(clientSecret === '' ? {} : { clientSecretChanged: true }) },
      });
    }
    return after;
  });
}

function audited({ enabled, clientId, scopes, returnTokens }: OAuthProviderView) {
  return { enabled, clientId, scopes: [...scopes], returnTokens };
}

function notable(before: OAuthProviderView, after: OAuthProviderView): string[] {
  const [was, is] = [audited(before), audited(after)];
  return Object.keys(is).filter(
    (key) => JSON.stringify(was[key as keyof typeof was]) !== JSON.stringify(is[key as keyof typeof is]),
  );
}
