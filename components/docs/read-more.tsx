import { Link } from '@radix-ui/themes';
import { BookOpen } from 'lucide-react';
import NextLink from 'next/link';
import { docsPath } from '#lib/docs/pages.ts';

/** Leads from a page of the dashboard to the page of the docs about it; `slug` may end with the # of a section. */
export function ReadMore({ slug }: { slug: string }) {
  return (
    <Link asChild size="2" className="inline-flex items-center gap-1.5">
      <NextLink href={docsPath(slug)} prefetch={false}>
        <BookOpen size={14} aria-hidden />
        Read the docs
      </NextLink>
    </Link>
  );
}
