import type { Queries } from '#lib/db/client.ts';

const SHAPE = {
  id: true,
  connectionType: true,
  state: true,
  externalKey: true,
  oauthClient: { select: { clientId: true, scopes: true, returnTokens: true, updatedAt: true } },
} as const;

/** A provider of the environment; its secret stays behind. */
export type OAuthProviderRow = {
  id: string;
  connectionType: string;
  state: string;
  externalKey: string;
  clientId: string | null;
  /** When its client was last saved. */
  configuredAt: Date | null;
  scopes: string[];
  returnTokens: boolean;
};

/** What is changed of a provider; a secret of null leaves the one there is. */
export type OAuthProviderValues = {
  enabled: boolean;
  clientId: string;
  clientSecretSealed: Uint8Array<ArrayBuffer> | null;
  scopes: readonly string[];
  returnTokens: boolean;
};

/** Connections of one environment that belong to no organization: everybody may sign in through them. */
export function oauthProviders(queries: Queries, environmentId: string) {
  return {
    async all(): Promise<OAuthProviderRow[]> {
      const rows = await queries.connection.findMany({
        where: { environmentId, organizationId: null, state: { not: 'deleting' } },
        orderBy: { id: 'asc' },
        select: SHAPE,
      });
      return rows.map(({ oauthClient, ...row }) => ({
        ...row,
        clientId: oauthClient?.clientId ?? null,
        configuredAt: oauthClient?.updatedAt ?? null,
        scopes: oauthClient?.scopes ?? [],
        returnTokens: oauthClient?.returnTokens ?? false,
      }));
    },
    /** Makes the connection of a provider, switched off; its client is added with `configure`. */
    async add(
      row: { id: string; name: string; connectionType: string; externalKey: string },
      now: Date,
    ): Promise<void> {
      await queries.connection.create({
        data: {
          ...row,
          environmentId,
          organizationId: null,
          state: 'inactive',
          createdAt: now,
          updatedAt: now,
        },
      });
    },
    /** Writes what we are to the provider. `clientSecretSealed` must be given the first time. */
    async configure(connectionId: string, values: OAuthProviderValues, now: Date): Promise<void> {
      const { clientSecretSealed, enabled, ...rest } = values;
      const columns = { ...rest, scopes: [...rest.scopes], updatedAt: now };
      if (clientSecretSealed === null) {
        await queries.oAuthClient.updateMany({ where: { environmentId, connectionId }, data: columns });
      } else {
        await queries.oAuthClient.upsert({
          where: { environmentId_connectionId: { environmentId, connectionId }, environmentId },
          create: { ...columns, clientSecretSealed, environmentId, connectionId, createdAt: now },
          update: { ...columns, clientSecretSealed },
        });
      }
      await queries.connection.updateMany({
        where: { environmentId, id: connectionId, organizationId: null },
        data: { state: enabled ? 'active' : 'inactive', updatedAt: now },
      });
    },
  };
}
