import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountCard } from '#components/account/account-card.tsx';

export const metadata: Metadata = { title: 'No access', robots: { index: false } };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** The end of an SSO sign-in whose person is nobody here. One page for every reason but too many attempts. */
export default async function Refused({ searchParams }: { searchParams: Query }) {
  const { reason } = await searchParams;
  const tooMany = reason === 'rate_limited';
  return (
    <AccountCard
      title={tooMany ? 'Please wait' : 'You have no access to this dashboard'}
      description={
        tooMany
          ? 'There were too many sign-ins from your network. Wait 15 minutes, then try again.'
          : 'Your identity provider knows you, but you are not a member of this workspace, or your address is not one of its verified domains. Ask an Admin of the workspace to invite you. If you have several accounts, sign out at your identity provider and use the other one.'
      }
    >
      <Button asChild variant="soft" size="3">
        <Link href="/sign-in">Back to sign in</Link>
      </Button>
    </AccountCard>
  );
}
