import { Card, Text } from '@radix-ui/themes';
import Link from 'next/link';
import type { OutcomeView } from '#lib/workspace/overview.ts';

const DOTS = {
  green: 'bg-(--green-9)',
  red: 'bg-(--red-9)',
  gray: 'bg-(--gray-9)',
  blue: 'bg-(--blue-9)',
} as const;

/** How login attempts ended lately; each number opens the attempts it counts. */
export function OutcomeCards({ outcomes, sessions }: { outcomes: readonly OutcomeView[]; sessions: string }) {
  return (
    <ul className="grid list-none grid-cols-2 gap-3 lg:grid-cols-4">
      {outcomes.map((outcome) => {
        const link = (range: '24h' | '7d') => `${sessions}?state=${outcome.states.join(',')}&range=${range}`;
        return (
          <li key={outcome.key}>
            <Card size="2" className="h-full">
              <Text as="p" size="2" color="gray" className="flex items-center gap-2">
                <span aria-hidden className={`size-2 rounded-full ${DOTS[outcome.tone]}`} />
                {outcome.label}
              </Text>
              <Link
                href={link('24h')}
                className="mt-2 inline-flex min-h-8 items-baseline gap-2 rounded text-(--gray-12) no-underline hover:underline"
              >
                <Text size="7" weight="medium" className="leading-none tabular-nums">
                  {outcome.day.toLocaleString('en-US')}
                </Text>
                <Text size="1" color="gray">
                  in 24 hours<span className="sr-only">, {outcome.label}</span>
                </Text>
              </Link>
              <Text as="p" size="1" color="gray" mt="1">
                <Link
                  href={link('7d')}
                  className="inline-flex min-h-6 items-center text-inherit no-underline hover:underline"
                >
                  {outcome.week.toLocaleString('en-US')} in 7 days
                  <span className="sr-only">, {outcome.label}</span>
                </Link>
              </Text>
            </Card>
          </li>
        );
      })}
    </ul>
  );
}
