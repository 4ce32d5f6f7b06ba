import { Table, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { Swatch } from '#components/charts/chart-patterns.tsx';
import { StackedBars } from '#components/charts/stacked-bars.tsx';
import { ScrollBox } from '#components/ui/scroll-box.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { OUTCOME_KEYS, OUTCOMES, type OverviewSlot, type OverviewView } from '#lib/workspace/overview.ts';
import { OVERVIEW_RANGES } from '#lib/workspace/overview-range.ts';
import { sessionsHref } from './session-link.ts';

/** Sign-ins over time by outcome, as a chart and as a table. */
export function OutcomeChart({ view, sessions }: { view: OverviewView; sessions: string }) {
  const { unit } = OVERVIEW_RANGES[view.range];
  const daily = view.range !== '24h' && view.range !== '7d';
  const link = (slot: OverviewSlot, states?: readonly string[]) =>
    sessionsHref(sessions, { from: slot.start, to: slot.end, ...(states ? { states } : {}) });
  const bars = view.slots.map((slot) => ({
    label: slotLabel(slot, daily),
    href: link(slot),
    parts: OUTCOME_KEYS.map((series) => ({
      series,
      label: OUTCOMES[series].label.toLowerCase(),
      count: slot.counts[series],
    })),
  }));
  return (
    <SectionCard
      title="Sign-ins over time"
      description={`One bar for each ${unit}, in UTC. A bar opens its sessions.`}
    >
      <ul aria-label="Outcomes" className="flex list-none flex-wrap gap-x-5 gap-y-1">
        {OUTCOME_KEYS.map((key) => (
          <li key={key} className="flex items-center gap-1.5 text-sm">
            <Swatch series={key} />
            {OUTCOMES[key].label}
            <span className="text-(--gray-11) tabular-nums">{view.totals[key].toLocaleString('en-US')}</span>
          </li>
        ))}
      </ul>
      <StackedBars bars={bars} ticks={chartTicks(view)} />
      <details className="group">
        <summary className="w-fit cursor-pointer rounded text-sm text-(--accent-11)">Show as a table</summary>
        <ScrollBox label="Sign-ins over time, as a table" className="mt-3 max-h-96">
          <Table.Root size="1" variant="surface">
            <Table.Header>
              <Table.Row>
                <Table.ColumnHeaderCell>Time (UTC)</Table.ColumnHeaderCell>
                {OUTCOME_KEYS.map((key) => (
                  <Table.ColumnHeaderCell key={key} justify="end">
                    {OUTCOMES[key].label}
                  </Table.ColumnHeaderCell>
                ))}
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {[...view.slots].reverse().map((slot) => (
                <Table.Row key={slot.start}>
                  <Table.RowHeaderCell className="whitespace-nowrap">
                    {slotLabel(slot, daily)}
                  </Table.RowHeaderCell>
                  {OUTCOME_KEYS.map((key) => (
                    <Table.Cell key={key} justify="end" className="tabular-nums">
                      {slot.counts[key] === 0 ? (
                        <Text color="gray">0</Text>
                      ) : (
                        <Link
                          href={link(slot, OUTCOMES[key].states)}
                          prefetch={false}
                          className="inline-flex min-h-6 min-w-6 items-center justify-end text-(--accent-11)"
                        >
                          {slot.counts[key].toLocaleString('en-US')}
                        </Link>
                      )}
                    </Table.Cell>
                  ))}
                </Table.Row>
              ))}
            </Table.Body>
          </Table.Root>
        </ScrollBox>
      </details>
    </SectionCard>
  );
}

function slotLabel(slot: OverviewSlot, daily: boolean): string {
  const last = new Date(new Date(slot.end).getTime() - 1);
  if (daily) {
    const [first, end] = [day(new Date(slot.start)), day(last)];
    return first === end ? first : `${first} to ${end}`;
  }
  return `${day(new Date(slot.start))}, ${slot.start.slice(11, 16)} to ${slot.end.slice(11, 16)}`;
}

const TICKS = 5;

/** Words below the slots they name: of a day, hours; of more, days, each at its midnight. */
function chartTicks({ range, slots }: OverviewView): { at: number; label: string }[] {
  const hours = range === '24h';
  const starts = slots
    .map(({ start }, index) => ({ start, at: index / slots.length }))
    .filter(({ start }) => hours || start.endsWith('T00:00:00.000Z'));
  const step = Math.ceil(starts.length / TICKS);
  return starts
    .filter((_, index) => index % step === 0)
    .map(({ start, at }) => ({ at, label: hours ? start.slice(11, 16) : day(new Date(start)) }));
}

function day(at: Date): string {
  return new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(at);
}
