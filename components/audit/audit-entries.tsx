import { Badge, Card, Link, Text } from '@radix-ui/themes';
import { ChevronRight } from 'lucide-react';
import NextLink from 'next/link';
import type { ReactNode } from 'react';
import { Time } from '#components/ui/time.tsx';
import type { AuditLine } from '#lib/audit/list-audit-log.ts';
import { ACTOR_TYPES } from './actor-types.ts';

const COLUMNS =
  'md:grid md:grid-cols-[10.5rem_minmax(0,1fr)_minmax(0,2fr)_minmax(0,8rem)] md:items-baseline md:gap-4';

/** Entries of the audit log, newest first; each opens to what was before, what is now, and where it came from. */
export function AuditEntries({ lines, path }: { lines: readonly AuditLine[]; path: string }) {
  return (
    <Card className="p-0!">
      <div
        aria-hidden
        className={`hidden border-b border-(--gray-a5) py-2 pr-4 pl-10 text-(length:--font-size-1) font-medium text-(--gray-11) ${COLUMNS}`}
      >
        <span>When</span>
        <span>Who</span>
        <span>What</span>
        <span>Environment</span>
      </div>
      <ol className="m-0 list-none divide-y divide-(--gray-a4) p-0">
        {lines.map((line) => (
          <li key={line.id}>
            <details className="group">
              <summary className="relative flex cursor-pointer list-none gap-2 px-4 py-2.5 pl-10 hover:bg-(--gray-a2) [&::-webkit-details-marker]:hidden">
                <ChevronRight
                  size={14}
                  aria-hidden
                  className="absolute top-3.5 left-4 text-(--gray-10) transition-transform group-open:rotate-90 motion-reduce:transition-none"
                />
                <div className={`min-w-0 flex-1 ${COLUMNS}`}>
                  <Text size="1" color="gray" as="div">
                    <Time value={line.at} />
                  </Text>
                  <Text size="2" as="div" className="truncate" title={line.actor.name}>
                    {line.actor.name}
                    {line.actor.type !== 'member' && (
                      <Badge color="gray" variant="soft" size="1" ml="2">
                        {ACTOR_TYPES[line.actor.type].label}
                      </Badge>
                    )}
                  </Text>
                  <Text size="2" as="div" className="min-w-0">
                    <span className="font-medium">{line.action}</span>{' '}
                    <span className="text-(--gray-11) [overflow-wrap:anywhere]">{line.target.name}</span>
                    {line.summary && (
                      <Text as="p" size="1" color="gray" className="truncate" title={line.summary}>
                        {line.summary}
                      </Text>
                    )}
                  </Text>
                  <Text size="1" color="gray" as="div" className="truncate">
                    {line.environment ?? 'Workspace'}
                  </Text>
                </div>
              </summary>
              <Details line={line} path={path} />
            </details>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Details({ line, path }: { line: AuditLine; path: string }) {
  const only = (name: string, value: string) => `${path}?${new URLSearchParams({ [name]: value })}`;
  return (
    <div className="flex flex-col gap-4 px-4 pt-1 pb-4 pl-10">
      {line.changes.length > 0 && <Changes line={line} />}
      <dl className="m-0 grid grid-cols-1 gap-x-6 gap-y-2 text-(length:--font-size-1) sm:grid-cols-2 lg:grid-cols-3">
        <Fact label="When">
          <Time value={line.at} seconds />
        </Fact>
        <Fact label="Who">
          {line.actor.name}
          {line.actor.type !== 'system' && (
            <>
              {' '}
              <Inside href={only('actor', line.actor.id)}>All their entries</Inside>
            </>
          )}
        </Fact>
        <Fact label="IP address">
          {line.ipAddress ? <Inside href={only('q', line.ipAddress)}>{line.ipAddress}</Inside> : 'Not known'}
        </Fact>
        <Fact label="What it was done to">
          <span className="break-all">{line.target.id}</span>{' '}
          <Inside href={only('q', line.target.id)}>History</Inside>
          {line.target.href && (
            <>
              {' · '}
              <Inside href={line.target.href}>Open</Inside>
            </>
          )}
        </Fact>
        {line.requestId && (
          <Fact label="Request ID">
            <span className="break-all">{line.requestId}</span>
          </Fact>
        )}
        {line.userAgent && (
          <Fact label="Browser or client">
            <span className="break-words">{line.userAgent}</span>
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Inside({ href, children }: { href: string; children: string }) {
  return (
    <Link asChild underline="always">
      <NextLink href={href}>{children}</NextLink>
    </Link>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-(--gray-11)">{label}</dt>
      <dd className="m-0">{children}</dd>
    </div>
  );
}

/** Old and new values side by side; on a phone below one another. Signs say it besides the colors. */
function Changes({ line }: { line: AuditLine }) {
  return (
    <div className="overflow-hidden rounded-(--radius-3) border border-(--gray-a5)">
      <table className="w-full border-collapse text-left text-(length:--font-size-1)">
        <caption className="sr-only">What changed</caption>
        <thead className="hidden bg-(--gray-a2) text-(--gray-11) sm:table-header-group">
          <tr>
            <th scope="col" className="w-1/4 px-3 py-1.5 font-medium">
              Field
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Before
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-(--gray-a4)">
          {line.changes.map(({ field, before, after }) => (
            <tr key={field} className="block py-1.5 align-top sm:table-row sm:py-0">
              <th scope="row" className="block px-3 py-0.5 font-medium sm:table-cell sm:py-1.5">
                {field}
              </th>
              <Side sign="−" text={before} tone="bg-(--red-a2) text-(--red-11)" none="Nothing before" />
              <Side sign="+" text={after} tone="bg-(--green-a2) text-(--green-11)" none="Nothing after" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Side({ sign, text, tone, none }: { sign: string; text: string | null; tone: string; none: string }) {
  return (
    <td className="block px-3 py-0.5 sm:table-cell sm:w-[37.5%] sm:py-1.5">
      {text === null ? (
        <span className="text-(--gray-11)">
          <span aria-hidden>–</span>
          <span className="sr-only">{none}</span>
        </span>
      ) : (
        <span className={`inline-block max-w-full rounded-(--radius-1) px-1.5 ${tone}`}>
          <span aria-hidden className="select-none">
            {sign}{' '}
          </span>
          <span className="break-words whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</span>
        </span>
      )}
    </td>
  );
}
