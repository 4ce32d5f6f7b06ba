'use client';

import { Badge, Button, Flex, IconButton, Text, TextField } from '@radix-ui/themes';
import { ChevronDown, ChevronUp, Download, Search } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import { Segments } from './segments.tsx';

/** A line (from 1) that checks look at; each links to its place in the list of checks. */
export type LineMark = {
  line: number;
  checks: readonly {
    href: string;
    label: string;
    title: string;
    outcome: 'passed' | 'failed' | 'not_reached';
    /** This failure was the verdict. */
    decided: boolean;
  }[];
};

/** One way of showing a message. `runs` color it. */
export type XmlVersion = {
  name: string;
  text: string;
  runs: readonly number[] | null;
  marks: readonly LineMark[];
};

const COLORS = [
  '',
  'text-(--indigo-11)',
  'text-(--brown-11)',
  'text-(--green-11)',
  'text-(--gray-11)',
  'text-(--gray-11) italic',
];

const MARKS = {
  passed: { color: 'gray', word: 'passed' },
  failed: { color: 'red', word: 'failed' },
  not_reached: { color: 'gray', word: 'not reached' },
} as const;

/** Most occurrences a search counts; one letter in half a megabyte must not stop the page. */
const MOST_MATCHES = 2000;

type Segment = { start: number; text: string; kind: number; match: number };
type Line = { start: number; segments: Segment[] };

/**
 * Shows XML to read: one or two versions to choose from, search with a count, copy and download. The text is
 * hostile and only ever a text node. `label` names it: "SAML response".
 */
export function XmlCode({
  label,
  versions,
  downloadHref,
  linePrefix,
}: {
  label: string;
  versions: readonly XmlVersion[];
  downloadHref: string;
  /** Lines of the first version have an address: this and their number. */
  linePrefix: string;
}) {
  const [shown, setShown] = useState(0);
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState(0);
  const box = useRef<HTMLElement>(null);
  const version = versions[shown] ?? (versions[0] as XmlVersion);
  const matches = useMemo(() => occurrences(version.text, query), [version, query]);
  const lines = useMemo(() => toLines(version, matches, query.length), [version, matches, query]);
  const at = matches.length === 0 ? -1 : current % matches.length;
  const marks = useMemo(() => new Map(version.marks.map((mark) => [mark.line, mark])), [version]);
  const decided = version.marks.some(({ checks }) => checks.some((check) => check.decided));

  // A link to a line leads to the version that has it, also when the other one is shown.
  useEffect(() => {
    const open = () => {
      if (location.hash.startsWith(`#${linePrefix}`)) setShown(0);
    };
    addEventListener('hashchange', open);
    return () => removeEventListener('hashchange', open);
  }, [linePrefix]);

  useEffect(() => {
    if (at >= 0) scrollTo(box.current, `[data-match="${at}"]`);
  }, [at, query, shown]);

  const step = (by: number) => {
    if (matches.length > 0) setCurrent((at + by + matches.length) % matches.length);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape') setQuery('');
  };
  const count =
    query === ''
      ? ''
      : matches.length === 0
        ? 'Not found'
        : `${at + 1} of ${matches.length}${matches.length === MOST_MATCHES ? '+' : ''}`;

  return (
    <div>
      <Flex gap="3" wrap="wrap" align="center" mb="2">
        {versions.length > 1 && (
          <Segments
            options={versions.map((one, index) => ({ value: String(index), label: one.name }))}
            value={String(shown)}
            onChoose={(value) => {
              setShown(Number(value));
              setCurrent(0);
            }}
            aria-label={`View of the ${label}`}
          />
        )}
        <Flex align="center" gap="2" className="min-w-0 grow basis-60">
          <TextField.Root
            size="1"
            type="search"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value.slice(0, 200));
              setCurrent(0);
            }}
            onKeyDown={onKey}
            placeholder="Find"
            aria-label={`Find in the ${label}`}
            className="min-w-0 max-w-60 grow"
          >
            <TextField.Slot>
              <Search size={13} aria-hidden />
            </TextField.Slot>
          </TextField.Root>
          <IconButton
            type="button"
            size="1"
            variant="soft"
            color="gray"
            aria-label="Previous match"
            disabled={matches.length === 0}
            onClick={() => step(-1)}
          >
            <ChevronUp size={14} aria-hidden />
          </IconButton>
          <IconButton
            type="button"
            size="1"
            variant="soft"
            color="gray"
            aria-label="Next match"
            disabled={matches.length === 0}
            onClick={() => step(1)}
          >
            <ChevronDown size={14} aria-hidden />
          </IconButton>
          <Text size="1" color="gray" role="status" className="whitespace-nowrap tabular-nums">
            {count}
          </Text>
        </Flex>
        <Flex align="center" gap="3" className="ml-auto">
          {decided && (
            <Button
              type="button"
              size="1"
              variant="soft"
              color="red"
              onClick={() => scrollTo(box.current, '[data-marked]')}
            >
              Go to the place
            </Button>
          )}
          <CopyButton value={version.text} label={`Copy ${label}`} />
          <IconButton asChild size="2" variant="ghost" color="gray">
            <a href={downloadHref} download aria-label={`Download ${label}`} title={`Download ${label}`}>
              <Download size={15} aria-hidden />
            </a>
          </IconButton>
        </Flex>
      </Flex>
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="relative max-h-[32rem] overflow-auto rounded-(--radius-3) bg-(--gray-a2) shadow-[inset_0_0_0_1px_var(--gray-a4)]"
      >
        <pre className="m-0 py-3 font-mono text-[12px] leading-[1.6] text-(--gray-12)">
          <code className="block whitespace-pre-wrap [tab-size:2] [word-break:break-all]">
            {lines.map((line, index) => {
              const checks = marks.get(index + 1)?.checks ?? [];
              const marked = checks.some((check) => check.decided);
              const failed = checks.some((check) => check.outcome === 'failed');
              return (
                <span
                  key={line.start}
                  {...(shown === 0 ? { id: `${linePrefix}${index + 1}` } : {})}
                  {...(marked ? { 'data-marked': '' } : {})}
                  style={hanging(line)}
                  className={`block min-h-[1.6em] scroll-mt-24 pr-3 target:shadow-[inset_0_0_0_2px_var(--amber-8)] ${marked ? 'bg-(--red-a3) shadow-[inset_3px_0_0_var(--red-9)]' : failed ? 'bg-(--amber-a3) shadow-[inset_3px_0_0_var(--amber-9)]' : ''}`}
                >
                  {line.segments.map((segment) =>
                    segment.match < 0 ? (
                      segment.kind === 0 ? (
                        segment.text
                      ) : (
                        <span key={segment.start} className={COLORS[segment.kind] ?? ''}>
                          {segment.text}
                        </span>
                      )
                    ) : (
                      <mark
                        key={segment.start}
                        data-match={segment.match}
                        className={
                          segment.match === at
                            ? 'rounded-[2px] bg-(--amber-9) text-[#21201c]'
                            : 'rounded-[2px] bg-(--amber-5) text-(--gray-12)'
                        }
                      >
                        {segment.text}
                      </mark>
                    ),
                  )}
                  {checks.map((check) => (
                    <a
                      key={check.href}
                      href={check.href}
                      title={check.title}
                      className="ml-2 inline-flex min-h-6 items-center align-middle font-sans no-underline select-none [text-indent:0]"
                    >
                      <Badge
                        color={MARKS[check.outcome].color}
                        size="1"
                        variant={check.decided ? 'solid' : 'soft'}
                      >
                        {check.decided ? 'The check failed here' : check.label}
                        <span className="sr-only">
                          {' '}
                          ({check.decided ? check.label : MARKS[check.outcome].word})
                        </span>
                      </Badge>
                    </a>
                  ))}
                </span>
              );
            })}
          </code>
        </pre>
      </section>
    </div>
  );
}

/** Where a long line goes on, it stays under its indentation. */
function hanging(line: Line): CSSProperties {
  const indent = /^ */.exec(line.segments[0]?.text ?? '')?.[0].length ?? 0;
  return { paddingLeft: `calc(0.75rem + ${indent + 2}ch)`, textIndent: `-${indent + 2}ch` };
}

/** Moves only the box, not the page, so that the search field stays where it is. */
function scrollTo(box: HTMLElement | null, selector: string) {
  const target = box?.querySelector<HTMLElement>(selector);
  if (!box || !target) return;
  const top = target.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTo({ top: top - box.clientHeight / 2 });
}

/** Where `query` begins in `text`, without regard to case; occurrences do not overlap. */
function occurrences(text: string, query: string): number[] {
  if (query === '') return [];
  const found: number[] = [];
  const lower = text.toLowerCase();
  // A few letters change their length in lower case; then places would not fit, so case counts.
  const sameCase = lower.length !== text.length;
  const haystack = sameCase ? text : lower;
  const needle = sameCase ? query : query.toLowerCase();
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
    found.push(at);
    if (found.length === MOST_MATCHES) break;
  }
  return found;
}

/** Cuts a text into lines, and these where the kind changes or an occurrence begins or ends. */
function toLines(version: XmlVersion, matches: readonly number[], matchLength: number): Line[] {
  const { text } = version;
  const runs = version.runs ?? [text.length, 0];
  const lines: Line[] = [{ start: 0, segments: [] }];
  let position = 0;
  let nextMatch = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const end = Math.min(text.length, position + (runs[index] ?? 0));
    const kind = runs[index + 1] ?? 0;
    while (position < end) {
      while (nextMatch < matches.length && (matches[nextMatch] ?? 0) + matchLength <= position)
        nextMatch += 1;
      const begin = matches[nextMatch] ?? Number.POSITIVE_INFINITY;
      const inside = position >= begin;
      const newline = text.indexOf('\n', position);
      const stop = Math.min(end, inside ? begin + matchLength : begin, newline < 0 ? end : newline);
      if (stop > position) {
        lines.at(-1)?.segments.push({
          start: position,
          text: text.slice(position, stop),
          kind,
          match: inside ? nextMatch : -1,
        });
      }
      position = stop;
      if (position === newline && position < end) {
        position += 1;
        lines.push({ start: position, segments: [] });
      }
    }
  }
  return lines;
}
