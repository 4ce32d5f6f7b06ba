import { Callout, Text } from '@radix-ui/themes';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { actionLabel } from '#lib/audit/actions.ts';
import type { ChangeView, OverviewView } from '#lib/workspace/overview.ts';

/** More than these would push the figures off the page. */
const SHOWN = 3;

/** Connections through which nobody gets in any more, since when, and what was changed before. */
export function FailingConnections({ view, base }: { view: OverviewView; base: string }) {
  const more = view.failing.length - SHOWN;
  return (
    <>
      {view.failing.slice(0, SHOWN).map((one) => (
        <Callout.Root key={one.id} color="red" role="region" aria-label={`${one.name} is failing`}>
          <Callout.Icon>
            <TriangleAlert size={16} aria-hidden />
          </Callout.Icon>
          <div className="min-w-0">
            <Text as="p" size="2" weight="medium">
              <Link
                href={`${base}/connections/${one.id}/sessions`}
                prefetch={false}
                className="text-inherit underline underline-offset-2"
              >
                {one.name}
              </Link>
              : nobody has got in for <Time value={one.since} lasting />
            </Text>
            <Text as="p" size="2" mt="1">
              {one.lastSuccess === null ? (
                'Nobody has ever got in through this connection.'
              ) : (
                <>
                  The last response was accepted <Time value={one.lastSuccess} relative />.
                </>
              )}{' '}
              {one.changes.length === 0
                ? 'Nothing was changed here in the three days before it began; ask whether something was at the identity provider.'
                : 'Changed before it began:'}
            </Text>
            {one.changes.length > 0 && (
              <ul className="mt-1 list-none text-sm">
                {one.changes.map((change) => (
                  <li key={change.id}>
                    <Change change={change} base={base} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        </Callout.Root>
      ))}
      {more > 0 && (
        <Text as="p" size="2">
          <Link
            href={`${base}/sessions?state=failed`}
            prefetch={false}
            className="inline-flex min-h-6 items-center"
          >
            {more === 1 ? 'One more connection is failing' : `${more} more connections are failing`}
          </Link>
        </Text>
      )}
    </>
  );
}

/** Certificates that end soon and connections that were switched: what one wants to know before anybody calls. */
export function Upkeep({ view, base }: { view: OverviewView; base: string }) {
  return (
    <>
      <SectionCard title="Certificates that end soon">
        {view.certificates.length === 0 ? (
          <Text as="p" size="2" color="gray">
            None within 90 days. A connection whose last certificate ends appears here in time to renew it.
          </Text>
        ) : (
          <ul className="list-none divide-y divide-(--gray-a4)">
            {view.certificates.map((one) => (
              <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2 text-sm">
                <Link
                  href={`${base}/connections/${one.id}`}
                  prefetch={false}
                  className="inline-flex min-h-6 items-center font-medium text-(--gray-12) no-underline hover:underline"
                >
                  {one.name}
                </Link>
                <Text color={one.daysLeft < 14 ? 'red' : 'gray'}>
                  {one.daysLeft < 0 ? 'Ended ' : 'Ends '}
                  <Time value={one.notAfter} relative />
                </Text>
              </li>
            ))}
          </ul>
        )}
      </SectionCard>
      <SectionCard title="Connections that changed state">
        {view.stateChanges.length === 0 ? (
          <Text as="p" size="2" color="gray">
            None in this time. Connections that are created, become active, or are switched off appear here.
          </Text>
        ) : (
          <ul className="list-none divide-y divide-(--gray-a4) text-sm">
            {view.stateChanges.map((change) => (
              <li key={change.id} className="py-2">
                <Change change={change} base={base} />
              </li>
            ))}
          </ul>
        )}
      </SectionCard>
    </>
  );
}

function Change({ change, base }: { change: ChangeView; base: string }) {
  return (
    <span className="flex flex-wrap items-baseline justify-between gap-x-4">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {actionLabel(change.action)}
        {': '}
        {change.href === null ? (
          change.target
        ) : (
          <Link
            href={base + change.href}
            prefetch={false}
            className="inline-flex min-h-6 items-center text-inherit underline underline-offset-2"
          >
            {change.target}
          </Link>
        )}
      </span>
      <Time value={change.at} relative />
    </span>
  );
}
