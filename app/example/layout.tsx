import { Flex, Link, Text } from '@radix-ui/themes';
import { Box } from 'lucide-react';
import type { ReactNode } from 'react';

/** The frame of the example app: an app of somebody else, so it looks like none of our own pages. */
export default function ExampleLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-screen">
      <header className="border-b border-(--gray-a5)">
        <Flex
          align="center"
          justify="between"
          gap="3"
          px={{ initial: '4', sm: '6' }}
          className="mx-auto h-14 max-w-4xl"
        >
          <Flex align="center" gap="2">
            <Box size={20} aria-hidden className="text-(--accent-11)" />
            <Text weight="bold" size="3">
              Example app
            </Text>
          </Flex>
          <Link href="/dashboard" size="2">
            Dashboard
          </Link>
        </Flex>
      </header>
      <main className="mx-auto max-w-4xl px-4 py-8 sm:px-6 sm:py-10">{children}</main>
    </div>
  );
}
