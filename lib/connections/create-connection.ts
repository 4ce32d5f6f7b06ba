import { CONNECTION_TYPES } from '#lib/attributes/connection-types.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { MAX_ENCRYPTION_KEY_PAIRS } from './add-key-pair.ts';
import { connectionFields, connectionTarget } from './audit-fields.ts';
import { replaceCertificates } from './certificate-rows.ts';
import type { ConnectionSettings, SuppliedKeyPair } from './connection-input.ts';
import { settingsColumns } from './connection-settings.ts';
import { enabledState } from './connection-states.ts';
import { supportedType } from './connection-type.ts';
import { type IdentityProviderInput, requireIdentityProvider } from './identity-provider-input.ts';
import { suppliedKeyPairRow } from './key-pair-rows.ts';
import { type OidcInput, oidcColumns } from './oidc-input.ts';
import { requireUnlocked } from './production-lock.ts';

/** A new connection. Without an identity provider it is a draft, to be configured later. */
export type NewConnection = ConnectionSettings & {
  organizationId: string;
  /** One of CONNECTION_TYPES. */
  connectionType: string;
  /** Default: the organization's name and the identity provider's. */
  name?: string | null | undefined;
  /** The customer's own id; a second request with it finds the first one's connection. */
  externalId?: string | null | undefined;
  identityProvider?: IdentityProviderInput | null | undefined;
  /** The OpenID provider of a connection that speaks OpenID Connect; absent for a draft. */
  oidc?: OidcInput | null | undefined;
  signingKeyPair?: SuppliedKeyPair | null | undefined;
  encryptionKeyPairs?: readonly SuppliedKeyPair[] | null | undefined;
};

/**
 * Creates a connection under an organization; `created` is false when `externalId` named one that is
 * there already, which is returned unchanged. Throws entity_not_found, connection_type_not_supported,
 * invalid_request_parameters, invalid_certificate, certificate_expired, idp_metadata_fetch_failed,
 * key_pair_not_accepted, what oidcColumns throws, external_id_already_in_use or production_environment_requires_billing.
 */
export async function createConnection(
  context: EnvironmentContext,
  input: NewConnection,
): Promise<{ connection: ConnectionRow; created: boolean }> {
  const { data, scope, now } = context;
  const connectionType = supportedType(input.connectionType, scope.kind);
  const organization = await data.organizations.get(input.organizationId);
  if (!organization) throw entityNotFound('Organization', input.organizationId);
  const externalId = input.externalId == null ? null : readExternalId(input.externalId);
  const existing = await findExisting(context, organization.id, externalId, connectionType);
  if (existing) return { connection: existing, created: false };

  const columns = settingsColumns(input);
  const signing = input.signingKeyPair ? [suppliedKeyPairRow(context, 'signing', input.signingKeyPair)] : [];
  const encryption = (input.encryptionKeyPairs ?? []).map((one) =>
    suppliedKeyPairRow(context, 'encryption', one),
  );
  if (encryption.length > MAX_ENCRYPTION_KEY_PAIRS) throw new AppError('too_many_sp_encryption_certs');
  const idp = input.identityProvider ? await requireIdentityProvider(context, input.identityProvider) : null;

  const id = newId('connection', now);
  if (isOidcConnectionType(connectionType) && (idp || signing.length + encryption.length > 0)) {
    throw new AppError('connection_type_conflicts_with_options');
  }
  const oidc = input.oidc ? await oidcColumns(context, { id, connectionType }, input.oidc) : {};
  const values = {
    name: `${organization.name} ${connectionType === 'Pending' ? 'SSO' : CONNECTION_TYPES[connectionType].label}`,
    ...columns,
    id,
    organizationId: organization.id,
    connectionType,
    externalKey: newExternalKey(),
    externalId,
    idpEntityId: idp?.idpEntityId ?? null,
    idpSsoUrl: idp?.idpSsoUrl ?? null,
    idpSsoBinding: idp?.idpSsoBinding ?? 'redirect',
    idpSloUrl: idp?.idpSloUrl ?? null,
    idpSloBinding: idp?.idpSloBinding ?? 'redirect',
    idpMetadataUrl: idp?.idpMetadataUrl ?? null,
    ...oidc,
    activatedAt: null,
  };
  const certificates = idp?.certificates ?? [];
  const { oidcClientId = null, oidcIssuer = null } = oidc;
  const state = enabledState({ ...values, oidcClientId, oidcIssuer, certificates });
  try {
    const connection = await data.transaction(async (rows) => {
      await requireUnlocked(rows, 'draft', state);
      await rows.connections.add({ ...values, state }, now);
      await replaceCertificates(rows, { id, certificates: [] }, certificates, now);
      for (const row of [...signing, ...encryption]) await rows.connections.addKeyPair(id, row);
      await rows.connectionVersions.record(context, { connectionId: id });
      const made = await rows.connections.get(id);
      if (!made) throw new Error('a connection just written is gone');
      await rows.auditLog.record(context, {
        action: 'connection.created',
        target: connectionTarget(made),
        after: connectionFields(made),
      });
      return made;
    });
    return { connection, created: true };
  } catch (error) {
    if (!violatedUnique(error)?.includes('externalId')) throw error;
    // Somebody else created it in the meantime: the same answer as if they had come earlier.
    const winner = await findExisting(context, organization.id, externalId, connectionType);
    if (!winner) throw error;
    return { connection: winner, created: false };
  }
}

async function findExisting(
  { data }: EnvironmentContext,
  organizationId: string,
  externalId: string | null,
  connectionType: string,
): Promise<ConnectionRow | null> {
  const found =
    externalId === null ? null : await data.connections.getByExternalId(organizationId, externalId);
  if (found && found.connectionType !== connectionType) throw new AppError('external_id_already_in_use');
  return found;
}

/** The customer's own id of a connection: printable ASCII. Throws invalid_request_parameters. */
export function readExternalId(text: string): string {
  if (!/^[\x21-\x7e]{1,128}$/.test(text)) {
    throw invalidField(
      'external_id',
      'external_id must be 1 to 128 printable ASCII characters without spaces',
    );
  }
  return text;
}
