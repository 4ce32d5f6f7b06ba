'use client';

import { Button, Flex, Heading, Text } from '@radix-ui/themes';
import { useEffect, useRef } from 'react';

export type ErrorNoticeProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that broke. The digest is the number under which the server's log has the reason. */
export function ErrorNotice({ error, reset }: ErrorNoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Flex direction="column" align="start" gap="3" className="mx-auto max-w-prose px-4 py-16">
      <Heading as="h1" size="6" ref={heading} tabIndex={-1} className="outline-none">
        This page could not be shown
      </Heading>
      <Text as="p" color="gray">
        Something went wrong on our side. Try again; if it keeps happening, look for the number below in the
        server's log.
      </Text>
      {error.digest && (
        <Text as="p" size="2">
          Error number: <code>{error.digest}</code>
        </Text>
      )}
      <Button onClick={reset}>Try again</Button>
    </Flex>
  );
}
