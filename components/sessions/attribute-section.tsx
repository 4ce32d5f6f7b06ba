import { Badge, Callout, Heading, Table, Text } from '@radix-ui/themes';
import { ShieldQuestion } from 'lucide-react';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { SessionDetail } from '#lib/sso/session-detail.ts';

type Reading = NonNullable<SessionDetail['reading']>;

/** What the response said about the person, and how it became a profile. */
export function AttributeSection({ reading }: { reading: Reading }) {
  return (
    <SectionCard
      title="Attributes"
      description={
        reading.profile
          ? 'How each field of the profile was filled, and everything the identity provider sent.'
          : 'What the identity provider sent. The response was refused before a profile was made of it.'
      }
    >
      {!reading.verified && (
        <Callout.Root color="amber" size="1">
          <Callout.Icon>
            <ShieldQuestion size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            Not verified: the response was refused before its signature and its purpose were proven. Anybody
            could have written this.
          </Callout.Text>
        </Callout.Root>
      )}
      {reading.profile && <ProfileFields fields={reading.profile} />}
      <Received reading={reading} />
    </SectionCard>
  );
}

function ProfileFields({ fields }: { fields: NonNullable<Reading['profile']> }) {
  return (
    <div>
      <Heading as="h3" size="2" mb="2">
        Profile
      </Heading>
      <Table.Root size="1" variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Field</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Value</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Read from</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {fields.map((field) => (
            <Table.Row key={field.field}>
              <Table.RowHeaderCell className="whitespace-nowrap">
                {field.label}
                {field.required && (
                  <Text size="1" color="gray">
                    {' '}
                    required
                  </Text>
                )}
              </Table.RowHeaderCell>
              <Table.Cell className="min-w-36 [overflow-wrap:anywhere]">
                {field.value ?? (field.problem === null && <Text color="gray">Not sent</Text>)}
                {field.problem !== null && (
                  <Badge
                    color={field.required ? 'red' : 'amber'}
                    {...(field.value ? { ml: '2' as const } : {})}
                  >
                    {field.problem}
                  </Badge>
                )}
              </Table.Cell>
              <Table.Cell className="min-w-40 font-mono text-[12px] [overflow-wrap:anywhere]">
                {field.source ?? <span className="font-sans text-(--gray-11)">–</span>}
                {field.mapped && (
                  <Badge color="indigo" ml="2" className="font-sans">
                    Mapped
                  </Badge>
                )}
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </div>
  );
}

function Received({ reading }: { reading: Reading }) {
  return (
    <div>
      <Heading as="h3" size="2" mb="2">
        Received
      </Heading>
      <Table.Root size="1" variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Attribute</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Values</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Used for</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          <Table.Row>
            <Table.RowHeaderCell>NameID</Table.RowHeaderCell>
            <Table.Cell className="min-w-40 [overflow-wrap:anywhere]">
              {reading.nameId ?? <Text color="gray">None</Text>}
              {reading.nameIdFormat && (
                <Text as="p" size="1" color="gray">
                  {reading.nameIdFormat}
                </Text>
              )}
            </Table.Cell>
            <Table.Cell>
              {(reading.profile ?? [])
                .filter((field) => field.source === 'NameID')
                .map((field) => field.label)
                .join(', ') || <Text color="gray">–</Text>}
            </Table.Cell>
          </Table.Row>
          {(reading.attributes ?? []).map((attribute) => (
            <Table.Row key={attribute.name}>
              <Table.RowHeaderCell className="min-w-36 font-mono text-[12px] [overflow-wrap:anywhere]">
                {attribute.name}
              </Table.RowHeaderCell>
              <Table.Cell className="[overflow-wrap:anywhere]">
                {attribute.values.length === 0 ? (
                  <Text color="gray">Empty</Text>
                ) : (
                  <ul className="m-0 max-h-60 list-none overflow-auto p-0">
                    {attribute.values.map((value, index) => (
                      <li key={index}>{value}</li>
                    ))}
                  </ul>
                )}
              </Table.Cell>
              <Table.Cell className="whitespace-nowrap">
                {attribute.usedFor.join(', ') || <Text color="gray">–</Text>}
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
      {reading.attributes !== null && reading.attributes.length === 0 && (
        <Text as="p" size="2" color="gray" mt="2">
          The response carries no attributes besides the NameID.
        </Text>
      )}
    </div>
  );
}
