import { Badge } from '@radix-ui/themes';
import type { CertificateStatus } from '#lib/connections/connection-view.ts';

/** How much longer a certificate lasts, in words. */
export function CertificateExpiry({ status, daysLeft }: { status: CertificateStatus; daysLeft: number }) {
  if (status === 'expired') return <Badge color="red">Expired</Badge>;
  if (status === 'not_yet_valid') return <Badge color="amber">Not valid yet</Badge>;
  const text = remaining(daysLeft);
  return <Badge color={status === 'expiring' ? (daysLeft < 14 ? 'red' : 'amber') : 'gray'}>{text}</Badge>;
}

function remaining(days: number): string {
  if (days < 1) return 'Ends today';
  if (days < 731) return days === 1 ? '1 day left' : `${days} days left`;
  return `${Math.floor(days / 365)} years left`;
}
