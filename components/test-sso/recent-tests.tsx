import { Link, Table, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { TestOutcome } from '#lib/sso/test-outcome.ts';
import { triedScenario } from '#lib/test-idp-host/scenarios.ts';
import { OutcomeBadge } from './outcome-badge.tsx';

/** The newest test logins, each leading to its session. */
export function RecentTests({ outcomes, base }: { outcomes: readonly TestOutcome[]; base: string }) {
  return (
    <Table.Root variant="surface">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Test</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Result</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-sm:hidden">When</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {outcomes.map((one) => (
          <Table.Row key={one.sessionId} align="center">
            <Table.RowHeaderCell>
              <Link asChild size="2" weight="medium">
                <NextLink href={`${base}/test-sso/outcome/${one.sessionId}`}>
                  {triedScenario(one.scenario, one.guestsAllowed)?.title ?? 'Test sign-in'}
                </NextLink>
              </Link>
              <Text as="p" size="1" color="gray" className="break-words">
                {one.connection?.name ?? 'No connection'}
              </Text>
            </Table.RowHeaderCell>
            <Table.Cell>
              <OutcomeBadge state={one.state} />
              {(one.error ?? one.failure) && (
                <Text as="p" size="1" color="gray" mt="1">
                  {one.error ?? one.failure?.title}
                </Text>
              )}
            </Table.Cell>
            <Table.Cell className="max-sm:hidden">
              <Text size="2" color="gray">
                <Time value={one.createdAt} />
              </Text>
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
