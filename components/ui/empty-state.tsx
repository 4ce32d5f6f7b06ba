import { Card, Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { ReadMore } from '#components/docs/read-more.tsx';

/** An empty list that says what belongs there and what to do next. */
export function EmptyState({
  title,
  children,
  action,
  docs,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** Page of the docs about what belongs there. */
  docs?: string;
}) {
  return (
    <Card size="3">
      <Flex direction="column" align="start" gap="3" p="2">
        <Heading as="h2" size="4">
          {title}
        </Heading>
        <Text as="p" color="gray">
          {children}
        </Text>
        {(action || docs !== undefined) && (
          <Flex align="center" gap="4" wrap="wrap">
            {action}
            {docs !== undefined && <ReadMore slug={docs} />}
          </Flex>
        )}
      </Flex>
    </Card>
  );
}
