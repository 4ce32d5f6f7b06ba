import { Button, Flex, Heading, Text } from '@radix-ui/themes';
import Link from 'next/link';

/** What every 404 says. The same words for what is gone, foreign, or not for the reader's role. */
export function NotFoundNotice() {
  return (
    <Flex direction="column" align="start" gap="3" className="mx-auto max-w-prose px-4 py-16">
      <Heading as="h1" size="6">
        There is nothing here
      </Heading>
      <Text as="p" color="gray">
        The address may be mistyped, what it showed may have been deleted, or it belongs to a workspace or
        environment that is not open to you.
      </Text>
      <Button asChild variant="soft">
        <Link href="/dashboard">Go to the dashboard</Link>
      </Button>
    </Flex>
  );
}
