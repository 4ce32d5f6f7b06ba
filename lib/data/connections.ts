import { Prisma, type Queries } from '#lib/db/client.ts';
import { bytesOfJson } from './bytes.ts';
import { NOT_SETTINGS } from './connection-versions.ts';
import { OWNED, type Owned, owned } from './owned.ts';
import { type Page, type PageRequest, readPage, sliceArgs, sliceOrder } from './page.ts';

/** What pages and the API show of a connection; sealed keys stay behind. */
export const CONNECTION_SHAPE = {
  id: true,
  organizationId: true,
  name: true,
  connectionType: true,
  state: true,
  version: true,
  externalKey: true,
  externalId: true,
  idpEntityId: true,
  idpSsoUrl: true,
  idpSsoBinding: true,
  idpMetadataUrl: true,
  idpSloUrl: true,
  idpSloBinding: true,
  oidcClientId: true,
  oidcDiscoveryEndpoint: true,
  oidcIssuer: true,
  oidcAuthorizationEndpoint: true,
  oidcTokenEndpoint: true,
  oidcJwksUri: true,
  oidcUserinfoEndpoint: true,
  oidcRevocationEndpoint: true,
  oidcEndSessionEndpoint: true,
  oidcTokenAuth: true,
  spEntityId: true,
  acsUrl: true,
  nameIdFormat: true,
  idpInitiatedMode: true,
  forceAuthn: true,
  loginHintInSubject: true,
  holdNewIds: true,
  clockToleranceSeconds: true,
  allowSha1: true,
  allowSmallRsaKeys: true,
  allowUnsignedCbc: true,
  attributeMap: true,
  customAttributeMap: true,
  createdAt: true,
  updatedAt: true,
  activatedAt: true,
  organization: {
    select: {
      id: true,
      name: true,
      allowProfilesOutsideOrganization: true,
      domains: { select: { id: true, domain: true, state: true }, orderBy: { id: 'asc' } },
    },
  },
  certificates: {
    select: {
      id: true,
      pem: true,
      fingerprintSha256: true,
      notBefore: true,
      notAfter: true,
      createdAt: true,
      lastSeenAt: true,
      fromMetadata: true,
      missingSince: true,
    },
    orderBy: { id: 'asc' },
  },
  keyPairs: {
    select: {
      id: true,
      use: true,
      certificatePem: true,
      fingerprintSha256: true,
      notBefore: true,
      notAfter: true,
      createdAt: true,
    },
    orderBy: { id: 'asc' },
  },
} as const satisfies Prisma.ConnectionSelect;

export type ConnectionRow = Owned<Prisma.ConnectionGetPayload<{ select: typeof CONNECTION_SHAPE }>>;

/** Columns an admin or the API may write. */
export type ConnectionValues = Omit<
  Prisma.ConnectionUncheckedCreateInput,
  | 'environmentId'
  | 'organizationId'
  | 'createdAt'
  | 'updatedAt'
  | 'certificates'
  | 'keyPairs'
  | 'profiles'
  | 'sessions'
> & { organizationId: string };

export type ConnectionFilter = {
  organizationId?: string | undefined;
  connectionTypes?: readonly string[] | undefined;
  domain?: string | undefined;
  search?: string | undefined;
};

/** Connections of the organizations of one environment, with their certificates and key pairs. */
export function connections(queries: Queries, environmentId: string) {
  const where = (filter: ConnectionFilter): Prisma.ConnectionWhereInput => ({
    environmentId,
    state: { not: 'deleting' },
    ...(filter.organizationId === undefined ? OWNED : { organizationId: filter.organizationId }),
    ...(filter.connectionTypes === undefined ? {} : { connectionType: { in: [...filter.connectionTypes] } }),
    ...(filter.search === undefined ? {} : { name: { contains: filter.search, mode: 'insensitive' } }),
    ...(filter.domain === undefined
      ? {}
      : { organization: { domains: { some: { environmentId, domain: filter.domain } } } }),
  });
  return {
    page(filter: ConnectionFilter, request: PageRequest): Promise<Page<ConnectionRow>> {
      return readPage(
        request,
        async (query) => {
          const rows = await queries.connection.findMany({
            where: { ...where(filter), ...sliceArgs(query) },
            orderBy: sliceOrder(query),
            take: query.take,
            select: CONNECTION_SHAPE,
          });
          return rows.map((row) => owned(row));
        },
        async (id) => (await queries.connection.count({ where: { environmentId, id } })) === 1,
      );
    },
    async get(id: string): Promise<ConnectionRow | null> {
      const row = await queries.connection.findFirst({
        where: { environmentId, ...OWNED, id, state: { not: 'deleting' } },
        select: CONNECTION_SHAPE,
      });
      return row && owned(row);
    },
    async getByExternalId(organizationId: string, externalId: string): Promise<ConnectionRow | null> {
      const row = await queries.connection.findFirst({
        where: { environmentId, organizationId, externalId, state: { not: 'deleting' } },
        select: CONNECTION_SHAPE,
      });
      return row && owned(row);
    },
    /** Those which trust one identity provider, oldest first, at most 100. */
    async ofIdentityProvider(idpEntityId: string): Promise<ConnectionRow[]> {
      const rows = await queries.connection.findMany({
        where: { environmentId, ...OWNED, idpEntityId, state: { not: 'deleting' } },
        orderBy: { id: 'asc' },
        take: 100,
        select: CONNECTION_SHAPE,
      });
      return rows.map((row) => owned(row));
    },
    async add(values: ConnectionValues, now: Date): Promise<void> {
      await queries.connection.create({ data: { ...values, environmentId, createdAt: now, updatedAt: now } });
    },
    async update(id: string, values: Partial<Omit<ConnectionValues, 'id'>>, now: Date): Promise<boolean> {
      const { count } = await queries.connection.updateMany({
        where: { environmentId, ...OWNED, id, state: { not: 'deleting' } },
        data: { ...values, updatedAt: now },
      });
      return count === 1;
    },
    /** Writes back the settings of a version; columns that it or the table does not know stay as they are. */
    async restore(id: string, values: Readonly<Record<string, unknown>>, now: Date): Promise<void> {
      const known = new Set<string>(Object.values(Prisma.ConnectionScalarFieldEnum));
      for (const name of NOT_SETTINGS) known.delete(name);
      const columns = Object.fromEntries(
        Object.entries(values)
          .filter(([name]) => known.has(name))
          // A version is JSON, which has no bytes.
          .map(([name, value]) => [
            name,
            name.endsWith('Sealed') && typeof value === 'string' ? bytesOfJson(value) : value,
          ]),
      );
      await queries.connection.updateMany({
        where: { environmentId, id, state: { not: 'deleting' } },
        data: { ...(columns as Partial<ConnectionValues>), updatedAt: now },
      });
    },
    /** Makes other transactions that lock the same connection wait until this one ends. */
    async lock(id: string): Promise<void> {
      await queries.$queryRaw`
        SELECT 1 FROM "Connection" WHERE "environmentId" = ${environmentId} AND id = ${id} FOR UPDATE`;
    },
    /** Removes the connection with its certificates, keys, profiles and sessions. */
    async remove(id: string): Promise<boolean> {
      const { count } = await queries.connection.deleteMany({ where: { environmentId, ...OWNED, id } });
      return count === 1;
    },

    /** Adds a certificate the IdP may sign with; one already there is left as it is. */
    async addCertificate(
      connectionId: string,
      row: { id: string; pem: string; fingerprintSha256: string; notBefore: Date; notAfter: Date; now: Date },
    ): Promise<void> {
      await queries.connectionCertificate.createMany({
        data: [
          {
            environmentId,
            connectionId,
            id: row.id,
            pem: row.pem,
            fingerprintSha256: row.fingerprintSha256,
            notBefore: row.notBefore,
            notAfter: row.notAfter,
            createdAt: row.now,
          },
        ],
        skipDuplicates: true,
      });
    },
    /** Notes which certificates the metadata lists, and since when those that came from it are missing there. */
    async markListed(connectionId: string, fingerprints: readonly string[], now: Date): Promise<void> {
      const fingerprintSha256 = { in: [...fingerprints] };
      await queries.connectionCertificate.updateMany({
        where: {
          environmentId,
          connectionId,
          fingerprintSha256,
          OR: [{ fromMetadata: false }, { missingSince: { not: null } }],
        },
        data: { fromMetadata: true, missingSince: null },
      });
      await queries.connectionCertificate.updateMany({
        where: {
          environmentId,
          connectionId,
          fromMetadata: true,
          missingSince: null,
          NOT: { fingerprintSha256 },
        },
        data: { missingSince: now },
      });
    },
    async removeCertificate(connectionId: string, id: string): Promise<boolean> {
      const { count } = await queries.connectionCertificate.deleteMany({
        where: { environmentId, connectionId, id },
      });
      return count === 1;
    },
    async removeAllCertificates(connectionId: string): Promise<void> {
      await queries.connectionCertificate.deleteMany({ where: { environmentId, connectionId } });
    },
    async addKeyPair(
      connectionId: string,
      row: {
        id: string;
        use: 'encryption' | 'signing';
        certificatePem: string;
        fingerprintSha256: string;
        privateKeySealed: Uint8Array<ArrayBuffer>;
        notBefore: Date;
        notAfter: Date;
        now: Date;
      },
    ): Promise<void> {
      const { now, ...columns } = row;
      await queries.connectionKeyPair.create({
        data: { ...columns, environmentId, connectionId, createdAt: now },
      });
    },
    async removeKeyPair(connectionId: string, use: 'encryption' | 'signing', id: string): Promise<boolean> {
      const { count } = await queries.connectionKeyPair.deleteMany({
        where: { environmentId, connectionId, use, id },
      });
      return count === 1;
    },
  };
}
