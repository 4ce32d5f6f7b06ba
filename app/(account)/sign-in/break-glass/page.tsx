import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AccountCard } from '#components/account/account-card.tsx';
import { BreakGlassForm } from '#components/account/break-glass-form.tsx';
import { signedInMember } from '#lib/auth/dashboard-session.ts';

export const metadata: Metadata = { title: 'Break-glass sign-in', robots: { index: false } };

/** For Admins whose SSO is broken. */
export default async function BreakGlass() {
  if (await signedInMember()) redirect('/dashboard');
  return (
    <AccountCard
      title="Break-glass sign-in"
      description="For Admins, when SSO does not work. Every use is written to the audit log and mailed to all Admins of the workspace."
    >
      <BreakGlassForm callback="/dashboard/workspace/authentication" />
      <Text as="p" size="2" color="gray" mt="5">
        SSO works? <Link href="/sign-in">Sign in as usual</Link>.
      </Text>
    </AccountCard>
  );
}
