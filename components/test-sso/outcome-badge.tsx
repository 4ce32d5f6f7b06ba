import { Badge } from '@radix-ui/themes';
import { SESSION_STATES, type SessionState } from '#lib/sso/session-states.ts';

/** State of a test login by its word. */
export function OutcomeBadge({ state, size = '1' }: { state: SessionState; size?: '1' | '2' }) {
  const { label, tone, meaning } = SESSION_STATES[state];
  return (
    <Badge color={tone} size={size} title={meaning}>
      {label}
    </Badge>
  );
}
