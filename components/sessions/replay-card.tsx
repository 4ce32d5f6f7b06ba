import { Badge, Button, Callout, Flex, Text } from '@radix-ui/themes';
import { CircleCheck, CircleX } from 'lucide-react';
import Link from 'next/link';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ReplayChoices, ReplayView } from '#lib/sso/replay-session.ts';

/** Judges the recorded response again under another version of the settings. `path` is the session's own page. */
export function ReplayCard({ choices, path }: { choices: ReplayChoices; path: string }) {
  const { recordedUnder, replay, versions } = choices;
  const newest = versions[0]?.number;
  const nameOf = (number: number) =>
    [
      `Version ${number}`,
      number === recordedUnder ? 'this sign-in' : null,
      number === newest ? 'in use' : null,
    ].filter(Boolean);
  return (
    <SectionCard
      id="replay"
      title="Replay"
      description={`Judges the recorded response again by other settings of the connection, at the time it came. Nobody is signed in by it.${
        recordedUnder === null ? ' This sign-in is from before settings were kept as versions.' : ''
      }`}
    >
      <Flex asChild gap="2" wrap="wrap">
        <nav aria-label="Replay under">
          {versions.map(({ number }) => (
            <Button
              key={number}
              asChild
              size="1"
              color="gray"
              variant={replay?.number === number ? 'solid' : 'soft'}
            >
              <Link
                href={`${path}?replay=${number}#replay`}
                prefetch={false}
                {...(replay?.number === number ? { 'aria-current': 'true' as const } : {})}
              >
                {nameOf(number).join(', ')}
              </Link>
            </Button>
          ))}
        </nav>
      </Flex>
      {replay && <Result replay={replay} />}
    </SectionCard>
  );
}

function Result({ replay }: { replay: ReplayView }) {
  const accepted = replay.outcome === 'accepted';
  const Icon = accepted ? CircleCheck : CircleX;
  return (
    <Flex direction="column" gap="3">
      <Callout.Root color={accepted ? 'green' : 'red'} size="1" role="status">
        <Callout.Icon>
          <Icon size={16} aria-hidden />
        </Callout.Icon>
        <Callout.Text>
          Under version {replay.number} it is {replay.outcome}
          {replay.reason && `: ${replay.reason}`}.{replay.detail && ` ${replay.detail}`}{' '}
          {replay.same ? 'The same as it ended then.' : 'Then it ended otherwise.'}
        </Callout.Text>
      </Callout.Root>
      {replay.changed.length > 0 && (
        <Differences
          label="Checks that come out otherwise"
          rows={replay.changed.map(({ title, was, is }) => ({ name: title, was, is }))}
        />
      )}
      {replay.profile.length > 0 && (
        <Differences
          label="Profile fields that would differ"
          rows={replay.profile.map(({ field, was, is }) => ({
            name: field,
            was: was ?? 'empty',
            is: is ?? 'empty',
          }))}
        />
      )}
    </Flex>
  );
}

function Differences({
  label,
  rows,
}: {
  label: string;
  rows: readonly { name: string; was: string; is: string }[];
}) {
  return (
    <div>
      <Text as="p" size="2" weight="medium" mb="1">
        {label}
      </Text>
      <ul className="m-0 flex list-none flex-col gap-1 p-0 text-(length:--font-size-2)">
        {rows.map(({ name, was, is }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">
            <span className="min-w-0">{name}</span>
            <span className="inline-flex flex-wrap items-center gap-1">
              <Badge color="gray">{was}</Badge>
              <span aria-hidden>→</span>
              <span className="sr-only">becomes</span>
              <Badge color="blue">{is}</Badge>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
