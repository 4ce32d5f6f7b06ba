import { Text } from '@radix-ui/themes';
import Link from 'next/link';
import { seriesFill } from '#components/charts/chart-patterns.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { OUTCOMES, type OverviewView } from '#lib/workspace/overview.ts';
import { sessionsHref } from './session-link.ts';

/** Failed sign-ins by the five errors, the most frequent first; each opens its sessions. A list, so it needs no table beside it. */
export function ErrorBars({ view, sessions }: { view: OverviewView; sessions: string }) {
  const top = Math.max(1, ...view.errors.map(({ count }) => count));
  return (
    <SectionCard
      title="Failures by error"
      description={`${view.totals.failed.toLocaleString('en-US')} failed in this time.`}
    >
      <ul className="flex list-none flex-col gap-1">
        {view.errors.map(({ code, title, count }) => {
          const row = (
            <>
              <span className="flex items-baseline justify-between gap-3 text-sm">
                <span className="min-w-0">{title}</span>
                <span className="tabular-nums">{count.toLocaleString('en-US')}</span>
              </span>
              <svg
                aria-hidden="true"
                focusable="false"
                width="100%"
                height="6"
                className="mt-1 block rounded-full"
              >
                <rect width="100%" height="6" style={{ fill: 'var(--gray-a3)' }} />
                <rect width={`${(count / top) * 100}%`} height="6" fill={seriesFill('failed')} />
              </svg>
            </>
          );
          return (
            <li key={code}>
              {count === 0 ? (
                <Text as="div" color="gray" className="px-2 py-1.5">
                  {row}
                </Text>
              ) : (
                <Link
                  href={sessionsHref(sessions, {
                    from: view.from,
                    to: view.to,
                    states: OUTCOMES.failed.states,
                    error: code,
                  })}
                  prefetch={false}
                  className="block rounded-md px-2 py-1.5 text-(--gray-12) no-underline hover:bg-(--gray-a3)"
                >
                  {row}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </SectionCard>
  );
}
