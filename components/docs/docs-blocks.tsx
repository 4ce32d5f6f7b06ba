import { Callout, Table, Text } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import Link from 'next/link';
import { CodeSample } from '#components/overview/code-sample.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { ScrollBox } from '#components/ui/scroll-box.tsx';
import type { Block, DocsValues } from '#lib/docs/page.ts';
import { type SampleStep, SDK_LANGUAGE_NAMES, SDK_LANGUAGES } from '#lib/workspace/sdk-sample.ts';
import { type DocsReader, docsHref } from './docs-links.ts';
import { DocsText } from './docs-text.tsx';

/** What is filled in, for whom, and where on which page. */
export type DocsPlace = {
  values: DocsValues;
  reader: DocsReader;
  slug: string;
  section: string;
  title: string;
};

const STEP_LABELS: Readonly<Record<SampleStep, string>> = {
  install: 'Install',
  client: 'Set up',
  signIn: 'Begin a sign-in',
  callback: 'Callback',
};

/** One piece of a page. */
export function DocsBlock({ block, place }: { block: Block; place: DocsPlace }) {
  const { reader, values } = place;
  if ('text' in block) {
    return (
      <Text as="p" size="3" className="leading-relaxed">
        <DocsText text={block.text} reader={reader} />
      </Text>
    );
  }
  if ('list' in block || 'steps' in block) {
    const List = 'list' in block ? 'ul' : 'ol';
    const items = 'list' in block ? block.list : block.steps;
    return (
      <List
        className={`flex flex-col gap-2 pl-5 leading-relaxed marker:text-(--gray-11) ${List === 'ul' ? 'list-disc' : 'list-decimal'}`}
      >
        {items.map((item) => (
          <li key={item} className="pl-1">
            <DocsText text={item} reader={reader} />
          </li>
        ))}
      </List>
    );
  }
  if ('note' in block) {
    return (
      <Callout.Root color="gray" variant="surface">
        <Callout.Icon>
          <Info size={16} aria-hidden />
        </Callout.Icon>
        <Callout.Text>
          <DocsText text={block.note} reader={reader} />
        </Callout.Text>
      </Callout.Root>
    );
  }
  if ('table' in block) return <DocsTable table={block.table} place={place} />;
  if ('code' in block) return <CodeSample label={block.label} code={block.code} />;
  if ('samples' in block) return <Samples steps={block.samples} place={place} />;
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <CopyField label="Client ID" value={values.clientId} />
      <CopyField label="API base URL" value={values.apiUrl} />
    </div>
  );
}

function DocsTable({
  table,
  place,
}: {
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  place: DocsPlace;
}) {
  return (
    <ScrollBox label={`${place.title}: ${table.head.join(', ')}`}>
      <Table.Root variant="surface" size="1">
        <Table.Header>
          <Table.Row>
            {table.head.map((name) => (
              <Table.ColumnHeaderCell key={name}>{name}</Table.ColumnHeaderCell>
            ))}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {table.rows.map(([first = '', ...rest]) => (
            <Table.Row key={first}>
              {/* Names stay whole where there is room; on a phone they break, so that the text beside is in view. */}
              <Table.RowHeaderCell className="sm:[&_code]:[overflow-wrap:normal]">
                <DocsText text={first} reader={place.reader} />
              </Table.RowHeaderCell>
              {rest.map((cell) => (
                <Table.Cell key={cell}>
                  <DocsText text={cell} reader={place.reader} />
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </ScrollBox>
  );
}

/** Code in the chosen language. The choice is in the address, so it works without scripts and can be shared. */
function Samples({ steps, place }: { steps: readonly SampleStep[]; place: DocsPlace }) {
  const { reader, values, slug, section, title } = place;
  const language = SDK_LANGUAGES[reader.language];
  const code = language.code(values);
  return (
    <div className="flex flex-col gap-3">
      <nav aria-label={`${title}: language`} className="flex flex-wrap gap-1">
        {SDK_LANGUAGE_NAMES.map((name) => (
          <Link
            key={name}
            href={docsHref(reader, `${slug}#${section}`, name)}
            scroll={false}
            prefetch={false}
            aria-current={name === reader.language ? 'true' : undefined}
            className="flex min-h-7 items-center rounded-md px-2 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12) aria-[current]:bg-(--accent-a3) aria-[current]:font-medium aria-[current]:text-(--accent-12)"
          >
            {SDK_LANGUAGES[name].label}
          </Link>
        ))}
      </nav>
      {steps.map((step) => (
        <CodeSample key={step} label={`${language.label}: ${STEP_LABELS[step]}`} code={code[step]} />
      ))}
      {steps.includes('client') && (
        <Text as="p" size="2" color="gray">
          {language.note}
        </Text>
      )}
    </div>
  );
}
