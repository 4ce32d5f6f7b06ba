import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { newId } from '#lib/ids.ts';
import type { Certificate } from '#lib/saml/certificate.ts';

/** The columns of a certificate the identity provider signs with. */
export function certificateRow(certificate: Certificate, now: Date) {
  const { pem, fingerprintSha256, notBefore, notAfter } = certificate;
  return { id: newId('connectionCertificate', now), pem, fingerprintSha256, notBefore, notAfter, now };
}

/** Makes a connection's certificates equal to `wanted`; one that stays keeps its id. Call in a transaction. */
export async function replaceCertificates(
  rows: EnvironmentRepositories,
  connection: { id: string; certificates: readonly { id: string; fingerprintSha256: string }[] },
  wanted: readonly Certificate[],
  now: Date,
): Promise<void> {
  const keep = new Set(wanted.map((one) => one.fingerprintSha256));
  for (const one of connection.certificates) {
    if (!keep.has(one.fingerprintSha256)) await rows.connections.removeCertificate(connection.id, one.id);
  }
  await rows.followedMetadata.forget(connection.id);
  for (const one of wanted) await rows.connections.addCertificate(connection.id, certificateRow(one, now));
}
