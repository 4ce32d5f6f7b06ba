import { Badge, DataList, Flex, Text } from '@radix-ui/themes';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { CertificateView } from '#lib/connections/connection-view.ts';
import { CertificateExpiry } from './certificate-expiry.tsx';

/** One certificate: whose, how long, and its fingerprint, which is what two people compare. */
export function CertificateCard({
  certificate,
  downloadName,
  action,
}: {
  certificate: CertificateView;
  /** Offers the PEM as a file of this name. */
  downloadName?: string;
  action?: ReactNode;
}) {
  const subject = certificate.subject || 'Certificate without a subject';
  return (
    <div className="rounded-(--radius-3) p-3 shadow-[inset_0_0_0_1px_var(--gray-a5)]">
      <Flex justify="between" align="start" gap="3" wrap="wrap" mb="3">
        <Flex align="center" gap="2" wrap="wrap" className="min-w-0">
          <Text size="2" weight="medium" className="min-w-0 [overflow-wrap:anywhere]">
            {subject}
          </Text>
          <CertificateExpiry status={certificate.status} daysLeft={certificate.daysLeft} />
          {certificate.standing === 'staged' && <Badge color="gray">New, not used yet</Badge>}
          {certificate.standing === 'leaving' && <Badge color="gray">No longer in the metadata</Badge>}
        </Flex>
        <Flex align="center" gap="3">
          <CopyButton value={certificate.pem} label={`Copy certificate ${subject} as PEM`} />
          {downloadName && (
            <a
              href={`data:application/x-pem-file;charset=utf-8,${encodeURIComponent(certificate.pem)}`}
              download={downloadName}
              aria-label={`Download certificate ${subject} as PEM`}
              title="Download PEM"
              className="inline-flex size-6 items-center justify-center rounded-md text-(--gray-11) hover:bg-(--gray-a3)"
            >
              <Download size={15} aria-hidden />
            </a>
          )}
          {action}
        </Flex>
      </Flex>
      <DataList.Root size="1" orientation={{ initial: 'vertical', sm: 'horizontal' }}>
        <DataList.Item>
          <DataList.Label>SHA-256 fingerprint</DataList.Label>
          <DataList.Value>
            <span className="font-mono [overflow-wrap:anywhere]">{certificate.fingerprint}</span>
          </DataList.Value>
        </DataList.Item>
        <DataList.Item>
          <DataList.Label>Valid</DataList.Label>
          <DataList.Value>
            <span>
              <Time value={certificate.notBefore} dateOnly /> to{' '}
              <Time value={certificate.notAfter} dateOnly />
            </span>
          </DataList.Value>
        </DataList.Item>
        {certificate.lastSeenAt !== undefined && (
          <DataList.Item>
            <DataList.Label>Last used</DataList.Label>
            <DataList.Value>
              {certificate.lastSeenAt === null ? (
                'No accepted response was signed with it yet'
              ) : (
                <Time value={certificate.lastSeenAt} />
              )}
            </DataList.Value>
          </DataList.Item>
        )}
        {certificate.issuer !== '' && certificate.issuer !== certificate.subject && (
          <DataList.Item>
            <DataList.Label>Issuer</DataList.Label>
            <DataList.Value>
              <span className="[overflow-wrap:anywhere]">{certificate.issuer}</span>
            </DataList.Value>
          </DataList.Item>
        )}
        {certificate.key !== '' && (
          <DataList.Item>
            <DataList.Label>Key</DataList.Label>
            <DataList.Value>{certificate.key}</DataList.Value>
          </DataList.Item>
        )}
      </DataList.Root>
    </div>
  );
}
