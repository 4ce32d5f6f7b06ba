import { seriesFill } from './chart-patterns.tsx';

const HEIGHT = 24;

/** Attempts over time in the height of a line, with the failed part marked. For the eye; the row says the numbers. */
export function Sparkline({
  points,
}: {
  points: readonly { successful: number; failed: number; other: number }[];
}) {
  const sums = points.map(({ successful, failed, other }) => successful + failed + other);
  const top = Math.max(1, ...sums);
  const slot = 100 / Math.max(1, points.length);
  return (
    <svg aria-hidden="true" focusable="false" width="100%" height={HEIGHT} className="block min-w-24">
      <line x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} style={{ stroke: 'var(--gray-a5)' }} />
      {points.map((point, index) => {
        const sum = sums[index] ?? 0;
        if (sum === 0) return null;
        const height = Math.max(2, (sum / top) * (HEIGHT - 1));
        const failed = point.failed === 0 ? 0 : Math.max(2, (point.failed / sum) * height);
        const place = { x: `${index * slot + slot * 0.1}%`, width: `${slot * 0.8}%` };
        return (
          <g key={index}>
            <rect {...place} y={HEIGHT - 1 - height} height={height} style={{ fill: 'var(--gray-8)' }} />
            {failed > 0 && (
              <rect {...place} y={HEIGHT - 1 - failed} height={failed} fill={seriesFill('failed')} />
            )}
          </g>
        );
      })}
    </svg>
  );
}
