import { Flex, Text } from '@radix-ui/themes';
import {
  addCertificatesAction,
  removeCertificateAction,
} from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { TextAreaInput } from '#components/ui/text-area-input.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import { CertificateCard } from './certificate-card.tsx';

/** The certificates the identity provider may sign with. */
export function IdpCertificates({
  connection,
  environmentId,
  mayWrite,
}: {
  connection: ConnectionView;
  environmentId: string;
  mayWrite: boolean;
}) {
  const { certificates } = connection;
  const fromMetadata = connection.identityProvider?.metadataUrl != null;
  const removable = mayWrite && certificates.length > 1;
  return (
    <SectionCard
      id="certificates"
      title="Signing certificates"
      description="A response counts only if one of these signed it. Keep the old one and the new one here while the identity provider changes over."
      actions={
        mayWrite && (
          <FormDialog
            trigger={{ label: 'Add certificate', variant: 'soft' }}
            title="Add signing certificate"
            description="It is accepted at once, beside those there are."
            action={addCertificatesAction}
            environmentId={environmentId}
            submitLabel="Add certificate"
          >
            <input type="hidden" name="connectionId" value={connection.id} />
            <TextAreaInput
              name="idp_signing_certs"
              label="X.509 certificate in PEM"
              rows={8}
              placeholder={'-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----'}
              className="font-mono"
              help={
                fromMetadata
                  ? 'It stays until somebody removes it, whatever the metadata lists.'
                  : 'Several certificates at once are fine.'
              }
            />
          </FormDialog>
        )
      }
    >
      {certificates.length === 0 ? (
        <Text as="p" size="2" color="gray">
          None yet. They come with the metadata.
        </Text>
      ) : (
        <Flex direction="column" gap="3">
          {certificates.map((certificate) => (
            <CertificateCard
              key={certificate.id}
              certificate={certificate}
              downloadName="identity-provider.pem"
              action={
                removable && (
                  <ConfirmDialog
                    trigger={{
                      label: 'Remove',
                      name: `certificate ${certificate.fingerprint.slice(0, 11)}`,
                      variant: 'soft',
                      color: 'gray',
                      size: '1',
                    }}
                    title="Remove this certificate?"
                    action={removeCertificateAction}
                    environmentId={environmentId}
                    fields={{ connectionId: connection.id, certificateId: certificate.id }}
                    confirmLabel="Remove certificate"
                  >
                    Responses signed with it are refused from now on. Remove it once the identity provider
                    signs with another one.
                    {connection.identityProvider?.metadataUrl
                      ? ' If the metadata still lists it, it comes back with the next fetch.'
                      : ''}
                  </ConfirmDialog>
                )
              }
            />
          ))}
          {mayWrite && certificates.length === 1 && (
            <Text as="p" size="2" color="gray">
              The last certificate cannot be removed, because nobody could sign in without one. Add the new
              one first.
            </Text>
          )}
        </Flex>
      )}
    </SectionCard>
  );
}
