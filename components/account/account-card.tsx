import { Card, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** The card of a page outside the dashboard: its title, a sentence, and what there is to do. */
export function AccountCard({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Card size="4" className="w-full">
      <Heading as="h1" size="6" mb={description ? '1' : '5'} className="text-balance">
        {title}
      </Heading>
      {description && (
        <Text as="p" size="2" color="gray" mb={children ? '5' : '0'}>
          {description}
        </Text>
      )}
      {children}
    </Card>
  );
}
