import { Badge, Flex, Text } from '@radix-ui/themes';
import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';

/** Marks every page of the test identity provider as what it is: a fake, and only for staging. */
export default function TestIdpLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-screen bg-[var(--gray-2)]">
      <header className="border-b border-[var(--orange-a6)] bg-[var(--orange-3)]">
        <Flex
          align="center"
          gap="3"
          wrap="wrap"
          px={{ initial: '4', sm: '6' }}
          py="3"
          mx="auto"
          maxWidth="56rem"
        >
          <FlaskConical size={18} aria-hidden />
          <Text weight="bold" size="3">
            Test identity provider
          </Text>
          <Badge color="orange" variant="surface">
            Staging only
          </Badge>
          <Text size="2" className="text-[var(--gray-12)]">
            No password, no real people. Anyone can sign in as anyone.
          </Text>
        </Flex>
      </header>
      <main className="mx-auto max-w-[56rem] px-4 py-6 sm:px-6 sm:py-8">{children}</main>
    </div>
  );
}
