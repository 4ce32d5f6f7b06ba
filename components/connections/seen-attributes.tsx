import { Badge, Button, Code, Table, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { MappingEvidence } from '#lib/sso/recorded-responses.ts';

/** Every attribute that came with recent sign-ins: how often, what it looks like, and examples. */
export function SeenAttributes({
  evidence,
  reveal,
  path,
  namesOnly,
}: {
  evidence: MappingEvidence;
  reveal: boolean;
  /** Address of this page. */
  path: string;
  /** Names known from profiles, where no response is kept any more. */
  namesOnly: readonly string[];
}) {
  const { responses, seen } = evidence;
  return (
    <SectionCard
      title="What the identity provider sends"
      description={
        responses === 0
          ? 'Attributes that came with signed responses show here, with how often and what they look like.'
          : `From the last ${responses === 1 ? 'signed response' : `${responses} signed responses`}, also those that were refused for their attributes.`
      }
      actions={
        responses > 0 && (
          <Button asChild variant="soft" color="gray">
            <Link href={reveal ? path : `${path}?values=shown`} scroll={false}>
              {reveal ? 'Hide values' : 'Show values'}
            </Link>
          </Button>
        )
      }
    >
      {responses > 0 ? (
        <Table.Root size="1" variant="surface">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Attribute</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>In responses</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Looks like</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Examples</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {seen.map((attribute) => (
              <Table.Row key={attribute.name}>
                <Table.RowHeaderCell className="min-w-40">
                  <Code size="1" variant="ghost" className="[overflow-wrap:anywhere]">
                    {attribute.name}
                  </Code>
                  {attribute.friendlyName && (
                    <Text as="p" size="1" color="gray">
                      {attribute.friendlyName}
                    </Text>
                  )}
                </Table.RowHeaderCell>
                <Table.Cell>
                  <Badge color={attribute.count === responses ? 'green' : 'amber'} className="tabular-nums">
                    {attribute.count} of {responses}
                  </Badge>
                </Table.Cell>
                <Table.Cell className="min-w-24">{attribute.kindLabel}</Table.Cell>
                <Table.Cell className="min-w-40">
                  {attribute.examples.map((example) => (
                    <Text key={example} as="p" size="1" className="font-mono [overflow-wrap:anywhere]">
                      {example.length > 120 ? `${example.slice(0, 120)}…` : example}
                    </Text>
                  ))}
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      ) : namesOnly.length > 0 ? (
        <ul className="m-0 flex list-none flex-wrap gap-2 p-0">
          {namesOnly.map((name) => (
            <li key={name}>
              <Code size="1" className="[overflow-wrap:anywhere]">
                {name}
              </Code>
            </li>
          ))}
        </ul>
      ) : (
        <Text as="p" size="2" color="gray">
          Nothing yet. Test the sign-in with the button above, and come back.
        </Text>
      )}
    </SectionCard>
  );
}
