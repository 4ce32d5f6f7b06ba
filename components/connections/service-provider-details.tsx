import { Button, Flex } from '@radix-ui/themes';
import { Download } from 'lucide-react';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';

/** What the identity provider has to know about us. */
export function ServiceProviderDetails({ connection }: { connection: ConnectionView }) {
  const { serviceProvider, guide } = connection;
  const moved = serviceProvider.acsUrlOverride !== null || serviceProvider.entityIdOverride !== null;
  return (
    <SectionCard
      id="service-provider"
      title="Service Provider details"
      description={`Values for the customer’s IT admin to enter in ${connection.typeLabel}.${
        moved ? ' Some of them are kept from another service provider; see Advanced.' : ''
      }`}
      actions={
        <Button asChild variant="soft">
          <a href={`${serviceProvider.metadataUrl}?download`} download>
            <Download size={15} aria-hidden />
            Download metadata
          </a>
        </Button>
      }
    >
      <Flex direction="column" gap="4">
        <CopyField
          label="ACS URL"
          value={serviceProvider.acsUrl}
          help={`In ${connection.typeLabel}: ${guide.acsUrlField}.`}
        />
        <CopyField
          label="SP entity ID"
          value={serviceProvider.entityId}
          help={`In ${connection.typeLabel}: ${guide.entityIdField}.`}
        />
        <CopyField
          label="SP metadata URL"
          value={serviceProvider.metadataUrl}
          help="For identity providers that read all of it from one address."
        />
      </Flex>
    </SectionCard>
  );
}
