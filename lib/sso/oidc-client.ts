import { bytesOfJson } from '#lib/data/bytes.ts';
import type { LoginConnection } from '#lib/data/login-path.ts';
import { unseal } from '#lib/secrets.ts';

/** What we are to the OpenID provider of a connection; null while nobody has entered it. */
export function oidcClientOf(
  environmentId: string,
  connection: Pick<LoginConnection, 'id' | 'oidcClientId' | 'oidcClientSecretSealed'>,
): { clientId: string; clientSecret: string } | null {
  const { oidcClientId: clientId, oidcClientSecretSealed: sealed } = connection;
  if (clientId === null || sealed === null) return null;
  const place = { environmentId, column: 'oidcClientSecretSealed', row: connection.id };
  return { clientId, clientSecret: unseal(bytesOfJson(sealed), place).toString('utf8') };
}
