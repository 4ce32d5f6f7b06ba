import { Callout, Flex, Text } from '@radix-ui/themes';
import { BadgeAlert } from 'lucide-react';
import { refuseCertificateAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import type { CertificateView } from '#lib/connections/connection-view.ts';

/** A certificate that the metadata brought and that is believed already, with the way to refuse it. */
export function NewCertificate({
  certificate,
  connectionId,
  environmentId,
  mayWrite,
}: {
  certificate: CertificateView & { newSince: string };
  connectionId: string;
  environmentId: string;
  mayWrite: boolean;
}) {
  return (
    <Callout.Root color="blue" size="1">
      <Callout.Icon>
        <BadgeAlert size={16} aria-hidden />
      </Callout.Icon>
      <Flex direction="column" gap="2" align="start">
        <Text as="p" size="2">
          The metadata brought a new signing certificate <Time value={certificate.newSince} />, and responses
          signed with it are accepted. {certificate.lastSeenAt ? 'It is in use.' : 'Nobody has used it yet.'}{' '}
          If the customer does not know its fingerprint, refuse it.
        </Text>
        <Text as="p" size="1" className="font-mono [overflow-wrap:anywhere]">
          {certificate.fingerprint}
        </Text>
        {mayWrite && (
          <ConfirmDialog
            trigger={{
              label: 'Refuse',
              name: `certificate ${certificate.fingerprint.slice(0, 11)}`,
              variant: 'soft',
              color: 'red',
              size: '1',
            }}
            title="Refuse this certificate?"
            action={refuseCertificateAction}
            environmentId={environmentId}
            fields={{ connectionId, certificateId: certificate.id }}
            confirmLabel="Refuse certificate"
          >
            It is removed, responses signed with it are refused, and the metadata does not bring it back. If
            it turns out to be the customer’s, add it under Signing certificates.
          </ConfirmDialog>
        )}
      </Flex>
    </Callout.Root>
  );
}
