import { Text } from '@radix-ui/themes';
import Link from 'next/link';
import { DOCS_GROUPS } from '#lib/docs/pages.ts';
import { type DocsReader, docsHref } from './docs-links.ts';

/** The list of pages, and for a member the environments their values can come from. */
export function DocsSidebar({
  slug,
  reader,
  environments,
}: {
  slug: string;
  reader: DocsReader;
  environments: readonly { id: string; name: string }[];
}) {
  return (
    <div className="flex flex-col gap-4 p-3">
      {environments.length > 0 && (
        <nav aria-label="Values of">
          <Title>Values of</Title>
          <List>
            {environments.map(({ id, name }) => (
              <Entry
                key={id}
                href={docsHref({ ...reader, asked: id }, slug)}
                current={id === reader.environment?.id ? 'true' : undefined}
              >
                {name}
              </Entry>
            ))}
          </List>
        </nav>
      )}
      {DOCS_GROUPS.map(({ title, pages }) => (
        <nav key={title} aria-label={`Docs: ${title}`}>
          <Title>{title}</Title>
          <List>
            {pages.map((page) => (
              <Entry
                key={page.slug}
                href={docsHref(reader, page.slug)}
                current={page.slug === slug ? 'page' : undefined}
              >
                {page.title}
              </Entry>
            ))}
          </List>
        </nav>
      ))}
      {reader.environment && (
        <Link
          href={`/dashboard/${reader.environment.id}`}
          className="rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12)"
        >
          Back to the dashboard
        </Link>
      )}
    </div>
  );
}

function Title({ children }: { children: string }) {
  return (
    <Text as="p" size="1" color="gray" weight="medium" mb="1" className="px-2.5">
      {children}
    </Text>
  );
}

function List({ children }: { children: React.ReactNode }) {
  return <ul className="flex list-none flex-col gap-0.5">{children}</ul>;
}

function Entry({
  href,
  current,
  children,
}: {
  href: string;
  current: 'page' | 'true' | undefined;
  children: string;
}) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        aria-current={current}
        className="flex min-h-8 items-center rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12) aria-[current]:bg-(--accent-a3) aria-[current]:font-medium aria-[current]:text-(--accent-12)"
      >
        {children}
      </Link>
    </li>
  );
}
