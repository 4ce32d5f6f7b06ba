import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError } from '#lib/errors.ts';
import { addIdpCertificate, type IdpCertificate } from './add-idp-certificate.ts';
import { certificatesField } from './identity-provider-input.ts';

/**
 * Adds every certificate of a pasted text beside those there are. Throws what addIdpCertificate throws, and
 * the reason beside the field `idp_signing_certs` when the text holds none that can be used.
 */
export async function addIdpCertificates(
  context: EnvironmentContext,
  input: { connectionId: string; text: string },
): Promise<IdpCertificate[]> {
  const read = certificatesField([input.text], context.now);
  if ('error' in read) throw new AppError(read.code, read.error.message, { fields: [read.error] });
  const added: IdpCertificate[] = [];
  // Expired ones in a chain that also holds a current one are of no use beside it.
  for (const { pem, notAfter } of read.value) {
    if (notAfter > context.now) {
      added.push(await addIdpCertificate(context, { connectionId: input.connectionId, pem }));
    }
  }
  return added;
}
