import type { EnvironmentColor } from '#lib/workspace/environment-colors.ts';
import { COLORS } from './sections.ts';

/** The color of an environment, beside its name. */
export function EnvironmentDot({ color }: { color: EnvironmentColor }) {
  return <span aria-hidden className={`inline-block size-2.5 shrink-0 rounded-full ${COLORS[color].dot}`} />;
}
