import { Badge } from '@radix-ui/themes';
import type { MailProgress } from '#lib/mail/mail-states.ts';

const TONES = {
  queued: 'gray',
  retrying: 'amber',
  sent: 'green',
  failed: 'red',
  kept: 'gray',
} as const satisfies Record<MailProgress['key'], string>;

/** How far a mail has got, by its word; what that means on hover. */
export function MailProgressBadge({ progress, size = '1' }: { progress: MailProgress; size?: '1' | '2' }) {
  return (
    <Badge color={TONES[progress.key]} size={size} title={progress.meaning}>
      {progress.label}
    </Badge>
  );
}
