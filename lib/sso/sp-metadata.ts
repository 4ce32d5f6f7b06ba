import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { AppError } from '#lib/errors.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { type Certificate, parseCertificate } from '#lib/saml/certificate.ts';
import { buildSpMetadata } from '#lib/saml/metadata.ts';
import { logoutProblem } from './logout-support.ts';
import { acsUrl, sloUrl, spEntityId } from './service-provider.ts';

/** The SP metadata XML of the connection with this external key. Throws not_found for an unknown key. */
export async function spMetadata(externalKey: string): Promise<string> {
  const door = await scopeOfExternalKey(externalKey);
  const connection = door && (await forEnvironment(door.scope).connections.get(door.connectionId));
  if (!connection || isOidcConnectionType(connection.connectionType))
    throw new AppError('not_found', 'No connection has this address.');
  const certificates = (use: 'encryption' | 'signing') =>
    connection.keyPairs.flatMap((pair): Certificate[] => {
      const certificate = pair.use === use ? parseCertificate(pair.certificatePem) : null;
      return certificate ? [certificate] : [];
    });
  return buildSpMetadata({
    entityId: spEntityId(connection),
    acsUrl: acsUrl(connection),
    sloUrl: logoutProblem(connection) === null ? sloUrl(connection.externalKey) : null,
    signingCertificates: certificates('signing'),
    encryptionCertificates: certificates('encryption'),
    nameIdFormat: connection.nameIdFormat,
    wantAssertionsSigned: true,
  });
}
