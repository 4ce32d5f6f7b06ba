import { Button, Flex } from '@radix-ui/themes';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';

/** Newer and older pages of a list with cursors; an end of the list has no link. */
export function Pager({ newerHref, olderHref }: { newerHref: string | null; olderHref: string | null }) {
  if (newerHref === null && olderHref === null) return null;
  return (
    <Flex asChild justify="end" gap="2" mt="4">
      <nav aria-label="Pages">
        <PageLink href={newerHref} direction="newer" />
        <PageLink href={olderHref} direction="older" />
      </nav>
    </Flex>
  );
}

function PageLink({ href, direction }: { href: string | null; direction: 'newer' | 'older' }) {
  const content = (
    <>
      {direction === 'newer' && <ChevronLeft size={15} aria-hidden />}
      {direction === 'newer' ? 'Newer' : 'Older'}
      {direction === 'older' && <ChevronRight size={15} aria-hidden />}
    </>
  );
  if (href === null) {
    return (
      <Button variant="soft" color="gray" disabled>
        {content}
      </Button>
    );
  }
  return (
    <Button asChild variant="soft" color="gray">
      <Link href={href} scroll>
        {content}
      </Link>
    </Button>
  );
}
