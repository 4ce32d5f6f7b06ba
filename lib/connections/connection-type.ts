import { CONNECTION_TYPES, type ConnectionType, connectionTypeOf } from '#lib/attributes/connection-types.ts';
import { AppError } from '#lib/errors.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';

/**
 * The type a text names, if a connection of it can be made here: SAML, OpenID Connect of the types we have, or `Pending`
 * while nobody has chosen.
 * The test identity provider exists in staging only. Throws connection_type_not_supported, also for a text
 * that names no type.
 */
export function supportedType(text: string, kind: 'staging' | 'production'): ConnectionType {
  const type = connectionTypeOf(text);
  const usable =
    type !== null &&
    (type === 'Pending' || CONNECTION_TYPES[type].protocol === 'saml' || isOidcConnectionType(type)) &&
    (type !== 'TestIdp' || kind === 'staging');
  if (!usable) throw new AppError('connection_type_not_supported');
  return type;
}

/**
 * The type a connection is changed to, itself included: another type of its protocol, while it has never been used. Later
 * the type decides which attributes its profiles were read from, so another one would change people's
 * identities. Throws connection_type_not_updatable or connection_type_not_supported.
 */
export function changedType(
  connection: { connectionType: string; activatedAt: Date | null },
  text: string,
  kind: 'staging' | 'production',
): string {
  const type = connectionTypeOf(text);
  if (type === connection.connectionType) return type;
  const current = connectionTypeOf(connection.connectionType);
  const otherProtocol =
    type !== null &&
    (current === null || CONNECTION_TYPES[type].protocol !== CONNECTION_TYPES[current].protocol);
  if (connection.activatedAt !== null || (otherProtocol && connection.connectionType !== 'Pending')) {
    throw new AppError('connection_type_not_updatable');
  }
  return supportedType(text, kind);
}
