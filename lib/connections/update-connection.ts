import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { ConnectionRow, ConnectionValues } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import type { Certificate } from '#lib/saml/certificate.ts';
import { connectionFields, connectionTarget } from './audit-fields.ts';
import { replaceCertificates } from './certificate-rows.ts';
import type { ConnectionSettings } from './connection-input.ts';
import { settingsColumns } from './connection-settings.ts';
import { settledState } from './connection-states.ts';
import { changedType } from './connection-type.ts';
import { readExternalId } from './create-connection.ts';
import {
  certificatesField,
  entityIdField,
  type Field,
  type IdentityProviderInput,
  requireIdentityProvider,
  sloUrlField,
  ssoUrlField,
} from './identity-provider-input.ts';
import { type OidcInput, oidcColumns } from './oidc-input.ts';
import { requireUnlocked } from './production-lock.ts';

/** What of a connection should change; absent stays, null resets. */
export type ConnectionChanges = ConnectionSettings & {
  id: string;
  /** Null stays. */
  name?: string | null | undefined;
  connectionType?: string | null | undefined;
  externalId?: string | null | undefined;
  /** Replaces the identity provider as a whole; null takes it away and makes the connection a draft. */
  identityProvider?: IdentityProviderInput | null | undefined;
  /** Changes what is given of the OpenID provider, and reads its discovery document anew. */
  oidc?: OidcInput | undefined;
  /** Changes single values of the identity provider, by hand; the metadata URL is then no longer followed. */
  identityProviderFields?:
    | {
        entityId?: string | null | undefined;
        ssoUrl?: string | null | undefined;
        ssoBinding?: 'redirect' | 'post' | undefined;
        /** Null or empty takes it away. */
        sloUrl?: string | null | undefined;
        sloBinding?: 'redirect' | 'post' | undefined;
        certificates?: readonly string[] | null | undefined;
        metadataUrl?: null | undefined;
      }
    | undefined;
};

/**
 * Changes a connection and moves its state on (draft, validating, active) as its configuration allows. Throws
 * entity_not_found and what createConnection throws, and connection_type_not_updatable.
 */
export async function updateConnection(
  context: EnvironmentContext,
  input: ConnectionChanges,
): Promise<ConnectionRow> {
  const { data, scope, now } = context;
  const known = await data.connections.get(input.id);
  if (!known) throw entityNotFound('Connection', input.id);
  const idp = await readChange(context, input);
  const connectionType =
    input.connectionType == null
      ? known.connectionType
      : changedType(known, input.connectionType, scope.kind);
  const oidcType = isOidcConnectionType(connectionType);
  if (oidcType && Object.keys(idp.columns).length > 0)
    throw new AppError('connection_type_conflicts_with_options');
  const oidc = input.oidc ? await oidcColumns(context, { ...known, connectionType }, input.oidc) : {};
  try {
    return await data.transaction(async (rows) => {
      // Locked, because the state follows from what two changes at once would leave behind.
      await rows.connections.lock(input.id);
      const before = await rows.connections.get(input.id);
      if (!before) throw entityNotFound('Connection', input.id);
      await requireMayChangeConnection(rows, context.actor, input.id);
      const columns: Partial<ConnectionValues> = {
        ...settingsColumns(input, before),
        ...(input.connectionType == null
          ? {}
          : { connectionType: changedType(before, input.connectionType, scope.kind) }),
        ...(input.externalId === undefined
          ? {}
          : { externalId: input.externalId === null ? null : readExternalId(input.externalId) }),
        ...idp.columns,
        ...oidc,
      };
      // What was entered for one endpoint may have become another's in the meantime.
      if (input.oidc && before.oidcDiscoveryEndpoint !== known.oidcDiscoveryEndpoint) {
        throw new AppError('conflict');
      }
      await rows.connections.update(input.id, columns, now);
      if (idp.certificates) await replaceCertificates(rows, before, idp.certificates, now);
      const after = await rows.connections.get(input.id);
      if (!after) throw entityNotFound('Connection', input.id);
      const state = settledState(after);
      const settled = { ...after, state };
      if (state !== after.state) {
        await requireUnlocked(rows, after.state, state);
        await rows.connections.update(input.id, { state }, now);
      }
      await rows.connectionVersions.record(context, { connectionId: input.id });
      await rows.auditLog.record(context, {
        action: 'connection.updated',
        target: connectionTarget(settled),
        before: connectionFields(before),
        after: connectionFields(settled),
      });
      const version = rows.connectionVersions.recorded().find((one) => one.connectionId === input.id);
      return { ...settled, version: version?.number ?? settled.version };
    });
  } catch (error) {
    if (violatedUnique(error)?.includes('externalId')) throw new AppError('external_id_already_in_use');
    throw error;
  }
}

type IdpColumns = Partial<
  Pick<
    ConnectionValues,
    'idpEntityId' | 'idpSsoUrl' | 'idpSsoBinding' | 'idpSloUrl' | 'idpSloBinding' | 'idpMetadataUrl'
  >
>;

/** Columns and certificates a change of the identity provider comes down to; fetches a metadata URL. */
async function readChange(
  context: EnvironmentContext,
  input: ConnectionChanges,
): Promise<{ columns: IdpColumns; certificates: readonly Certificate[] | null }> {
  if (input.identityProvider === null) {
    return {
      columns: { idpEntityId: null, idpSsoUrl: null, idpSloUrl: null, idpMetadataUrl: null },
      certificates: [],
    };
  }
  if (input.identityProvider) {
    const {
      certificates,
      wantsSignedRequests: _,
      ...columns
    } = await requireIdentityProvider(context, input.identityProvider);
    return { columns, certificates };
  }
  const fields = input.identityProviderFields;
  if (!fields || Object.values(fields).every((value) => value === undefined)) {
    return { columns: {}, certificates: null };
  }
  return {
    columns: {
      idpMetadataUrl: null,
      ...(fields.entityId === undefined
        ? {}
        : { idpEntityId: fields.entityId === null ? null : required(entityIdField(fields.entityId)) }),
      ...(fields.ssoUrl === undefined
        ? {}
        : { idpSsoUrl: fields.ssoUrl === null ? null : required(ssoUrlField(fields.ssoUrl)) }),
      ...(fields.ssoBinding === undefined ? {} : { idpSsoBinding: fields.ssoBinding }),
      ...(fields.sloUrl === undefined ? {} : { idpSloUrl: required(sloUrlField(fields.sloUrl ?? '')) }),
      ...(fields.sloBinding === undefined ? {} : { idpSloBinding: fields.sloBinding }),
    },
    certificates:
      fields.certificates === undefined
        ? null
        : fields.certificates === null
          ? []
          : required(certificatesField(fields.certificates, context.now)),
  };
}

function required<Value>(field: Field<Value>): Value {
  if ('value' in field) return field.value;
  throw new AppError(field.code, field.error.message, { fields: [field.error] });
}
