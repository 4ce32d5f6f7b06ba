import { Flex, Link, Text } from '@radix-ui/themes';
import { ChevronRight } from 'lucide-react';
import NextLink from 'next/link';

/** The way back up from a page. */
export function Breadcrumb({ steps }: { steps: readonly { href: string; label: string }[] }) {
  return (
    <Flex asChild align="center" gap="1" wrap="wrap" mb="2">
      <nav aria-label="Breadcrumb">
        {steps.map((step, index) => (
          <Flex key={step.href} align="center" gap="1" className="min-w-0">
            {index > 0 && <ChevronRight size={13} aria-hidden className="text-(--gray-10)" />}
            <Text size="2" className="min-w-0 break-words">
              <Link asChild color="gray">
                <NextLink href={step.href}>{step.label}</NextLink>
              </Link>
            </Text>
          </Flex>
        ))}
      </nav>
    </Flex>
  );
}
