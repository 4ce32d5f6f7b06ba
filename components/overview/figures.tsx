import { Card, Text } from '@radix-ui/themes';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDuration } from '#components/ui/duration.ts';
import { OUTCOMES, type OverviewView } from '#lib/workspace/overview.ts';
import { sessionsHref } from './session-link.ts';

/** The few numbers one looks at first; each opens the sessions it counts. */
export function Figures({ view, sessions }: { view: OverviewView; sessions: string }) {
  const { from, to, totals, total, handshake } = view;
  const link = (states?: readonly string[]) =>
    sessionsHref(sessions, { from, to, ...(states ? { states } : {}) });
  const ended = totals.successful + totals.failed + totals.timed_out;
  return (
    <ul className="grid list-none grid-cols-2 gap-3 lg:grid-cols-5">
      <Figure label="Attempts" value={total.toLocaleString('en-US')} href={link()} />
      <Figure
        label="Successful"
        value={totals.successful.toLocaleString('en-US')}
        href={link(OUTCOMES.successful.states)}
        note={ended === 0 ? 'None has ended yet' : `${percent(totals.successful, ended)} of those that ended`}
      />
      <Figure
        label="Failed"
        value={totals.failed.toLocaleString('en-US')}
        href={link(OUTCOMES.failed.states)}
        note={ended === 0 ? undefined : `${percent(totals.failed, ended)} of those that ended`}
      />
      <Figure
        label="Timed out"
        value={totals.timed_out.toLocaleString('en-US')}
        href={link(OUTCOMES.timed_out.states)}
        note={
          view.notRedeemed > 0 ? (
            <>
              {view.notRedeemed.toLocaleString('en-US')} came back to your app, which never{' '}
              <Link
                href="/docs/login-flows"
                prefetch={false}
                className="text-inherit underline underline-offset-2"
              >
                redeemed the code
              </Link>
            </>
          ) : totals.in_progress > 0 ? (
            `${totals.in_progress.toLocaleString('en-US')} in progress`
          ) : undefined
        }
      />
      <Figure
        label="Time to sign in"
        value={handshake ? formatDuration(handshake.p50) : '–'}
        note={
          handshake
            ? `median; 95% within ${formatDuration(handshake.p95)}`
            : 'From your app to the profile and back'
        }
      />
    </ul>
  );
}

function Figure({
  label,
  value,
  href,
  note,
}: {
  label: string;
  value: string;
  href?: string;
  note?: ReactNode;
}) {
  return (
    <li className="max-lg:last:col-span-2">
      <Card size="1" className="h-full">
        <Text as="p" size="1" color="gray">
          {label}
        </Text>
        <Text as="p" size="6" weight="medium" className="leading-tight tabular-nums">
          {href ? (
            <Link
              href={href}
              prefetch={false}
              aria-label={`${label}: ${value}. Open these sessions`}
              className="rounded text-(--gray-12) no-underline hover:underline"
            >
              {value}
            </Link>
          ) : (
            value
          )}
        </Text>
        <Text as="p" size="1" color="gray" className="min-h-4">
          {note}
        </Text>
      </Card>
    </li>
  );
}

function percent(part: number, whole: number): string {
  const share = (part / whole) * 100;
  return `${share > 0 && share < 1 ? '<1' : share > 99 && share < 100 ? '>99' : Math.round(share)}%`;
}
