import { Badge, Flex, Text } from '@radix-ui/themes';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import { CertificateCard } from './certificate-card.tsx';

/** Certificates of ours that were renewed: what the identity provider has to be given, and until when. */
export function KeyRenewals({ connection }: { connection: ConnectionView }) {
  return connection.renewals.map(({ use, certificate, switchAt, switched }) => (
    <SectionCard
      key={use}
      id={`renewed-${use}`}
      title={
        use === 'signing'
          ? 'Our certificate for request signing is renewed'
          : 'Our certificate for encryption is renewed'
      }
      badge={
        <Badge color="amber">
          {switched ? (use === 'signing' ? 'In use' : 'Old one has ended') : 'To be handed over'}
        </Badge>
      }
      description={
        use === 'signing' ? (
          <>
            {switched ? 'Requests are signed with the new key since ' : 'Requests are signed with it from '}
            <Time value={switchAt} dateOnly />
            {switched ? '. ' : ' on. '}
            An identity provider that checks signatures and does not read our metadata by itself has to be
            given the new certificate; without it, it refuses every request.
          </>
        ) : (
          <>
            The old one {switched ? 'ended' : 'ends'} on <Time value={switchAt} dateOnly />. An identity
            provider that encrypts and does not read our metadata by itself has to be given the new one by
            then.
          </>
        )
      }
    >
      <Flex direction="column" gap="3">
        <CertificateCard certificate={certificate} downloadName={`new-${use}.pem`} />
        <CopyField
          label="SP metadata, with both certificates"
          value={connection.serviceProvider.metadataUrl}
        />
        <Text as="p" size="2" color="gray">
          The contacts of {connection.organization.name} who get mails about key renewals were told, or your
          Admins where there is none.
        </Text>
      </Flex>
    </SectionCard>
  ));
}
