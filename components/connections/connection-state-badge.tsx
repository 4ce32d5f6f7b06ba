import { Badge } from '@radix-ui/themes';
import { CONNECTION_STATES, type ConnectionState } from '#lib/connections/connection-states.ts';

const TONES = {
  requires_type: 'gray',
  draft: 'gray',
  validating: 'blue',
  active: 'green',
  inactive: 'amber',
  deleting: 'red',
} as const satisfies Record<ConnectionState, string>;

/** State of a connection by its word; `meaning` on hover. */
export function ConnectionStateBadge({ state, size = '1' }: { state: ConnectionState; size?: '1' | '2' }) {
  const { label, meaning } = CONNECTION_STATES[state];
  return (
    <Badge color={TONES[state]} size={size} title={meaning}>
      {label}
    </Badge>
  );
}
