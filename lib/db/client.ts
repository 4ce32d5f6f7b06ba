import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { env } from '#lib/env.ts';
import { Prisma, PrismaClient } from './generated/client.ts';
import { OneQueryAtATime } from './one-query-at-a-time.ts';
import { statementsOn } from './statements.ts';

/**
 * Models that belong to no environment. Everything else is tenant-owned and must be touched with an
 * environmentId; forgetting it throws, in tests and in production alike.
 */
const GLOBAL_MODELS = new Set([
  'Workspace',
  'TeamMember',
  'Invitation',
  'DashboardSession',
  'RateLimit',
  'PasskeyChallenge',
  'Environment',
]);

/** Models that belong to a workspace and must be touched with a workspaceId. */
const WORKSPACE_MODELS = new Set<string>([
  'ChecklistChoice',
  'AuditLogEntry',
  'MemberTotp',
  'MemberRecoveryCode',
  'MemberPasskey',
  'AuthenticationPolicy',
  'TeamDomain',
  'DashboardSso',
  'Mail',
  'SentNotice',
  'BillingAccount',
  'BillingTaxId',
  'PaymentMethod',
  'CardConfirmation',
  'ComplianceDocument',
  'ComplianceDocumentPart',
  'ConnectionActivation',
  'Invoice',
  'InvoiceLine',
  'InvoiceCredit',
  'BillingEvent',
  'PseudonymKey',
]);

/** A tenant-owned table was read or written without saying whose rows. Always a bug. */
export class UnscopedQueryError extends Error {
  constructor(model: string, operation: string, owner: string) {
    super(`${model}.${operation} was called without an ${owner}`);
    this.name = 'UnscopedQueryError';
  }
}

type Args = {
  where?: Record<string, unknown>;
  data?: Record<string, unknown> | Record<string, unknown>[];
  create?: Record<string, unknown>;
};

/** True when every row the call can reach is pinned to one owner by a plain string. */
function namesOwner(owner: 'environmentId' | 'workspaceId', operation: string, args: Args): boolean {
  const rows = args.data === undefined ? [] : Array.isArray(args.data) ? args.data : [args.data];
  const pinned = (row: Record<string, unknown> | undefined) =>
    typeof row?.[owner] === 'string' ||
    // Compound unique keys: where: { environmentId_id: { environmentId, id } }
    Object.entries(row ?? {}).some(
      ([key, value]) =>
        key.startsWith(`${owner}_`) && typeof (value as Record<string, unknown>)?.[owner] === 'string',
    );
  switch (operation) {
    case 'create':
    case 'createMany':
    case 'createManyAndReturn':
      return rows.length > 0 && rows.every(pinned);
    case 'upsert':
      return pinned(args.where) && pinned(args.create);
    default:
      return pinned(args.where);
  }
}

function withTenantGuard(client: PrismaClient) {
  return client.$extends({
    name: 'tenant-guard',
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          const owner = WORKSPACE_MODELS.has(model) ? 'workspaceId' : 'environmentId';
          if (!GLOBAL_MODELS.has(model) && !namesOwner(owner, operation, args as Args)) {
            throw new UnscopedQueryError(model, operation, owner);
          }
          return query(args);
        },
      },
    },
  });
}

export type Database = ReturnType<typeof openDatabase>;
/** What a repository may use: the client or a transaction of it. */
export type Queries = Pick<
  Database,
  | '$queryRaw'
  | '$executeRaw'
  | '$prepared'
  | 'workspace'
  | 'teamMember'
  | 'invitation'
  | 'dashboardSession'
  | 'rateLimit'
  | 'complianceDocument'
  | 'complianceDocumentPart'
  | 'memberTotp'
  | 'memberRecoveryCode'
  | 'memberPasskey'
  | 'passkeyChallenge'
  | 'authenticationPolicy'
  | 'teamDomain'
  | 'dashboardSso'
  | 'environment'
  | 'mail'
  | 'apiKey'
  | 'redirectUri'
  | 'logoutRedirectUri'
  | 'corsOrigin'
  | 'signingKey'
  | 'testIdpKey'
  | 'idempotentRequest'
  | 'organization'
  | 'organizationDomain'
  | 'organizationContact'
  | 'connection'
  | 'connectionCertificate'
  | 'connectionKeyPair'
  | 'oAuthClient'
  | 'followedMetadata'
  | 'connectionVersion'
  | 'profile'
  | 'loginSubject'
  | 'logout'
  | 'attributeDefinition'
  | 'appRole'
  | 'ssoGroup'
  | 'branding'
  | 'brandingLogo'
  | 'profileReconciliation'
  | 'consumedAssertion'
  | 'ssoSession'
  | 'ssoSessionRecord'
  | 'billingAccount'
  | 'billingTaxId'
  | 'paymentMethod'
  | 'cardConfirmation'
  | 'connectionActivation'
  | 'invoice'
  | 'invoiceLine'
  | 'invoiceCredit'
  | 'billingEvent'
  | 'savedFilter'
  | 'checklistChoice'
  | 'auditLogEntry'
  | 'evidenceLink'
  | 'event'
>;

/** Opens a pool on `url` with the tenant guard in front of it; `$prepared` is for lib/data/login-path.ts. */
export function openDatabase(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 20, Client: OneQueryAtATime });
  // A connection that breaks while idle is replaced at the next use.
  pool.on('error', () => {});
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  return withTenantGuard(new PrismaClient({ adapter })).$extends({
    name: 'prepared',
    client: { $prepared: statementsOn(pool) },
  });
}

const globalForDatabase = globalThis as typeof globalThis & { gatehouseDatabase?: Database };

/** The process's one database. Kept on globalThis because Next loads modules more than once. */
export function database(): Database {
  globalForDatabase.gatehouseDatabase ??= openDatabase(env().database.url);
  return globalForDatabase.gatehouseDatabase;
}

/** For tests: the database of the test at hand becomes the process's one. */
export function useDatabase(db: Database): void {
  globalForDatabase.gatehouseDatabase = db;
}

export { Prisma };
