import { Heading, Text } from '@radix-ui/themes';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '#components/layout/page-header.tsx';
import type { DocsPage, DocsValues } from '#lib/docs/page.ts';
import { DocsBlock } from './docs-blocks.tsx';
import { type DocsReader, docsHref } from './docs-links.ts';

/** One page of the docs with its list of sections, and the way to the pages before and after. */
export function DocsArticle({
  page,
  previous,
  next,
  values,
  reader,
}: {
  page: DocsPage;
  previous: DocsPage | null;
  next: DocsPage | null;
  values: DocsValues;
  reader: DocsReader;
}) {
  const sections = page.sections(values);
  return (
    <div className="flex gap-10">
      <article className="min-w-0 max-w-3xl flex-1">
        <PageHeader title={page.title} description={page.description} />
        <div className="flex flex-col gap-8">
          {sections.map(({ id, title, blocks }) => (
            <section key={id} id={id} aria-label={title} className="flex flex-col gap-3">
              <Heading as="h2" size="4">
                <a href={`#${id}`} className="rounded-sm text-inherit no-underline hover:underline">
                  {title}
                </a>
              </Heading>
              {blocks.map((block) => (
                <DocsBlock
                  key={JSON.stringify(block)}
                  block={block}
                  place={{ values, reader, slug: page.slug, section: id, title }}
                />
              ))}
            </section>
          ))}
        </div>
        <nav
          aria-label="Previous and next page"
          className="mt-10 flex flex-wrap justify-between gap-3 border-t border-(--gray-a4) pt-5"
        >
          {previous ? (
            <Step href={docsHref(reader, previous.slug)} title={previous.title} direction="previous" />
          ) : (
            <span />
          )}
          {next && <Step href={docsHref(reader, next.slug)} title={next.title} direction="next" />}
        </nav>
      </article>
      <nav aria-label="On this page" className="w-48 shrink-0 max-xl:hidden">
        <div className="sticky top-20">
          <Text as="p" size="1" color="gray" weight="medium" mb="2">
            On this page
          </Text>
          <ul className="flex list-none flex-col gap-1.5">
            {sections.map(({ id, title }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="rounded-sm text-sm text-(--gray-11) no-underline hover:text-(--gray-12) hover:underline"
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </nav>
    </div>
  );
}

function Step({ href, title, direction }: { href: string; title: string; direction: 'previous' | 'next' }) {
  return (
    <Link
      href={href}
      className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm text-(--accent-11) no-underline hover:bg-(--accent-a3)"
    >
      {direction === 'previous' && <ArrowLeft size={15} aria-hidden />}
      <span>
        <span className="sr-only">{direction === 'previous' ? 'Previous: ' : 'Next: '}</span>
        {title}
      </span>
      {direction === 'next' && <ArrowRight size={15} aria-hidden />}
    </Link>
  );
}
