import type { IdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import type { KeyPairView } from '#lib/connections/add-key-pair.ts';

/** A certificate of the identity provider as the API answers it. */
export function idpCertificateWire(row: IdpCertificate) {
  return wire('saml_idp_signing_certificate', { ...row, value: row.pem });
}

/** The public half of a key pair of ours as the API answers it. */
export function keyPairWire(row: KeyPairView) {
  const object = row.use === 'signing' ? 'saml_sp_signing_certificate' : 'saml_sp_encryption_certificate';
  return wire(object, { ...row, value: row.certificatePem });
}

type Dated = { id: string; value: string; notBefore: Date; notAfter: Date; createdAt: Date };

function wire(object: string, row: Dated) {
  return {
    object,
    id: row.id,
    value: row.value,
    not_before: row.notBefore.toISOString(),
    not_after: row.notAfter.toISOString(),
    created_at: row.createdAt.toISOString(),
  };
}
