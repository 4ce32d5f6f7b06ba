import type { Queries } from '#lib/db/client.ts';

export type AppAddresses = {
  appHomepageUrl: string | null;
  signInEndpoint: string | null;
  portalReturnUrl: string | null;
};

/** The environment row itself. */
export function environment(queries: Queries, environmentId: string) {
  return {
    get() {
      return queries.environment.findUniqueOrThrow({
        where: { id: environmentId },
        select: { id: true, name: true, kind: true, clientId: true, returnRawAttributes: true },
      });
    },
    async clientId(): Promise<string> {
      const row = await queries.environment.findUniqueOrThrow({
        where: { id: environmentId },
        select: { clientId: true },
      });
      return row.clientId;
    },
    /** The addresses of the app besides its redirect URIs. */
    appAddresses(): Promise<AppAddresses> {
      return queries.environment.findUniqueOrThrow({
        where: { id: environmentId },
        select: { appHomepageUrl: true, signInEndpoint: true, portalReturnUrl: true },
      });
    },
    async updateAppAddresses(values: Partial<AppAddresses>, now: Date): Promise<void> {
      await queries.environment.update({ where: { id: environmentId }, data: { ...values, updatedAt: now } });
    },
    async signInConsent(): Promise<boolean> {
      const row = await queries.environment.findUniqueOrThrow({
        where: { id: environmentId },
        select: { signInConsent: true },
      });
      return row.signInConsent;
    },
    async setSignInConsent(signInConsent: boolean, now: Date): Promise<void> {
      await queries.environment.update({
        where: { id: environmentId },
        data: { signInConsent, updatedAt: now },
      });
    },
    /** Whether this is a production environment of a workspace without billing information. */
    async isLocked(): Promise<boolean> {
      const locked = await queries.environment.count({
        where: { id: environmentId, kind: 'production', workspace: { productionEnabledAt: null } },
      });
      return locked > 0;
    },
    /** Makes transactions that change settings of the environment wait for each other; call inside one. */
    async lock(): Promise<void> {
      await queries.$queryRaw`SELECT 1 FROM "Environment" WHERE id = ${environmentId} FOR NO KEY UPDATE`;
    },
  };
}
