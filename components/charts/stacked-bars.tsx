import { type SeriesKey, seriesFill } from './chart-patterns.tsx';

const HEIGHT = 160;

export type Bar = {
  /** When, in words. */
  label: string;
  href: string;
  /** From the bottom up. */
  parts: readonly { series: SeriesKey; label: string; count: number }[];
};

/**
 * Counts over time as stacked bars; each opens what it counts. Drawn on the server and for the eye alone: the page
 * has the same numbers and links as a table. `ticks` are words below, each beginning at a share of the width.
 */
export function StackedBars({
  bars,
  ticks,
}: {
  bars: readonly Bar[];
  ticks: readonly { at: number; label: string }[];
}) {
  const sums = bars.map(({ parts }) => parts.reduce((sum, { count }) => sum + count, 0));
  const top = niceTop(Math.max(0, ...sums));
  const slot = 100 / Math.max(1, bars.length);
  return (
    <div aria-hidden="true" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-(--gray-11)">
      <div
        className="flex flex-col justify-between text-right leading-none tabular-nums"
        style={{ height: HEIGHT }}
      >
        <span>{top.toLocaleString('en-US')}</span>
        <span>{top % 2 === 0 ? (top / 2).toLocaleString('en-US') : ''}</span>
        <span>0</span>
      </div>
      <svg
        aria-hidden="true"
        focusable="false"
        width="100%"
        height={HEIGHT}
        className="block overflow-visible"
      >
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2="100%"
            y1={share * HEIGHT}
            y2={share * HEIGHT}
            style={{ stroke: 'var(--gray-a4)' }}
          />
        ))}
        {bars.map((bar, index) => {
          let y = HEIGHT;
          return (
            <a key={bar.label} href={bar.href} tabIndex={-1} className="group">
              <title>{`${bar.label}: ${words(bar)}`}</title>
              <rect
                x={`${index * slot}%`}
                width={`${slot}%`}
                y="0"
                height={HEIGHT}
                fill="transparent"
                className="group-hover:fill-(--gray-a3)"
              />
              {bar.parts.map(({ series, count }) => {
                // What happened once must be seen beside what happened a thousand times.
                const height = count === 0 ? 0 : Math.max(2, (count / top) * HEIGHT);
                y -= height;
                return (
                  count > 0 && (
                    <rect
                      key={series}
                      x={`${index * slot + slot * 0.14}%`}
                      width={`${slot * 0.72}%`}
                      y={y}
                      height={height}
                      fill={seriesFill(series)}
                    />
                  )
                );
              })}
            </a>
          );
        })}
      </svg>
      <div />
      <div className="relative mt-1 h-5">
        {ticks.map(({ at, label }) => (
          <span
            key={label}
            className="absolute top-0 border-l border-(--gray-a6) pl-1 whitespace-nowrap"
            style={{ left: `${at * 100}%` }}
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

function words(bar: Bar): string {
  const parts = bar.parts.filter(({ count }) => count > 0);
  return parts.length === 0 ? 'none' : parts.map(({ label, count }) => `${count} ${label}`).join(', ');
}

/** The smallest of 2, 4, 10, 20, 40, 100 … that is not below `value`. */
function niceTop(value: number): number {
  for (let unit = 1; ; unit *= 10) {
    for (const step of [2, 4, 10]) if (step * unit >= value) return step * unit;
  }
}
