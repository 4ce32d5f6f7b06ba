import { Badge, Callout, Flex, Table, Text } from '@radix-ui/themes';
import { TriangleAlert } from 'lucide-react';
import {
  acceptMetadataAction,
  dismissMetadataAction,
} from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { MetadataView } from '#lib/connections/metadata-view.ts';

/** Another identity provider in the metadata than the one that is configured, for somebody to decide about. */
export function MetadataChange({
  held,
  connectionId,
  environmentId,
  mayWrite,
}: {
  held: NonNullable<MetadataView['held']>;
  connectionId: string;
  environmentId: string;
  mayWrite: boolean;
}) {
  const fields = { connectionId, hash: held.hash };
  return (
    <SectionCard
      id="metadata-change"
      title="The metadata says something else"
      badge={<Badge color="amber">Held</Badge>}
      description={
        <>
          Seen <Time value={held.at} />. None of it was taken over: sign-ins go on as configured until you
          decide.
        </>
      }
      actions={
        mayWrite && (
          <>
            <ConfirmDialog
              trigger={{ label: 'Dismiss', variant: 'soft', color: 'gray' }}
              title="Dismiss this change?"
              action={dismissMetadataAction}
              environmentId={environmentId}
              fields={fields}
              confirmLabel="Dismiss change"
              tone="plain"
            >
              The connection stays as it is, and new certificates of the same identity provider still arrive.
              You are asked again when the metadata names yet another address, or when you fetch it again.
            </ConfirmDialog>
            <ConfirmDialog
              trigger={{ label: 'Accept', variant: 'soft' }}
              title="Send people to this identity provider?"
              action={acceptMetadataAction}
              environmentId={environmentId}
              fields={fields}
              confirmLabel="Accept change"
            >
              From now on people sign in there, and what it says about them is believed. Accept it only when
              the customer has confirmed the move to you.
            </ConfirmDialog>
          </>
        )
      }
    >
      <Table.Root variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>What</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Configured</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>In the metadata</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {held.differences.map(({ field, now, says }) => (
            <Table.Row key={field}>
              <Table.RowHeaderCell>{field}</Table.RowHeaderCell>
              <Table.Cell className="[overflow-wrap:anywhere]">{now}</Table.Cell>
              <Table.Cell className="[overflow-wrap:anywhere]">
                <Text weight="medium">{says}</Text>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
      {held.newCertificates.length > 0 && (
        <Flex direction="column" gap="1">
          <Text as="p" size="2">
            It also brings{' '}
            {held.newCertificates.length === 1
              ? 'a certificate'
              : `${held.newCertificates.length} certificates`}{' '}
            you do not have, with the SHA-256 fingerprint
            {held.newCertificates.length === 1 ? '' : 's'}:
          </Text>
          {held.newCertificates.map((one) => (
            <Text key={one.id} as="p" size="1" color="gray" className="font-mono [overflow-wrap:anywhere]">
              {one.fingerprint}
            </Text>
          ))}
        </Flex>
      )}
    </SectionCard>
  );
}

/** When the metadata was last fetched, and what is wrong with it. */
export function MetadataProgress({ metadata }: { metadata: MetadataView }) {
  return (
    <Flex direction="column" gap="2">
      {metadata.problem !== null && (
        <Callout.Root size="1" color="amber">
          <Callout.Icon>
            <TriangleAlert size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            The metadata could not be used at the last attempt, and the connection stays as it was:{' '}
            {metadata.problem}
          </Callout.Text>
        </Callout.Root>
      )}
      <Text as="p" size="2" color="gray">
        {metadata.goodAt === null ? 'Not fetched by itself yet.' : 'Last fetched '}
        {metadata.goodAt !== null && (
          <>
            <Time value={metadata.goodAt} />.
          </>
        )}{' '}
        It is fetched about once an hour, and when somebody signs in with a certificate that is not here. New
        certificates are taken over beside the old ones, and the Admins get a mail.
      </Text>
      {metadata.refused.length > 0 && (
        <Flex direction="column" gap="1">
          <Text as="p" size="2" color="gray">
            Refused, and not taken over whatever the metadata lists. To accept one after all, add it under
            Signing certificates.
          </Text>
          {metadata.refused.map((fingerprint) => (
            <Text
              key={fingerprint}
              as="p"
              size="1"
              color="gray"
              className="font-mono [overflow-wrap:anywhere]"
            >
              {fingerprint}
            </Text>
          ))}
        </Flex>
      )}
    </Flex>
  );
}
