import { Link } from '@radix-ui/themes';
import NextLink from 'next/link';

/** Leads from a thing to what was done to it. */
export function HistoryLink({ href }: { href: string }) {
  return (
    <Link asChild size="2" color="gray" underline="always" ml="3">
      <NextLink href={href}>Audit log</NextLink>
    </Link>
  );
}
