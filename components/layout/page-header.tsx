import { Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { ReadMore } from '#components/docs/read-more.tsx';

/** Title of a page, what it is for in one sentence, where that is explained, and its main action. */
export function PageHeader({
  title,
  description,
  badge,
  docs,
  actions,
}: {
  title: string;
  description?: ReactNode;
  badge?: ReactNode;
  /** Page of the docs about this one. */
  docs?: string;
  actions?: ReactNode;
}) {
  return (
    <Flex wrap="wrap" justify="between" align="start" gap="4" mb="5">
      <div className="max-w-full min-w-0">
        <Flex align="center" gap="3" wrap="wrap">
          <Heading as="h1" size="6" className="[overflow-wrap:anywhere]">
            {title}
          </Heading>
          {badge}
        </Flex>
        {description && (
          <Text as="p" color="gray" size="2" mt="1" className="max-w-prose">
            {description}
          </Text>
        )}
        {docs !== undefined && (
          <div className="mt-1.5">
            <ReadMore slug={docs} />
          </div>
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
