import { Card, Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** An empty list that says what belongs there and what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
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
        {action}
      </Flex>
    </Card>
  );
}
