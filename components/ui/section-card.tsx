import { Card, Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** One subject of a page: heading, what it is for, what can be done with it, and the thing itself. */
export function SectionCard({
  title,
  description,
  badge,
  actions,
  children,
  id,
  tone = 'plain',
}: {
  title: string;
  description?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** Anchor other pages can link to. */
  id?: string;
  /** `danger` for what cannot be taken back. */
  tone?: 'plain' | 'danger';
}) {
  return (
    <Card
      asChild
      size="2"
      className={tone === 'danger' ? '[--base-card-surface-box-shadow:0_0_0_1px_var(--red-a7)]' : ''}
    >
      <section id={id} aria-label={title}>
        <Flex direction="column" gap="4" p={{ initial: '1', sm: '2' }}>
          <Flex wrap="wrap" justify="between" align="start" gap="3">
            <div className="min-w-0 flex-1 basis-64">
              <Flex align="center" gap="2" wrap="wrap">
                <Heading as="h2" size="3">
                  {title}
                </Heading>
                {badge}
              </Flex>
              {description && (
                <Text as="p" size="2" color="gray" mt="1" className="max-w-prose">
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
          {children}
        </Flex>
      </section>
    </Card>
  );
}
