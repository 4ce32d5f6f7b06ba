import { Badge } from '@radix-ui/themes';
import { Check, CircleDashed, CircleX, Clock } from 'lucide-react';

const ICONS = { green: Check, red: CircleX, blue: CircleDashed, gray: Clock } as const;

/** State of a session by word, icon and color; `meaning` on hover. */
export function SessionStateBadge({
  state,
  size = '1',
}: {
  state: { label: string; tone: 'blue' | 'green' | 'red' | 'gray'; meaning?: string };
  size?: '1' | '2';
}) {
  const Icon = ICONS[state.tone];
  return (
    <Badge color={state.tone} size={size} title={state.meaning} className="whitespace-nowrap">
      <Icon size={size === '1' ? 12 : 14} aria-hidden />
      {state.label}
    </Badge>
  );
}
