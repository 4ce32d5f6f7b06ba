import { Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** Title of a page, what it is for in one sentence, and its main action. */
export function PageHeader({
  title,
  description,
  badge,
  actions,
}: {
  title: string;
  description?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <Flex wrap="wrap" justify="between" align="start" gap="4" mb="5">
      <div className="min-w-0">
        <Flex align="center" gap="3" wrap="wrap">
          <Heading as="h1" size="6" className="break-words">
            {title}
          </Heading>
          {badge}
        </Flex>
        {description && (
          <Text as="p" color="gray" size="2" mt="1" className="max-w-prose">
            {description}
          </Text>
        )}
      </div>
      {actions && (
        <Flex gap="2" wrap="wrap">
          {actions}
        </Flex>
      )}
    </Flex>
  );
}
