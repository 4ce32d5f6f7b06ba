import { Badge, Flex, Text } from '@radix-ui/themes';
import { addKeyPairAction, removeKeyPairAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import { CertificateCard } from './certificate-card.tsx';

type Props = { connection: ConnectionView; environmentId: string; mayWrite: boolean };

/** Our certificate for signing requests: there or not is the switch. */
export function RequestSigning({ connection, environmentId, mayWrite }: Props) {
  const certificate = connection.signingCertificate;
  return (
    <SectionCard
      id="request-signing"
      title="Request signing"
      badge={certificate ? <Badge color="green">On</Badge> : <Badge color="gray">Off</Badge>}
      description="Signs every request to the identity provider, for those that insist on it. Give them the certificate, or the SP metadata, which contains it."
      actions={
        mayWrite &&
        !certificate && (
          <MakeKeyPair
            connectionId={connection.id}
            environmentId={environmentId}
            use="signing"
            label="Turn on signing"
          />
        )
      }
    >
      {certificate && (
        <CertificateCard
          certificate={certificate}
          downloadName="request-signing.pem"
          action={
            mayWrite && (
              <ConfirmDialog
                trigger={{ label: 'Turn off', variant: 'soft', color: 'gray', size: '1' }}
                title="Turn off request signing?"
                action={removeKeyPairAction}
                environmentId={environmentId}
                fields={{ connectionId: connection.id, use: 'signing', keyPairId: certificate.id }}
                confirmLabel="Turn off signing"
              >
                Requests are sent unsigned from now on. Earlier versions of the connection keep the key,
                sealed. An identity provider that insists on signed requests refuses them. Turning signing on
                again makes another certificate.
              </ConfirmDialog>
            )
          }
        />
      )}
    </SectionCard>
  );
}

/** Our certificates that the identity provider may encrypt to. */
export function AssertionEncryption({ connection, environmentId, mayWrite }: Props) {
  const certificates = connection.encryptionCertificates;
  return (
    <SectionCard
      id="encryption"
      title="Assertion encryption"
      badge={
        certificates.length > 0 ? <Badge color="green">Possible</Badge> : <Badge color="gray">Off</Badge>
      }
      description="With a certificate of ours, the identity provider can encrypt what it says about a person, so that the person’s own browser cannot read it. To rotate, add a new one, give it to the identity provider, then delete the old one: all of them are tried."
      actions={
        mayWrite &&
        connection.mayAddEncryptionCertificate && (
          <MakeKeyPair
            connectionId={connection.id}
            environmentId={environmentId}
            use="encryption"
            label="Create certificate"
          />
        )
      }
    >
      {certificates.length > 0 && (
        <Flex direction="column" gap="3">
          {certificates.map((certificate) => (
            <CertificateCard
              key={certificate.id}
              certificate={certificate}
              downloadName="assertion-encryption.pem"
              action={
                mayWrite && (
                  <ConfirmDialog
                    trigger={{
                      label: 'Delete',
                      name: `certificate ${certificate.fingerprint.slice(0, 11)}`,
                      variant: 'soft',
                      color: 'gray',
                      size: '1',
                    }}
                    title="Delete this encryption certificate?"
                    action={removeKeyPairAction}
                    environmentId={environmentId}
                    fields={{ connectionId: connection.id, use: 'encryption', keyPairId: certificate.id }}
                    confirmLabel="Delete certificate"
                  >
                    Responses encrypted to it are refused from now on, so sign-ins fail while the identity
                    provider still uses it. Earlier versions of the connection keep the private key, sealed,
                    and restoring one brings it back: if the key may be in wrong hands, do not restore them.
                  </ConfirmDialog>
                )
              }
            />
          ))}
          {!connection.mayAddEncryptionCertificate && (
            <Text as="p" size="2" color="gray">
              There are as many as there can be. Delete one that is no longer used to make another.
            </Text>
          )}
        </Flex>
      )}
    </SectionCard>
  );
}

function MakeKeyPair({
  connectionId,
  environmentId,
  use,
  label,
}: {
  connectionId: string;
  environmentId: string;
  use: 'signing' | 'encryption';
  label: string;
}) {
  return (
    <ActionForm action={addKeyPairAction} environmentId={environmentId}>
      <input type="hidden" name="connectionId" value={connectionId} />
      <input type="hidden" name="use" value={use} />
      <SubmitButton variant="soft">{label}</SubmitButton>
    </ActionForm>
  );
}
