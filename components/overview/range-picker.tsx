import Link from 'next/link';
import { OVERVIEW_RANGES, type OverviewRange } from '#lib/workspace/overview-range.ts';

/** The time range of the overview, as links: it lives in the address. */
export function RangePicker({ path, current }: { path: string; current: OverviewRange }) {
  return (
    <nav
      aria-label="Time range"
      className="flex rounded-md bg-(--gray-a3) p-0.5 text-sm shadow-[inset_0_0_0_1px_var(--gray-a4)]"
    >
      {Object.entries(OVERVIEW_RANGES).map(([range, { label }]) => (
        <Link
          key={range}
          href={`${path}?range=${range}`}
          scroll={false}
          prefetch={false}
          aria-current={range === current ? 'true' : undefined}
          className="inline-flex min-h-7 items-center rounded px-2.5 whitespace-nowrap text-(--gray-11) no-underline hover:text-(--gray-12) aria-[current]:bg-(--color-panel-solid) aria-[current]:font-medium aria-[current]:text-(--gray-12) aria-[current]:shadow-sm"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
