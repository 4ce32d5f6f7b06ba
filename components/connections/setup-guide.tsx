import { Flex, Table, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';

/** Steps in the identity provider's console, with the values to copy where they are needed. */
export function SetupGuide({ connection, open }: { connection: ConnectionView; open: boolean }) {
  const { typeLabel } = connection;
  return (
    <SectionCard
      id="guide"
      title={`Setting up ${typeLabel}`}
      description="Steps for the customer’s IT admin. Consoles change; the names may differ slightly."
    >
      {open ? (
        <Steps connection={connection} />
      ) : (
        <details>
          <summary className="w-fit cursor-pointer rounded-(--radius-2) py-1 font-medium text-(--accent-a11) text-sm">
            Show the steps
          </summary>
          <div className="mt-4">
            <Steps connection={connection} />
          </div>
        </details>
      )}
    </SectionCard>
  );
}

function Steps({ connection }: { connection: ConnectionView }) {
  const { guide, serviceProvider, typeLabel } = connection;
  return (
    <ol className="flex flex-col gap-5">
      <Step number={1} title="Create the app">
        <Text as="p" size="2">
          Go to <Text weight="medium">{guide.where}</Text>.
        </Text>
      </Step>
      <Step number={2} title="Enter these values">
        <Flex direction="column" gap="3">
          <CopyField label={guide.acsUrlField} value={serviceProvider.acsUrl} />
          <CopyField label={guide.entityIdField} value={serviceProvider.entityId} />
        </Flex>
      </Step>
      <Step number={3} title="Send these attributes">
        {guide.attributes.length === 0 ? (
          <Text as="p" size="2" color="gray">
            The defaults of {typeLabel} are understood as they are.
          </Text>
        ) : (
          <Table.Root size="1" variant="surface">
            <Table.Header>
              <Table.Row>
                <Table.ColumnHeaderCell>Attribute name</Table.ColumnHeaderCell>
                <Table.ColumnHeaderCell>Value in {typeLabel}</Table.ColumnHeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {guide.attributes.map(({ name, source }) => (
                <Table.Row key={name}>
                  <Table.RowHeaderCell>
                    <Flex align="center" gap="2" justify="between">
                      <Text size="1" className="min-w-0 font-mono [overflow-wrap:anywhere]">
                        {name}
                      </Text>
                      <CopyButton value={name} label={`Copy attribute name ${name}`} />
                    </Flex>
                  </Table.RowHeaderCell>
                  <Table.Cell>
                    <Text size="2" className="[overflow-wrap:anywhere]">
                      {source}
                    </Text>
                  </Table.Cell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table.Root>
        )}
      </Step>
      <Step number={4} title="Bring back the metadata">
        <Text as="p" size="2">
          {guide.returns}. Enter it under Identity Provider.
        </Text>
      </Step>
      {guide.notes.length > 0 && (
        <Step number={5} title="Before the first sign-in">
          <ul className="list-disc pl-5">
            {guide.notes.map((note) => (
              <li key={note}>
                <Text size="2">{note}</Text>
              </li>
            ))}
          </ul>
        </Step>
      )}
    </ol>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full bg-(--accent-a3) font-medium text-(--accent-a11) text-xs"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <Text as="p" size="2" weight="bold">
          {title}
        </Text>
        {children}
      </div>
    </li>
  );
}
