/** What a series looks like: a color and a pattern of its own, so that neither has to be told apart alone. */
export const SERIES = {
  successful: { color: 'var(--green-9)', pattern: 'solid' },
  failed: { color: 'var(--red-9)', pattern: 'stripes' },
  timed_out: { color: 'var(--gray-9)', pattern: 'dots' },
  in_progress: { color: 'var(--blue-9)', pattern: 'lines' },
} as const;

export type SeriesKey = keyof typeof SERIES;

/** The fill of a series, for shapes of any chart below ChartPatterns. */
export function seriesFill(key: SeriesKey): string {
  return `url(#series-${key})`;
}

/** The patterns of all series. Once on a page, before its charts. */
export function ChartPatterns() {
  return (
    <svg aria-hidden="true" focusable="false" width="0" height="0" className="absolute">
      <defs>
        {(Object.keys(SERIES) as SeriesKey[]).map((key) => {
          const { color, pattern } = SERIES[key];
          const rotate = pattern === 'stripes' ? { patternTransform: 'rotate(45)' } : {};
          return (
            <pattern
              key={key}
              id={`series-${key}`}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              {...rotate}
            >
              <rect width="6" height="6" style={{ fill: color, opacity: pattern === 'solid' ? 1 : 0.45 }} />
              {pattern === 'stripes' && <rect width="3" height="6" style={{ fill: color }} />}
              {pattern === 'dots' && <circle cx="3" cy="3" r="1.6" style={{ fill: color }} />}
              {pattern === 'lines' && <rect width="6" height="2" style={{ fill: color }} />}
            </pattern>
          );
        })}
      </defs>
    </svg>
  );
}

/** A square of a series, for legends. The words beside it say what it is. */
export function Swatch({ series }: { series: SeriesKey }) {
  return (
    <svg aria-hidden="true" focusable="false" width="12" height="12" className="shrink-0 rounded-[3px]">
      <rect width="12" height="12" fill={seriesFill(series)} />
    </svg>
  );
}
